"""Checks of lesson 18_transfer_learning."""

import numpy as np

from utils.checks import limits
from utils.checks.engine import call, exercise, expect, wrong
from utils.checks.forms import require_array
from utils.checks.judge import judge
from utils.checks.show import apart
from utils.language import L, percent

LESSON = "18_transfer_learning"
MEAN_BGR = np.array([104.006, 116.669, 122.679])
# A split on which every way of the lesson reaches 0.54 to 0.64 (three trainings each), logistic regression on pixels 0.46.
SPLIT, LEAST_ACCURACY = 9, 0.50
TRAINING = 24  # times as long as another answer: my_transfer may train a network, two minutes at most


@exercise(LESSON, "count_trained", tr="Eğitilen parametreler", en="Trained parameters")
def count_trained(answer):
    """``answer(blocks, locked, features, classes) -> int``: parameters of the open blocks and of the head."""
    beliefs = [
        ("locked_counted", lambda b, k, f, c: sum(b[:k]) + (f + 1) * c,
         "Kilitli blokları saydınız; eğitilenler `blocks[locked:]`.",
         "You counted the locked blocks; those that are trained are `blocks[locked:]`."),
        ("all_blocks", lambda b, k, f, c: sum(b) + (f + 1) * c,
         "Kilitli blokların parametreleri ağdadır, ama eğitilmez.",
         "The parameters of locked blocks are in the network, but they are not trained."),
        ("no_head", lambda b, k, f, c: sum(b[k:]),
         "Ağ başlığı hep eğitilir: onun parametrelerini de ekleyin.", "The head is always trained: add its parameters."),
        ("head_only", lambda b, k, f, c: (f + 1) * c,
         "Bu yalnızca ağ başlığı; açık blokların parametrelerini de ekleyin.",
         "That is the head alone; add the parameters of the open blocks."),
        ("no_bias", lambda b, k, f, c: sum(b[k:]) + f * c,
         "Ağ başlığının sınıf başına bir de bias'ı var.", "The head also has a bias for each class."),
        ("off_by_one", lambda b, k, f, c: sum(b[k + 1 :]) + (f + 1) * c,
         "Bir blok fazla kilitlediniz: ilk açık blok `blocks[locked]`.",
         "You locked one block too many: the first open one is `blocks[locked]`."),
        ("locked_too_few", lambda b, k, f, c: sum(b[k - 1 :]) + (f + 1) * c,
         "Bir blok az kilitlediniz: ilk açık blok `blocks[locked]`.",
         "You locked one block too few: the first open one is `blocks[locked]`."),
        ("one_bias", lambda b, k, f, c: sum(b[k:]) + f * c + 1,
         "Ağ başlığında tek bias değil, her sınıf için bir bias var.",
         "The head has a bias for each class, not a single one."),
        ("bias_of_each_feature", lambda b, k, f, c: sum(b[k:]) + f * (c + 1),
         "Bias her öznitelik için değil, her sınıf için birdir: `(features + 1) * classes`.",
         "There is a bias for each class, not for each feature: `(features + 1) * classes`."),
        ("blocks_not_summed", lambda b, k, f, c: len(b[k:]) + (f + 1) * c,
         "Açık blokların sayısını eklediniz; parametrelerini toplayın.",
         "You added how many blocks are open; add up their parameters."),
    ]  # fmt: skip
    return judge(
        answer,
        [
            ([10, 20, 30], 1, 4, 2),
            ([10, 20, 30], 3, 4, 2),
            ([7, 5, 3, 2], 0, 6, 3),
            ([1792, 12432, 11408], 2, 128, 5),
            ([50], 1, 3, 12),
        ],
        lambda b, k, f, c: sum(b[k:]) + (f + 1) * c,
        beliefs,
        otherwise=(
            "wrong_number",
            "İki parçayı toplayın: `blocks[locked:]` ve başlığın ağırlıkları ile bias'ları.",
            "Add two parts: `blocks[locked:]`, and the weights and biases of the head.",
        ),
        remark=(
            "Kilitlenen her blok sayıyı düşürür; ağ başlığı hep kalır.",
            "Each locked block lowers the number; the head always stays.",
        ),
    )


def _turned(pictures):
    return pictures[..., ::-1].astype(float)


@exercise(LESSON, "prepare", tr="Resmi hazırlayın", en="Prepare the picture")
def prepare(answer):
    """``answer(pictures uint8 (n, h, w, 3)) -> (n, h, w, 3)``: blue, green, red, minus the mean of each."""
    divided = (
        "Bu ağırlıklar 0–1 arası değil, 0–255 arası piksellerle eğitildi.",
        "These weights were trained on pixels from 0 to 255, not from 0 to 1.",
    )
    axis = (
        "Başka bir ekseni ters çevirdiniz: kanallar son eksendedir.",
        "You reversed another axis: the channels are the last one.",
    )
    wrapped = (
        "uint8 sayılar eksiye inemez: önce `astype(float)` yazın, sonucu da uint8'e çevirmeyin.",
        "uint8 numbers cannot go below zero: use `astype(float)` first, and do not turn the result back into uint8.",
    )
    beliefs = [
        ("red_first", lambda x: x - MEAN_BGR,
         "Kanallar hâlâ kırmızı, yeşil, mavi sırasında: `[..., ::-1]` ile çevirin.",
         "The channels are still red, green, blue: reverse them with `[..., ::-1]`."),
        ("mean_first", lambda x: (x - MEAN_BGR)[..., ::-1],
         "Ortalama mavi, yeşil, kırmızı sırasında: önce kanalları çevirin, sonra çıkarın.",
         "The mean is in the order blue, green, red: reverse the channels first, then subtract."),
        ("no_mean", _turned, "Ortalamayı çıkarmadınız.", "You did not subtract the mean."),
        ("one_mean", lambda x: _turned(x) - MEAN_BGR.mean(),
         "Her kanaldan kendi ortalaması çıkarılır; siz üçünden de aynı sayıyı çıkardınız.",
         "Each channel has its own mean; you subtracted the same number from all three."),
        ("own_mean", lambda x: _turned(x) - _turned(x).mean(axis=(0, 1, 2)),
         "Bu resimlerin ortalamasını çıkarmışsınız; ağın eğitildiği resimlerinki, `MEAN_BGR` çıkarılır.",
         "You subtracted the mean of these pictures; that of the pictures of the training, `MEAN_BGR`, is subtracted."),
        ("added", lambda x: _turned(x) + MEAN_BGR,
         "Ortalamayı eklediniz; çıkarılmalı.", "You added the mean; subtract it."),
        ("divided", lambda x: x / 255, *divided),
        ("divided", lambda x: _turned(x) / 255, *divided),
        ("divided", lambda x: (_turned(x) - MEAN_BGR) / 255, *divided),
        ("divided", lambda x: _turned(x) / 255 - MEAN_BGR, *divided),
        ("axis", lambda x: x[:, ::-1] - MEAN_BGR, *axis),
        ("axis", lambda x: x[:, :, ::-1] - MEAN_BGR, *axis),
        ("axis", lambda x: x[::-1] - MEAN_BGR, *axis),
        ("wrapped", lambda x: x[..., ::-1] - MEAN_BGR.astype(np.uint8), *wrapped),
        ("wrapped", lambda x: (_turned(x) - MEAN_BGR).astype(int) % 256, *wrapped),
    ]  # fmt: skip
    return judge(
        answer,
        [
            (np.array([[[[10, 200, 30], [0, 128, 255]]]], np.uint8),),
            (np.random.default_rng(3).integers(0, 256, (2, 4, 5, 3)).astype(np.uint8),),
        ],
        lambda x: _turned(x) - MEAN_BGR,
        beliefs,
        otherwise=(
            "wrong_value",
            "Kanalları çevirin, sonra her birinden kendi ortalamasını, `MEAN_BGR`'yi çıkarın.",
            "Reverse the channels, then subtract from each its own mean, `MEAN_BGR`.",
        ),
        remark=(
            "Ağ artık eğitildiği türden sayılar görüyor.",
            "The network now sees numbers of the kind it was trained on.",
        ),
    )


@exercise(LESSON, "locked_at", tr="Kademeli çözme planı", en="A plan of gradual unfreezing")
def locked_at(answer):
    """``answer(epoch, blocks, every) -> int``: locked blocks, one fewer after each ``every`` epochs, at least 0."""
    beliefs = [
        ("negative", lambda e, b, v: b - e // v,
         "Hepsi açıldıktan sonra kilit sayısı eksiye iniyor: en az 0 olmalı.",
         "Once all are open, the number goes below zero: it has to be at least 0."),
        ("opened_counted", lambda e, b, v: min(e // v, b),
         "Bu, açılan blokların sayısı; kilitli kalanlar soruluyor.",
         "That is how many blocks are open; the question is how many are locked."),
        ("every_epoch", lambda e, b, v: max(b - e, 0),
         "Her epokta bir blok açtınız; `every` epokta bir açılmalı.",
         "You open a block each epoch; it should be one every `every` epochs."),
        ("one_too_early", lambda e, b, v: max(b - 1 - e // v, 0),
         "İlk epoklarda bütün bloklar kilitlidir: önce yalnızca ağ başlığı öğrenir.",
         "In the first epochs all blocks are locked: the head learns alone at first."),
        ("opened_too_early", lambda e, b, v: max(b - (e + 1) // v, 0),
         "Bloklar bir epok erken açılıyor: `epoch` 0'dan sayılır, o ana dek biten epok sayısı da odur.",
         "Blocks open an epoch too early: `epoch` counts from 0, so it already says how many epochs are over."),
        ("never_all_open", lambda e, b, v: max(b - e // v, 1),
         "Sonunda bütün bloklar açılır: en az 1 değil, en az 0.", "In the end all blocks are open: at least 0, not at least 1."),
        ("remainder", lambda e, b, v: max(b - e % v, 0),
         "`%` kalanı verir; kaç kez `every` epok geçtiğini `//` verir.",
         "`%` gives the remainder; `//` tells how many times `every` epochs have passed."),
        ("multiplied", lambda e, b, v: b - e * v,
         "Her epokta `every` blok açtınız; `every` epokta bir blok açılmalı.",
         "You open `every` blocks in each epoch; it should be one block in `every` epochs."),
        ("rounded", lambda e, b, v: round(max(b - e / v, 0)),
         "Yuvarlamak bloğu erken açar: tam sayı bölmesi `//` kullanın.", "Rounding opens a block too early: use `//`."),
        ("not_whole", lambda e, b, v: max(b - e / v, 0),
         "Yarım blok açılmaz: tam sayı bölmesi `//` kullanın.", "A block cannot be half open: use `//`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(epoch, blocks, every) for blocks, every in ((9, 2), (4, 3), (15, 1)) for epoch in (0, 1, 2, 3, 5, 6, 11, 30)],
        lambda e, b, v: max(b - e // v, 0),
        beliefs,
        otherwise=(
            "wrong_number",
            "Önce biten `every`'leri sayın, `epoch // every`; bloklardan onu çıkarın, 0'ın altına inmeyin.",
            "Count first how often `every` epochs are over, `epoch // every`; take that from the blocks, down to 0.",
        ),
        remark=(
            "Önce ağ başlığı, sonra sondan başa bloklar.",
            "First the head, then the blocks from the last to the first.",
        ),
    )


@exercise(LESSON, "freeze", tr="Katmanları dondurun", en="Freeze the layers")
def freeze(answer):
    """``answer(model, last)`` sets ``trainable`` of all layers up to and including the one named ``last``."""
    names = ["conv1", "fire2", "fire3", "features", "head"]
    before = [True, True, False, False, True]
    for last in ("fire2", "conv1", "features"):
        model = _network(names, before)
        call(answer, model, last)
        after = [bool(layer.trainable) for layer in model.layers]
        border = names.index(last)
        expected = [i > border for i in range(len(names))]
        if after == expected and model.trainable:
            continue
        outcome = L(
            f"`trainable` değerleri sırayla {expected} olmalıydı, {after} oldu. ",
            f"`trainable` should have become {expected}, layer by layer, and is {after}. ",
        )
        rows = [
            ("whole_model", not model.trainable,
             "`model.trainable = False` bütün ağı dondurur, katmanlar ne derse desin; `trainable` değerini katman katman yazın.",
             "`model.trainable = False` freezes the whole network, whatever its layers say; set `trainable` layer by layer."),
            ("unchanged", after == before,
             "Hiçbir katmanın `trainable` özelliği değişmedi.", "No layer's `trainable` has changed."),
            ("reversed", after == [not value for value in expected],
             "Ters oldu: baştaki katmanlar donmalı, sondakiler eğitilmeli.",
             "It is the wrong way round: the first layers have to be frozen, the last ones trained."),
            ("only_last", after == [value and i != border for i, value in enumerate(before)],
             f"Yalnızca `{last}` katmanını dondurdunuz; ondan öncekiler de donmalı, sonrakiler açılmalı.",
             f"You froze `{last}` alone; freeze those before it, too, and open those after it."),
            ("all_frozen", not any(after),
             "Bütün katmanlar dondu, ağ başlığı da: ağ artık öğrenemez.",
             "All layers are frozen, the head too: nothing is left to learn."),
            ("last_left_open", after == [i >= border for i in range(len(names))],
             f"`{last}` katmanı da donmalıydı.", f"`{last}` should be frozen as well."),
            ("not_opened", not all(after[border + 1 :]) and not any(after[: border + 1]),
             "Sonraki katmanları açmadınız; kimileri daha önce dondurulmuştu. Her birine `trainable = True` yazın: modelinki "
             "zaten `True` iken `model.trainable = True` hiçbir şeyi değiştirmez.",
             "You did not open the later layers; some had been frozen before. Set `trainable = True` for each: while that of the "
             "model is `True` already, `model.trainable = True` changes nothing."),
            ("wrong_layers", True, "Yanlış katmanlar dondu.", "The wrong layers are frozen."),
        ]  # fmt: skip
        name, _, *why = next(row for row in rows if row[1])
        wrong((after != expected) * outcome + L(*why), name, called=f'freeze(model, "{last}")')
    return L(
        "Sonra `compile` çağırmayı unutmayın: Keras dondurmayı o zaman görür.",
        "Do not forget to call `compile` afterwards: only then does Keras take notice.",
    )


def _network(names, trainable):
    """Return a small network of Keras: what an answer does to a real one, it may do to this one."""
    import keras

    layers = [keras.layers.Dense(1, name=name, trainable=value) for name, value in zip(names, trainable, strict=True)]
    return keras.Sequential([keras.Input((1,)), *layers])


@exercise(
    LESSON,
    "my_transfer",
    tr="Kendi transferiniz",
    en="Your own transfer",
    seconds=TRAINING * limits.CHECK_SECONDS,
)
def my_transfer(answer):
    """``answer(x_train, y_train, x_test) -> classes (n,)`` or probabilities (n, 5), right for at least half of the n."""
    from utils.datasets import load_emoji

    data = load_emoji(20, seed=SPLIT)
    given = call(answer, data.x_train, data.y_train, data.x_test, seconds=TRAINING * limits.CALL_SECONDS)
    given = require_array(given, "my_transfer(...)")
    count = len(data.y_test)
    if given.shape == (count, 5):
        given = given.argmax(axis=1)
    if given.shape == (count, 1):
        given = given[:, 0]
    expect(
        given.shape != (len(data.y_train),),
        L(
            "Eğitim resimlerinin sınıflarını döndürdünüz; test resimlerininkiler soruluyor.",
            "You returned the classes of the training pictures; those of the test pictures are asked for.",
        ),
        "training_set",
    )
    expect(
        given.shape == (count,),
        L(
            f"Her test resmi için bir sınıf, yani {(count,)} şekli bekleniyordu; {given.shape} geldi.",
            f"A class for each test picture, that is the shape {(count,)}, was expected; it is {given.shape}.",
        ),
        "shape",
    )
    score = float(np.mean(given == data.y_test))
    if score >= LEAST_ACCURACY:
        return L(f"Test doğruluğu {percent(score, 1)}.", f"Accuracy {percent(score, 1)} on the test set.")
    came, least = apart(score, LEAST_ACCURACY)
    report = L(
        f"Test doğruluğu {came}; en az {least} gerekiyor. ",
        f"The accuracy on the test set is {came}; at least {least} is needed. ",
    )
    classes = np.unique(given)
    rows = [
        ("one_class", len(classes) == 1,
         "Hep aynı sınıfı söylüyorsunuz: model eğitilmemiş.", "You always give the same class: the model is untrained."),
        ("from_one", np.array_equal(classes, np.arange(1, 6)),
         "Sınıflar 0'dan 4'e numaralı, sizinkiler 1'den 5'e.", "Classes are numbered 0 to 4, yours 1 to 5."),
        ("not_accurate_enough", True,
         "Önceden eğitilmiş ağın özniteliklerini kullanın; onları fire6'dan almayı ya da resimleri büyütmeyi deneyin.",
         "Use the features of the pretrained network; try taking them from fire6, or larger pictures."),
    ]  # fmt: skip
    name, _, *why = next(row for row in rows if row[1])
    wrong(report + L(*why), name)
