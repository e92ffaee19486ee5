"""Checks of lesson 18_transfer_learning."""

import contextlib
import itertools
from types import SimpleNamespace
from unittest import mock

import numpy as np

from utils.checks import limits
from utils.checks.engine import StudentError, call, exercise, expect, refuse, wrong
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
    """``answer(blocks, frozen, features, classes) -> int``: parameters of the blocks that are trained and of the head."""
    beliefs = [
        ("locked_counted", lambda b, k, f, c: sum(b[:k]) + (f + 1) * c,
         "Dondurulmuş blokları saydınız; eğitilen bloklar `blocks[frozen:]` ile bulunur.",
         "You counted the frozen blocks; those that are trained are `blocks[frozen:]`."),
        ("all_blocks", lambda b, k, f, c: sum(b) + (f + 1) * c,
         "Dondurulmuş blokların parametreleri ağda bulunur, ama eğitilmez.",
         "The parameters of frozen blocks are in the network, but they are not trained."),
        ("no_head", lambda b, k, f, c: sum(b[k:]),
         "Ağ başlığı hep eğitilir; onun parametrelerini de ekleyin.", "The head is always trained; add its parameters, too."),
        ("head_only", lambda b, k, f, c: (f + 1) * c,
         "Yalnızca ağ başlığını saydınız; dondurulmamış blokların parametrelerini de ekleyin.",
         "You counted the head alone; add the parameters of the blocks that are not frozen."),
        ("no_bias", lambda b, k, f, c: sum(b[k:]) + f * c,
         "Ağ başlığında her sınıf için bir de bias vardır.", "The head also has a bias for each class."),
        ("off_by_one", lambda b, k, f, c: sum(b[k + 1 :]) + (f + 1) * c,
         "Bir blok fazla dondurdunuz; eğitilen ilk blok `blocks[frozen]` olmalı.",
         "You froze one block too many; the first one that is trained is `blocks[frozen]`."),
        ("locked_too_few", lambda b, k, f, c: sum(b[k - 1 :]) + (f + 1) * c,
         "Bir blok az dondurdunuz; eğitilen ilk blok `blocks[frozen]` olmalı.",
         "You froze one block too few; the first one that is trained is `blocks[frozen]`."),
        ("one_bias", lambda b, k, f, c: sum(b[k:]) + f * c + 1,
         "Ağ başlığında tek bir bias değil, her sınıf için bir bias vardır.",
         "The head has a bias for each class, not a single one."),
        ("bias_of_each_feature", lambda b, k, f, c: sum(b[k:]) + f * (c + 1),
         "Her öznitelik için değil, her sınıf için bir bias vardır: `(features + 1) * classes`.",
         "There is a bias for each class, not for each feature: `(features + 1) * classes`."),
        ("blocks_not_summed", lambda b, k, f, c: len(b[k:]) + (f + 1) * c,
         "Eğitilen blokların kaç tane olduğunu eklediniz; parametrelerini toplayın.",
         "You added how many blocks are trained; add up their parameters instead."),
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
            "İki parçayı toplayın: `blocks[frozen:]` ve başlığın ağırlıkları ile bias'ları.",
            "Add two parts: `blocks[frozen:]`, and the weights and biases of the head.",
        ),
        remark=(
            "Dondurulan her blok bu sayıyı düşürür; ağ başlığınınkiler ise hep kalır.",
            "Each frozen block lowers the number, whereas the parameters of the head always stay.",
        ),
    )


def _turned(pictures):
    return pictures[..., ::-1].astype(float)


@exercise(LESSON, "prepare", tr="Resmi hazırlayın", en="Prepare the picture")
def prepare(answer):
    """``answer(pictures uint8 (n, h, w, 3)) -> (n, h, w, 3)``: blue, green, red, minus the mean of each."""
    divided = (
        "Bölmeyin: bu ağırlıklar 0–1 arası değil, 0–255 arası piksellerle eğitildi.",
        "Do not divide: these weights were trained on pixels from 0 to 255, not from 0 to 1.",
    )
    axis = (
        "Başka bir ekseni ters çevirdiniz; kanallar son eksendedir.",
        "You reversed another axis; the channels are the last one.",
    )
    wrapped = (
        "uint8 sayılar sıfırın altına inemez; önce `astype(float)` yazın ve sonucu uint8'e çevirmeyin.",
        "uint8 numbers cannot go below zero; use `astype(float)` first, and do not convert the result back to uint8.",
    )
    beliefs = [
        ("red_first", lambda x: x - MEAN_BGR,
         "Kanallar hâlâ kırmızı, yeşil, mavi sırasında; `[..., ::-1]` ile ters çevirin.",
         "The channels are still in the order red, green, blue; reverse them with `[..., ::-1]`."),
        ("red_first_still", lambda x: x - MEAN_BGR[::-1],
         "Her kanaldan doğru ortalamayı çıkardınız, ama kanallar hâlâ kırmızı, yeşil, mavi sırasında; `[..., ::-1]` ile ters "
         "çevirin.",
         "You subtracted the right mean from each channel, but the channels are still in the order red, green, blue; reverse "
         "them with `[..., ::-1]`."),
        ("mean_first", lambda x: (x - MEAN_BGR)[..., ::-1],
         "Ortalamalar mavi, yeşil, kırmızı sırasında olduğu için önce kanalları çevirin, sonra çıkarın.",
         "The means are in the order blue, green, red, so reverse the channels first, then subtract."),
        ("no_mean", _turned, "Kanalları çevirdiniz, ama ortalamayı çıkarmadınız.",
         "You reversed the channels, but did not subtract the mean."),
        ("one_mean", lambda x: _turned(x) - MEAN_BGR.mean(),
         "Her kanaldan kendi ortalaması çıkarılır, oysa siz üçünden de aynı sayıyı çıkardınız.",
         "Each channel has its own mean, but you subtracted the same number from all three."),
        ("own_mean", lambda x: _turned(x) - _turned(x).mean(axis=(0, 1, 2)),
         "Bu resimlerin kendi ortalamasını çıkardınız; ağın eğitildiği resimlerin ortalamasını, `MEAN_BGR`'yi çıkarın.",
         "You subtracted the mean of these pictures; subtract that of the pictures that the network was trained on, `MEAN_BGR`."),
        ("added", lambda x: _turned(x) + MEAN_BGR,
         "Ortalamayı eklediniz, oysa çıkarmalısınız.", "You added the mean instead of subtracting it."),
        ("sign", lambda x: MEAN_BGR - _turned(x),
         "Çıkarmanın yönü ters: piksellerden ortalamayı çıkarın.",
         "The subtraction is the wrong way round: subtract the mean from the pixels."),
        ("divided", lambda x: x / 255, *divided),
        ("divided", lambda x: _turned(x) / 255, *divided),
        ("divided", lambda x: (_turned(x) - MEAN_BGR) / 255, *divided),
        ("divided", lambda x: _turned(x) / 255 - MEAN_BGR, *divided),
        ("axis", lambda x: x[:, ::-1] - MEAN_BGR, *axis),
        ("axis", lambda x: x[:, :, ::-1] - MEAN_BGR, *axis),
        ("axis", lambda x: x[::-1] - MEAN_BGR, *axis),
        ("all_axes", lambda x: x[::-1, ::-1, ::-1, ::-1] - MEAN_BGR,
         "Kanallarla birlikte öbür eksenleri de ters çevirdiniz; yalnızca son ekseni çevirin: `[..., ::-1]`.",
         "You reversed the other axes along with the channels; reverse only the last one: `[..., ::-1]`."),
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
            "The network now gets numbers of the kind that it was trained on.",
        ),
    )


@exercise(LESSON, "locked_at", tr="Kademeli çözme planı", en="A plan of gradual unfreezing")
def locked_at(answer):
    """``answer(epoch, blocks, every) -> int``: frozen blocks, one fewer after each ``every`` epochs, at least 0."""
    beliefs = [
        ("negative", lambda e, b, v: b - e // v,
         "Bütün bloklar çözüldükten sonra sonuç eksiye iniyor; en az 0 olmalı.",
         "Once all blocks have been unfrozen, the number goes below zero; it has to be at least 0."),
        ("opened_counted", lambda e, b, v: min(e // v, b),
         "Çözülen blokları saydınız; kaç bloğun dondurulmuş kaldığı soruluyor.",
         "You counted the blocks that have been unfrozen; the question is how many are still frozen."),
        ("every_epoch", lambda e, b, v: max(b - e, 0),
         "Her epokta bir blok çözdünüz; `every` epokta bir blok çözülmeli.",
         "You unfreeze a block in each epoch; it should be one block every `every` epochs."),
        ("one_too_early", lambda e, b, v: max(b - 1 - e // v, 0),
         "İlk epoklarda bütün bloklar dondurulmuştur, çünkü önce yalnızca ağ başlığı öğrenir.",
         "In the first epochs all blocks are frozen, because only the head learns at first."),
        ("opened_too_early", lambda e, b, v: max(b - (e + 1) // v, 0),
         "Bloklar bir epok erken çözülüyor: `epoch` 0'dan sayıldığı için o ana dek biten epokların sayısını zaten verir.",
         "Blocks are unfrozen an epoch too early: `epoch` counts from 0, so it already says how many epochs are over."),
        ("opened_too_late", lambda e, b, v: max(b - max(e - 1, 0) // v, 0),
         "Bloklar bir epok geç çözülüyor: `epoch` 0'dan sayıldığı için o ana dek tam `epoch` epok bitmiştir.",
         "Blocks are unfrozen an epoch too late: `epoch` counts from 0, so exactly `epoch` epochs are over by then."),
        ("never_all_open", lambda e, b, v: max(b - e // v, 1),
         "Sonunda bütün bloklar çözülür; alt sınır 1 değil, 0 olmalı.",
         "In the end all blocks are unfrozen; the lower limit is 0, not 1."),
        ("remainder", lambda e, b, v: max(b - e % v, 0),
         "`%` kalanı verir; kaç kez `every` epok geçtiğini `//` ile bulursunuz.",
         "`%` gives the remainder; `//` tells how many times `every` epochs have passed."),
        ("multiplied", lambda e, b, v: b - e * v,
         "Her epokta `every` blok çözdünüz; `every` epokta bir blok çözülmeli.",
         "You unfreeze `every` blocks in each epoch; it should be one block in `every` epochs."),
        ("rounded", lambda e, b, v: round(max(b - e / v, 0)),
         "Yuvarlamak bloğu erken çözer; tam sayı bölmesi `//` kullanın.", "Rounding unfreezes a block too early; use `//`."),
        ("rounded_up", lambda e, b, v: max(b - -(-e // v), 0),
         "Yukarı yuvarlamak bloğu erken çözer; tam sayı bölmesi `//` kullanın.",
         "Rounding up unfreezes a block too early; use `//`."),
        ("not_whole", lambda e, b, v: max(b - e / v, 0),
         "Bir bloğun yarısı çözülmez; tam sayı bölmesi `//` kullanın.", "Half a block cannot be unfrozen; use `//`."),
    ]  # fmt: skip
    return judge(
        answer,
        [(epoch, blocks, every) for blocks, every in ((9, 2), (4, 3), (15, 1)) for epoch in (0, 1, 2, 3, 5, 6, 11, 30)],
        lambda e, b, v: max(b - e // v, 0),
        beliefs,
        otherwise=(
            "wrong_number",
            "Kaç kez `every` epok bittiğini `epoch // every` ile sayın, `blocks` değerinden çıkarın ve 0'ın altına inmeyin.",
            "Count how often `every` epochs are over, `epoch // every`; subtract that from `blocks`, but not below 0.",
        ),
        remark=(
            "Önce ağ başlığı öğrenir, sonra sondan başa doğru bloklar.",
            "First the head learns, then the blocks, from the last to the first.",
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
             "Verilen modelin hiçbir katmanında `trainable` özelliği değişmedi.",
             "`trainable` did not change in any layer of the model that was given."),
            ("reversed", after == [not value for value in expected],
             "Tersini yaptınız: baştaki katmanlar dondurulmalı, sondakiler eğitilmeli.",
             "It is the wrong way round: the first layers have to be frozen, and the last ones trained."),
            ("only_last", after == [value and i != border for i, value in enumerate(before)],
             f"Yalnızca `{last}` katmanını dondurdunuz; ondan öncekileri de dondurun, sonrakileri çözün.",
             f"You froze `{last}` alone; freeze the layers before it, too, and unfreeze those after it."),
            ("all_frozen", not any(after),
             "Başlık da içinde olmak üzere bütün katmanları dondurdunuz; ağ artık öğrenemez.",
             "All layers are frozen, the head included, so nothing is left that could learn."),
            ("last_left_open", after == [i >= border for i in range(len(names))],
             f"`{last}` katmanı da dondurulmalıydı.", f"The layer `{last}` should be frozen as well."),
            ("not_opened", after[border + 1 :] == before[border + 1 :] and not any(after[: border + 1]),
             "Sonraki katmanları çözmediniz; bazıları daha önce dondurulmuştu. Her birine `trainable = True` yazın, çünkü "
             "modelinki zaten `True` iken `model.trainable = True` hiçbir şeyi değiştirmez.",
             "You did not unfreeze the later layers, some of which had been frozen before. Set `trainable = True` for each, "
             "because `model.trainable = True` changes nothing while that of the model is `True` already."),
            ("wrong_layers", True, "Yanlış katmanları dondurdunuz.", "The wrong layers are frozen."),
        ]  # fmt: skip
        name, _, *why = next(row for row in rows if row[1])
        wrong((after != expected) * outcome + L(*why), name, called=f'freeze(model, "{last}")')
    return L(
        "Bundan sonra `compile` çağırmayı unutmayın; Keras neyin dondurulduğunu ancak o zaman görür.",
        "Do not forget to call `compile` afterwards; only then does Keras take notice of what is frozen.",
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
            "Eğitim resimlerinin sınıflarını döndürdünüz; test resimlerinin sınıfları soruluyor.",
            "You returned the classes of the training pictures; the task asks for those of the test pictures.",
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
         "Bütün resimlere aynı sınıfı verdiniz; model eğitilmemiş olmalı.",
         "You give all pictures the same class; the model seems to be untrained."),
        ("from_one", np.array_equal(classes, np.arange(1, 6)),
         "Sınıflar 0'dan 4'e kadar numaralıdır, sizinkiler ise 1'den 5'e kadar.",
         "The classes are numbered from 0 to 4, yours from 1 to 5."),
        ("not_accurate_enough", True,
         "Önceden eğitilmiş ağın özniteliklerini kullanın; onları fire6'dan almayı ya da resimleri büyütmeyi deneyin.",
         "Use the features of the pretrained network; try taking them from fire6, or enlarging the pictures."),
    ]  # fmt: skip
    name, _, *why = next(row for row in rows if row[1])
    wrong(report + L(*why), name)


SPARSE = "sparse_categorical_crossentropy"
FIRST, SECOND = (0.001, 3), (0.0001, 2)  # rate and epochs of the two stages of the recipe


@exercise(LESSON, "two_stages", tr="Tarifi yazın", en="Write the recipe", seconds=4 * limits.CHECK_SECONDS)
def two_stages(answer):
    """``answer(model, base, x, y)`` trains the head for 3 epochs at 0.001, then everything for 2 epochs at 0.0001."""
    model, base = _nested()
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(20, 4)).astype("float32"), rng.integers(0, 3, 20)
    with _trainings(model, base) as trainings:
        try:
            call(answer, model, base, x, y, seconds=4 * limits.CALL_SECONDS)
        except StudentError as problem:
            _explain(problem.error, model)
            raise
    first = list(itertools.takewhile(lambda training: not training.base, trainings))
    second = trainings[len(first) :]
    epochs = [sum(training.epochs for training in stage) for stage in (first, second)]
    rates = [{training.rate for training in stage} for stage in (first, second)]
    refuse(
        ("no_fit", not trainings,
         "Verilen modelin `fit`i hiç çağrılmadı; onu `model.fit(x, y, ...)` ile eğitin.",
         "The `fit` of the model that was given was never called; train it with `model.fit(x, y, ...)`."),
        ("not_frozen", not first,
         "Gövde ilk aşamada da eğitildi. Önce `base.trainable = False` yazın, sonra derleyin.",
         "The backbone was trained in the first stage as well. Write `base.trainable = False` first, then compile."),
        ("head_frozen", not first or not first[0].head,
         "İlk aşamada başlık da öğrenemedi. Bütün modeli değil, yalnızca gövdeyi dondurun: `base.trainable = False`.",
         "In the first stage the head could not learn either. Freeze the backbone alone, not the whole model: "
         "`base.trainable = False`."),
        ("one_stage", len(trainings) == 1,
         "Yalnızca bir aşama var. Gövdeyi çözün, yeniden derleyin ve bir kez daha `fit` çağırın.",
         "There is only one stage. Unfreeze the backbone, compile again, and call `fit` once more."),
        ("still_frozen", not second and not base.trainable,
         "Gövde ikinci aşamada da dondurulmuş kaldı; `base.trainable = True` yazın.",
         "The backbone is still frozen in the second stage; write `base.trainable = True`."),
        ("not_compiled_again", not second,
         "Gövdeyi çözdünüz, ama ağırlıkları hiç değişmedi: `trainable` değişince yeniden `compile` çağırmak gerekir.",
         "You unfroze the backbone, but its weights did not change at all: after `trainable` has changed, call `compile` again."),
        ("frozen_again", not all(training.base and training.head for training in second),
         "İkinci aşamada başlık da gövde de eğitilmeli.",
         "In the second stage both the head and the backbone have to be trained."),
        ("same_rate", bool(second) and rates[0] == rates[1],
         "İkinci aşamanın öğrenme oranı da aynı. Eğitilmiş ağırlıklar daha küçük bir oran ister: 0,0001.",
         "The second stage has the same learning rate. Pretrained weights call for a smaller one: 0.0001."),
        ("rates_swapped", _near(rates[0], SECOND[0]) and _near(rates[1], FIRST[0]),
         "Oranların yeri değişmiş: başlık 0,001 ile, bütün ağ 0,0001 ile eğitilmeli.",
         "The rates are swapped: the head is trained at 0.001, the whole network at 0.0001."),
        ("wrong_rate", not (_near(rates[0], FIRST[0]) and _near(rates[1], SECOND[0])),
         "Oranlar ilk aşamada 0,001, ikincisinde 0,0001 olmalı.",
         "The rates have to be 0.001 in the first stage and 0.0001 in the second."),
        ("wrong_epochs", epochs != [FIRST[1], SECOND[1]],
         f"İlk aşamada 3, ikincisinde 2 epok istenmişti; sizinki {epochs[0]} ve {epochs[1]} epok eğitti.",
         f"The task asks for 3 epochs in the first stage and 2 in the second; yours trained for {epochs[0]} and {epochs[1]}."),
        ("other_optimizer", {training.optimizer for training in trainings} != {"Adam"},
         "Her iki aşamada da Adam kullanın: `keras.optimizers.Adam(oran)`.",
         "Use Adam in both stages: `keras.optimizers.Adam(rate)`."),
        called=None,
    )  # fmt: skip
    return L(
        "Gövde ilk aşamada hiç değişmedi, ikincisinde ise başlıkla birlikte öğrendi.",
        "The backbone did not change in the first stage, and learned together with the head in the second.",
    )


def _explain(error, model):
    """End the check where an error of Keras comes from how ``model`` was compiled; else return."""
    of_keras = type(error).__name__ in ("ValueError", "InvalidArgumentError")
    refuse(
        ("never_compiled", of_keras and not model.compiled and "compile" in str(error),
         "Model derlenmeden eğitilemez; `fit`ten önce `model.compile(...)` çağırın.",
         "A model cannot be trained before it is compiled; call `model.compile(...)` before `fit`."),
        ("wrong_loss", of_keras and isinstance(getattr(model, "loss", None), str) and model.loss != SPARSE,
         f"Kayıp `{SPARSE}` olmalı: `y` sınıf numaralarını tutar ve derlediğiniz kayıp onlarla çalışmıyor.",
         f"The loss has to be `{SPARSE}`: `y` holds the numbers of the classes, and the loss that you compiled with does not "
         "work with them."),
        called=None,
    )  # fmt: skip


def _near(rates, wanted):
    return all(abs(rate / wanted - 1) < 1e-3 for rate in rates)


def _nested():
    """Return a small model and the backbone that stands in it as a layer, as in the recipe."""
    import keras

    base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, activation="tanh")], name="base")
    inputs = keras.Input((4,))
    outputs = keras.layers.Dense(3, activation="softmax", name="head")(base(inputs, training=False))
    return keras.Model(inputs, outputs), base


@contextlib.contextmanager
def _trainings(model, base):
    """Give a list with an entry for each ``fit`` of ``model``: rate, epochs, optimizer; whether ``base`` and ``head`` moved."""
    import keras

    trainings, fit = [], keras.Model.fit

    def watched(self, *args, **kwargs):
        if self is not model:
            return fit(self, *args, **kwargs)
        parts = {"base": base, "head": model.get_layer("head")}
        before = {name: part.get_weights() for name, part in parts.items()}
        history = fit(self, *args, **kwargs)
        moved = {name: not all(map(np.array_equal, before[name], part.get_weights())) for name, part in parts.items()}
        rate, optimizer = float(self.optimizer.learning_rate), type(self.optimizer).__name__
        trainings.append(SimpleNamespace(rate=rate, epochs=len(history.epoch), optimizer=optimizer, **moved))
        return history

    with mock.patch.object(keras.Model, "fit", watched):
        yield trainings
