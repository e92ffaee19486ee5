"""Checks of lesson 18_transfer_learning."""

from types import SimpleNamespace

import numpy as np

from utils.checks import limits
from utils.checks.beliefs import name_belief
from utils.checks.engine import as_array, call, exercise, same, shown, wrong
from utils.language import L, number, percent

LESSON = "18_transfer_learning"
MEAN_BGR = np.array([104.006, 116.669, 122.679])
LEAST_ACCURACY = 0.56
TRAINING = 24  # times as long as another answer: my_transfer may train a network, two minutes at most


@exercise(LESSON, "count_trained", tr="Eğitilen parametreler", en="Trained parameters")
def count_trained(answer):
    """``answer(blocks, locked, features, classes) -> int``: parameters of the open blocks and of the head."""
    cases = [
        ([10, 20, 30], 1, 4, 2),
        ([10, 20, 30], 3, 4, 2),
        ([7, 5, 3, 2], 0, 6, 3),
        ([1792, 11408, 12432], 2, 128, 5),
    ]
    given = [call(answer, list(blocks), *rest, may_change=False) for blocks, *rest in cases]
    _numbers(given)
    name_belief(
        cases,
        given,
        lambda b, k, f, c: sum(b[k:]) + (f + 1) * c,
        {
            "locked_counted": (
                lambda b, k, f, c: sum(b[:k]) + (f + 1) * c,
                L("Kilitli blokları saydınız; eğitilenler `blocks[locked:]`.",
                  "You counted the locked blocks; those being trained are `blocks[locked:]`."),
            ),
            "all_blocks": (
                lambda b, k, f, c: sum(b) + (f + 1) * c,
                L("Kilitli blokların parametreleri ağdadır, ama eğitilmez.",
                  "The parameters of locked blocks are in the network, but they are not trained."),
            ),
            "no_head": (
                lambda b, k, f, c: sum(b[k:]),
                L("Ağ başlığı hep eğitilir: onun parametrelerini de ekleyin.",
                  "The head is always trained: add its parameters."),
            ),
            "no_bias": (
                lambda b, k, f, c: sum(b[k:]) + f * c,
                L("Ağ başlığının sınıf başına bir de bias'ı var.", "The head also has a bias for each class."),
            ),
            "off_by_one": (
                lambda b, k, f, c: sum(b[k + 1 :]) + (f + 1) * c,
                L("Bir blok fazla kilitlediniz: ilk açık blok `blocks[locked]`.",
                  "You locked a block too many: the first open one is `blocks[locked]`."),
            ),
            "locked_too_few": (
                lambda b, k, f, c: sum(b[k - 1 :]) + (f + 1) * c,
                L("Bir blok az kilitlediniz: ilk açık blok `blocks[locked]`.",
                  "You locked a block too few: the first open one is `blocks[locked]`."),
            ),
            "one_bias": (
                lambda b, k, f, c: sum(b[k:]) + f * c + 1,
                L("Ağ başlığında tek bias değil, her sınıf için bir bias var.",
                  "The head has a bias for each class, not a single one."),
            ),
            "bias_of_each_feature": (
                lambda b, k, f, c: sum(b[k:]) + f * (c + 1),
                L("Bias her öznitelik için değil, her sınıf için birdir: `(features + 1) * classes`.",
                  "There is a bias for each class, not for each feature: `(features + 1) * classes`."),
            ),
            "blocks_not_summed": (
                lambda b, k, f, c: len(b[k:]) + (f + 1) * c,
                L("Açık blokların sayısını eklediniz; parametrelerini toplayın.",
                  "You added how many blocks are open; add up their parameters."),
            ),
        },
        lambda b, k, f, c: f"count_trained({b}, {k}, {f}, {c})",
    )  # fmt: skip
    return L(
        "Kilitlenen her blok sayıyı düşürür; ağ başlığı hep kalır.",
        "Each lock lowers the number; the head always stays.",
    )


def _numbers(given):
    """End the check where one of the answers is not a single number."""
    for value in given:
        array = as_array(value)
        if array is None or array.ndim:
            wrong(
                L(
                    "Tek bir sayı bekleniyordu. `return` eksik ya da toplanmamış bir liste olabilir.",
                    "A single number was expected. A `return` may be missing, or a list was not added up.",
                ),
                "no_number",
                given=value,
            )


@exercise(LESSON, "prepare", tr="Resmi hazırlayın", en="Prepare the picture")
def prepare(answer):
    """``answer(pictures uint8 (n, h, w, 3)) -> (n, h, w, 3)``: blue, green, red, minus the mean of each."""
    rng = np.random.default_rng(3)
    pictures = rng.integers(0, 256, (2, 4, 5, 3)).astype(np.uint8)
    given = as_array(call(answer, pictures, may_change=False))
    x = pictures.astype(float)
    expected = x[..., ::-1] - MEAN_BGR
    if given is None or given.shape != x.shape:
        wrong(
            L(f"Çıktının şekli girdininki gibi {x.shape} olmalı.", f"The output needs the shape of the input, {x.shape}."),
            "shape", given=given, expected=expected,
        )  # fmt: skip
    if np.allclose(given, expected, atol=1e-2):
        return L(
            "Ağ artık eğitildiği türden sayılar görüyor.",
            "The network now sees numbers of the kind it was trained on.",
        )
    for name, belief, why in _preparations(pictures, x):
        if np.allclose(given, belief, atol=1e-2):
            pixel, right, came = (
                shown(np.round(values[0, 0, 0], 3).tolist()) for values in (pictures, expected, given)
            )
            first = L(
                f"İlk piksel {pixel}: {right} bekleniyordu, {came} geldi. ",
                f"First pixel {pixel}: {right} was expected and {came} came. ",
            )
            wrong(first + why, name)
    wrong(L("Sayılar beklenenler değil: kanalları çevirin, sonra `MEAN_BGR` çıkarın.",
            "These are not the expected numbers: turn the channels round, then subtract `MEAN_BGR`."), "wrong_values",
          given=given[0, 0, 0], expected=expected[0, 0, 0])  # fmt: skip


def _preparations(pictures, x):
    """Yield (misconception, what it computes, why it is wrong)."""
    turned = x[..., ::-1]
    yield (
        "red_first",
        x - MEAN_BGR,
        L(
            "Kanallar hâlâ kırmızı, yeşil, mavi sırasında: `[..., ::-1]` ile çevirin.",
            "The channels are still red, green, blue: turn them round by `[..., ::-1]`.",
        ),
    )
    yield (
        "mean_first",
        (x - MEAN_BGR)[..., ::-1],
        L(
            "Ortalama mavi, yeşil, kırmızı sırasında: önce kanalları çevirin, sonra çıkarın.",
            "The mean is in the order blue, green, red: turn the channels round first, then subtract.",
        ),
    )
    yield "no_mean", turned, L("Ortalamayı çıkarmadınız.", "You did not subtract the mean.")
    yield (
        "one_mean",
        turned - MEAN_BGR.mean(),
        L(
            "Her kanaldan kendi ortalaması çıkarılır; siz üçünden de aynı sayıyı çıkardınız.",
            "Each channel has its own mean; you subtracted the same number from all three.",
        ),
    )
    yield (
        "added",
        turned + MEAN_BGR,
        L("Ortalamayı eklediniz; çıkarılmalı.", "You added the mean; subtract it."),
    )
    for divided in (x / 255, turned / 255, (turned - MEAN_BGR) / 255, turned / 255 - MEAN_BGR):
        yield (
            "divided",
            divided,
            L(
                "Bu ağırlıklar 0–1 arası değil, 0–255 arası piksellerle eğitildi.",
                "These weights were trained on pixels from 0 to 255, not from 0 to 1.",
            ),
        )
    for flipped in (x[:, ::-1], x[:, :, ::-1], x[::-1]):
        yield (
            "axis",
            flipped - MEAN_BGR,
            L(
                "Başka bir ekseni ters çevirdiniz: kanallar son eksendedir.",
                "You turned another axis round: the channels are the last one.",
            ),
        )
    whole = (turned - MEAN_BGR).astype(int)
    for wrapped in (pictures[..., ::-1] - MEAN_BGR.astype(np.uint8), whole % 256):
        yield (
            "wrapped",
            wrapped.astype(float),
            L(
                "uint8 sayılar eksiye inemez: önce `astype(float)` yazın, sonucu da uint8'e çevirmeyin.",
                "uint8 numbers cannot go below zero: use `astype(float)` first, and do not turn the result back into uint8.",
            ),
        )


@exercise(LESSON, "locked_at", tr="Kademeli çözme planı", en="A plan of gradual unfreezing")
def locked_at(answer):
    """``answer(epoch, blocks, every) -> int``: locked blocks, one fewer after each ``every`` epochs, at least 0."""
    cases = [(epoch, blocks, every) for blocks, every in ((9, 2), (4, 3)) for epoch in (0, 1, 2, 3, 5, 6, 11, 30)]
    given = [call(answer, *case) for case in cases]
    _numbers(given)
    name_belief(
        cases,
        given,
        lambda e, b, v: max(b - e // v, 0),
        {
            "negative": (
                lambda e, b, v: b - e // v,
                L("Hepsi açıldıktan sonra kilit sayısı eksiye iniyor: en az 0 olmalı.",
                  "Once all are open the number goes below zero: it has to be 0 at least."),
            ),
            "opened_counted": (
                lambda e, b, v: min(e // v, b),
                L("Bu, açılan blokların sayısı; kilitli kalanlar soruluyor.",
                  "That is how many blocks are open; the question is how many are locked."),
            ),
            "every_epoch": (
                lambda e, b, v: max(b - e, 0),
                L("Her epokta bir blok açtınız; `every` epokta bir açılmalı.",
                  "You open a block each epoch; it should be one every `every` epochs."),
            ),
            "one_too_early": (
                lambda e, b, v: max(b - 1 - e // v, 0),
                L("İlk epoklarda bütün bloklar kilitlidir: önce yalnızca ağ başlığı öğrenir.",
                  "In the first epochs all blocks are locked: the head learns alone at first."),
            ),
            "opened_too_early": (
                lambda e, b, v: max(b - (e + 1) // v, 0),
                L("Bloklar bir epok erken açılıyor: `epoch` 0'dan sayılır, o ana dek biten epok sayısı da odur.",
                  "Blocks open an epoch too early: `epoch` counts from 0, so it already says how many epochs are over."),
            ),
            "never_all_open": (
                lambda e, b, v: max(b - e // v, 1),
                L("Sonunda bütün bloklar açılır: en az 1 değil, en az 0.",
                  "In the end all blocks are open: at least 0, not at least 1."),
            ),
            "remainder": (
                lambda e, b, v: max(b - e % v, 0),
                L("`%` kalanı verir; kaç kez `every` epok geçtiğini `//` verir.",
                  "`%` gives the remainder; `//` tells how many times `every` epochs have passed."),
            ),
            "multiplied": (
                lambda e, b, v: b - e * v,
                L("Her epokta `every` blok açtınız; `every` epokta bir blok açılmalı.",
                  "You open `every` blocks in each epoch; it should be one block in `every` epochs."),
            ),
            "rounded": (
                lambda e, b, v: round(max(b - e / v, 0)),
                L("Yuvarlamak bloğu erken açar: tam sayı bölmesi `//` kullanın.",
                  "Rounding opens a block too early: use `//`."),
            ),
            "not_whole": (
                lambda e, b, v: max(b - e / v, 0),
                L("Yarım blok açılmaz: tam sayı bölmesi `//` kullanın.", "There is no half a block: use `//`."),
            ),
        },
        lambda e, b, v: f"locked_at({e}, {b}, {v})",
    )  # fmt: skip
    return L("Önce ağ başlığı, sonra sondan başa bloklar.", "First the head, then the blocks from last to first.")


@exercise(LESSON, "freeze", tr="Katmanları dondurun", en="Freeze the layers")
def freeze(answer):
    """``answer(model, last)`` sets ``trainable`` of all layers up to and including the one named ``last``."""
    names = ["conv1", "fire2", "fire3", "features", "head"]
    before = [name in ("conv1", "fire2", "head") for name in names]
    for last in ("fire2", "conv1"):
        model = FakeModel(names, before)
        call(answer, model, last)
        after = [bool(layer.trainable) for layer in model.layers]
        border = names.index(last)
        expected = [i > border for i in range(len(names))]
        if after == expected:
            continue
        if "trainable" in vars(model):
            name = "whole_model"
            why = L(
                "`model.trainable` bütün ağı birden dondurur; `trainable` değerini katman katman yazın.",
                "`model.trainable` freezes the whole network at once; set `trainable` layer by layer.",
            )
        elif after == before:
            why, name = (
                L("Hiçbir katmanın `trainable` özelliği değişmedi.", "No layer's `trainable` has changed."),
                "unchanged",
            )
        elif after == [not value for value in expected]:
            why, name = L("Ters oldu: baştaki katmanlar donmalı, sondakiler eğitilmeli.",
                          "It is the wrong way round: the first layers freeze, the last are trained."), "reversed"  # fmt: skip
        elif after == [value and i != border for i, value in enumerate(before)]:
            name = "only_last"
            why = L(
                f"Yalnızca `{last}` katmanını dondurdunuz; ondan öncekiler de donmalı, sonrakiler açılmalı.",
                f"You froze `{last}` alone; freeze those before it too, and open those after it.",
            )
        elif not any(after):
            why, name = L("Bütün katmanlar dondu, ağ başlığı da: ağ artık öğrenemez.",
                          "All layers are frozen, the head too: nothing is left to learn."), "all_frozen"  # fmt: skip
        elif after == [i >= border for i in range(len(names))]:
            why, name = (
                L(f"`{last}` katmanı da donmalıydı.", f"`{last}` should be frozen as well."),
                "last_left_open",
            )
        elif [a for a, e in zip(after, expected, strict=True) if e] != [True] * sum(expected):
            why, name = L("Sonraki katmanları açmadınız: kimileri daha önce dondurulmuş olabilir.",
                          "You did not open the later layers: some may have been frozen before."), "not_opened"  # fmt: skip
        else:
            why, name = L("Yanlış katmanlar dondu.", "The wrong layers are frozen."), "wrong_layers"
        outcome = L(
            f"`trainable` değerleri sırayla {expected} olmalıydı, {after} oldu. ",
            f"`trainable` should have become {expected}, layer by layer, and is {after}. ",
        )
        wrong(outcome + why, name, called=f'freeze(model, "{last}")')
    return L("Sonra `compile` çağırmayı unutmayın: Keras dondurmayı o zaman görür.",
             "Do not forget to call `compile` afterwards: that is when Keras takes notice.")  # fmt: skip


class FakeModel:
    """What the exercise uses of a Keras model: ``layers`` and ``get_layer``."""

    def __init__(self, names, trainable):
        self.layers = [SimpleNamespace(name=n, trainable=value) for n, value in zip(names, trainable, strict=True)]

    def __repr__(self):
        return "model"

    def get_layer(self, name):
        return next(layer for layer in self.layers if layer.name == name)


@exercise(
    LESSON,
    "my_transfer",
    tr="Kendi transferiniz",
    en="Your own transfer",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def my_transfer(answer):
    """``answer(x_train, y_train, x_test) -> classes (n,)`` or probabilities (n, 5): at least 0.56 on emoji of seed 3."""
    from utils.datasets import load_emoji

    data = load_emoji(20, seed=3)
    given = as_array(call(answer, data.x_train, data.y_train, data.x_test, seconds=TRAINING * limits.CALL_SECONDS))
    if given is None:
        wrong(L("Her test resmi için bir sınıf döndürün: `return` eksik olabilir.",
                "Return a class for each test picture: a `return` may be missing."), "no_answer")  # fmt: skip
    if given.shape == (len(data.y_test), 5):
        given = given.argmax(axis=1)
    if given.shape == (len(data.y_train),):
        wrong(
            L(
                "Eğitim resimlerinin sınıflarını döndürdünüz; test resimlerininkiler soruluyor.",
                "You returned the classes of the training pictures; those of the test pictures are asked for.",
            ),
            "training_set",
        )
    if given.shape != (len(data.y_test),):
        shape = (len(data.y_test),)
        wrong(
            L(
                f"Her test resmi için bir sınıf, yani {shape} şekli bekleniyordu; {given.shape} geldi.",
                f"A class for each test picture, that is the shape {shape}, was expected; {given.shape} came.",
            ),
            "shape",
        )
    score = float(np.mean(given == data.y_test))
    if score >= LEAST_ACCURACY:
        return L(f"Test doğruluğu {percent(score, 1)}.", f"Accuracy {percent(score, 1)} on the test set.")
    report = L(f"Test doğruluğu {number(score, 3)}. ", f"The accuracy on the test set is {number(score, 3)}. ")
    if len(np.unique(given)) == 1:
        why = L(
            "Hep aynı sınıfı söylüyorsunuz: model eğitilmemiş.",
            "You always give the same class: the model is untrained.",
        )
        wrong(report + why, "one_class")
    if same(np.sort(np.unique(given)), np.arange(1, 6)):
        wrong(report + L("Sınıflar 0'dan 4'e numaralı, sizinkiler 1'den 5'e.", "Classes are numbered 0 to 4, yours 1 to 5."),
              "from_one")  # fmt: skip
    wrong(
        report
        + L(
            f"En az {number(LEAST_ACCURACY)} gerekiyor. Önceden eğitilmiş ağın özniteliklerini kullanın; "
            "fire6'yı ya da daha büyük resimleri deneyin.",
            f"At least {number(LEAST_ACCURACY)} is needed. Use the pretrained network's features; "
            "try fire6, or larger pictures.",
        ),
        "not_accurate_enough",
    )
