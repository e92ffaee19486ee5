"""Lesson 26: the numbers in words, the network in NumPy, the records, the explorer and the checks."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.seq2seq_attention import checks as check
from utils.lessons.seq2seq_attention import drawings
from utils.lessons.seq2seq_attention import numbers as words
from utils.lessons.seq2seq_attention.explorer import AttentionExplorer
from utils.lessons.seq2seq_attention.runs import rounded, runs, stored_weights
from utils.lessons.seq2seq_attention.translator import Translator, beam_search, cut, softmax, weights_of

VALUES_TR = {word: value for value, word in enumerate(words.UNITS_TR, 1)} | {
    word: 10 * value for value, word in enumerate(words.TENS_TR, 1)
}
VALUES_EN = {word: value for value, word in enumerate(words.UNITS_EN, 1)} | {
    word: 10 * value for value, word in enumerate(words.TENS_EN, 2)
}


def read_back(said, values, hundred, thousand, million):
    """Return the number that words say; a hundred, a thousand without a number before them count one."""
    total = group = 0
    for word in said:
        if word == hundred:
            group = (group or 1) * 100
        elif word in (thousand, million):
            total, group = total + (group or 1) * (1000 if word == thousand else 10**6), 0
        else:
            group += values[word]
    return total + group


@pytest.mark.parametrize(
    ("number", "turkish", "english"),
    [
        (1, "bir", "one"),
        (12, "on iki", "twelve"),
        (20, "yirmi", "twenty"),
        (100, "yüz", "one hundred"),
        (111, "yüz on bir", "one hundred eleven"),
        (1000, "bin", "one thousand"),
        (1001, "bin bir", "one thousand one"),
        (21_000, "yirmi bir bin", "twenty one thousand"),
        (100_100, "yüz bin yüz", "one hundred thousand one hundred"),
        (1_001_000, "bir milyon bin", "one million one thousand"),
        (305_000_047, "üç yüz beş milyon kırk yedi", "three hundred five million forty seven"),
    ],
)
def test_known_numbers(number, turkish, english):
    assert " ".join(words.turkish_words(number)) == turkish
    assert " ".join(words.english_words(number)) == english


def test_every_number_is_read_back_from_its_words():
    rng = np.random.default_rng(0)
    for number in [*range(1, 3000), *(int(n) for n in rng.integers(1, words.LIMIT, 3000)), words.LIMIT - 1]:
        assert read_back(words.turkish_words(number), VALUES_TR, "yüz", "bin", "milyon") == number
        assert read_back(words.english_words(number), VALUES_EN, "hundred", "thousand", "million") == number


def test_turkish_never_says_one_before_a_thousand_or_a_hundred():
    for number in [*range(1, 3000), 1_001_001, 101_001_101]:
        said = words.turkish_words(number)
        assert ("bir", "yüz") not in list(pairwise(said)) and said[:2] != ["bir", "bin"]
        assert not any(trio == ("milyon", "bir", "bin") for trio in zip(said, said[1:], said[2:], strict=False))


def test_numbers_outside_are_refused():
    for number in (0, -3, words.LIMIT):
        for spelled in (words.turkish_words, words.english_words):
            with pytest.raises(ValueError, match="1"):
                spelled(number)


def test_each_english_word_knows_its_turkish_words():
    numbers = words.draw_numbers(500, np.random.default_rng(3))
    for number in [12, 1001, 1112, 100_100, 1_001_512, *numbers]:
        turkish, english, places = words.turkish_words(number), words.english_words(number), words.aligned(number)
        assert len(places) == len(english) and set().union(*places) == set(range(len(turkish)))
        for word, found in zip(english, places, strict=True):
            meant = sum(VALUES_TR.get(turkish[place], 0) for place in found)
            assert meant in (0, VALUES_EN.get(word, 0)) or turkish[min(found)] in ("yüz", "bin", "milyon"), number


def test_tokens_and_padding():
    x, y = words.encode([12, 999_999_999])
    assert x.shape == (2, 14) and y.shape == (2, 16) and x[1].all()
    assert [words.SOURCE[token] for token in x[0, :3]] == ["on", "iki", ""]
    assert [words.TARGET[token] for token in y[0, :4]] == ["<s>", "twelve", "</s>", ""]
    longest = max((words.encode([n])[1] > 0).sum() for n in (777_777_777, 999_999_999))
    assert longest == 16


def test_drawn_numbers_are_different_and_short_ones_come_up():
    drawn = words.draw_numbers(5000, np.random.default_rng(0))
    assert len(set(drawn)) == 5000 and min(drawn) >= 1 and max(drawn) < words.LIMIT
    assert sum(n < 1_000_000 for n in drawn) > 800
    assert max(words.draw_numbers(300, np.random.default_rng(1), groups=2)) < 10**6


@pytest.mark.parametrize("text", ["12345", "12.345", "12,345", " 12 345 ", "12_345"])
def test_a_number_is_read_as_it_is_typed(text):
    assert words.parse_number(text) == 12345


@pytest.mark.parametrize("text", ["", "on iki", "-5", "3½", "0", "1000000000", "٣", "12e3"])
def test_what_is_no_number_is_refused_in_the_readers_language(text, reader):
    with pytest.raises(ValueError, match={"tr": "yazın", "en": "[Tt]ype"}[reader]):
        words.parse_number(text)


def keras_network(both_ways=True, attention=True):
    from utils.training import keras

    layers = keras.layers
    keras.utils.set_random_seed(0)
    source, target = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    vectors = layers.Embedding(len(words.SOURCE), 5, mask_zero=True, name="source_vectors")(source)
    if both_ways:
        gru = layers.GRU(3, return_sequences=True, return_state=True)
        states, forward, backward = layers.Bidirectional(gru, name="encoder")(vectors)
        last = layers.Concatenate()([forward, backward])
    else:
        states, last = layers.GRU(6, return_sequences=True, return_state=True, name="encoder")(vectors)
    fed = layers.Embedding(len(words.TARGET), 5, name="target_vectors")(target)
    h = layers.GRU(6, return_sequences=True, name="decoder")(fed, initial_state=last)
    if attention:
        context = layers.Attention()([h, states])
        h = layers.Dense(6, activation="tanh", name="combine")(layers.Concatenate()([context, h]))
    model = keras.Model([source, target], layers.Dense(len(words.TARGET), name="scores")(h))
    rng = np.random.default_rng(1)
    model.set_weights([weight + rng.normal(0, 0.4, weight.shape) for weight in model.get_weights()])
    return model


@pytest.mark.parametrize(("both_ways", "attention"), [(True, True), (False, True), (True, False)])
def test_the_numpy_network_is_keras_own(both_ways, attention):
    model = keras_network(both_ways, attention)
    x, y = words.encode([7, 12_345, 777_777_777])
    said, scores, maps = Translator(weights_of(model)).greedy(x, given=y[:, :-1])
    np.testing.assert_allclose(scores, np.array(model([x, y[:, :-1]])), atol=1e-5)
    assert said.shape == (3, 15) and (maps is None) == (not attention)
    if attention:
        np.testing.assert_allclose(maps.sum(axis=-1), 1)
        assert not maps[0, :, 1:].any() and maps.shape == (3, 15, 14)


def test_another_model_is_refused():
    from utils.training import keras

    with pytest.raises(ValueError, match="decoder"):
        weights_of(keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]))


def two_way():
    return Translator(stored_weights("two_way"))


def test_a_beam_of_one_is_greedy_and_a_wider_one_finds_no_less_likely_sentence():
    rng = np.random.default_rng(0)
    weights = {
        layer: [array + rng.normal(0, 0.15, array.shape) for array in arrays]
        for layer, arrays in stored_weights("two_way").items()
    }
    shaken = Translator(weights)
    x, _ = words.encode(words.draw_numbers(60, np.random.default_rng(5)))
    greedy = shaken.greedy(x)[0]
    np.testing.assert_array_equal(beam_search(shaken, x, 1), greedy)

    def total(said):
        fed = np.hstack([np.full((len(said), 1), words.START), said[:, :-1]])
        chances = np.log(softmax(shaken.greedy(x, given=fed)[1]))
        return np.where(said > 0, np.take_along_axis(chances, said[..., None], axis=2)[..., 0], 0).sum(axis=1)

    wide = beam_search(shaken, x, 33, normalized=False)
    ended = (greedy == words.END).any(axis=1)
    assert (greedy != wide).any() and (total(wide) >= total(greedy) - 1e-9)[ended].mean() > 0.95


def test_words_after_the_end_are_cut():
    np.testing.assert_array_equal(cut(np.array([[5, 2, 7, 2], [5, 6, 7, 8]])), [[5, 2, 0, 0], [5, 6, 7, 8]])


def test_seven_bits_lose_little():
    rng = np.random.default_rng(0)
    weights = {"scores": [rng.normal(size=(4, 6)), rng.normal(size=6)], "decoder": [rng.normal(size=(2, 3))]}
    stored = rounded("net", weights)
    assert stored["net_whole"].dtype == np.int8 and np.abs(stored["net_whole"]).max() <= 63
    back = stored["net_whole"][:24].reshape(4, 6) * stored["net_scale"][:6]
    assert np.abs(back - weights["scores"][0]).max() < np.abs(weights["scores"][0]).max() / 120


def test_the_explorers_networks_translate_unseen_numbers():
    x, y = check.unseen_numbers()
    for name, least in (("two_way", 0.97), ("one_way", 0.6)):
        said, _, maps = Translator(stored_weights(name)).greedy(x)
        assert check.exact_share(said, y[:, 1:]) > least and maps.max() <= 1 + 1e-12


def test_the_records_hold_their_seeds():
    found = runs()
    five, three, two = (
        ("two_way", "plain", "one_way"),
        ("own", "short", "plain_million"),
        ("plain_30",),
    )
    for names, seeds in ((five, 5), (three, 3), ((*two, "plain_million_30"), 2)):
        for name in names:
            assert found[f"{name}_right"].shape == (seeds, 15), name
            assert (found[f"{name}_right"] <= found[f"{name}_all"]).all()
            assert (found[f"{name}_all"].sum(axis=1) == 1000).all()
    assert found["two_way_beam"].shape == (5, 5) and found["two_way_slips"].shape == (5, 5)
    assert found["two_way_bin"].shape == (5, 3)
    np.testing.assert_allclose(found["two_way_looks"].sum(axis=1), 1, atol=1e-6)


def test_the_explorer_keeps_its_promises():
    check_explorer(AttentionExplorer)


def test_the_explorer_takes_the_readers_network_too():
    check_explorer(AttentionExplorer, weights=stored_weights("one_way"))
    assert AttentionExplorer(stored_weights("one_way")).value("network") == "own"


def test_the_explorer_refuses_a_network_without_attention(reader):
    weights = {name: arrays for name, arrays in stored_weights("two_way").items() if name != "combine"}
    with pytest.raises(ValueError, match={"tr": "dikkatli bir ağ", "en": "with attention"}[reader]):
        AttentionExplorer(weights)


def test_the_summary_says_whether_the_translation_is_right(reader):
    summary = AttentionExplorer(number="12").first_scene.summary
    assert "twelve" in summary and {"tr": "doğru", "en": "right"}[reader] in summary
    other = AttentionExplorer(number="900000009", network="one_way").first_scene.summary
    assert "900" in other
    assert {"tr": "Yalnızca rakam", "en": "digits only"}[reader] in AttentionExplorer(
        number="on iki"
    ).first_scene.summary


def test_the_numbers_of_the_text():
    weights = np.exp([2.0, 2.0, 0.0]) / np.exp([2.0, 2.0, 0.0]).sum()
    np.testing.assert_allclose(weights, [0.468, 0.468, 0.063], atol=5e-4)
    np.testing.assert_allclose(weights @ [[2, 0], [0, 2], [0, 0]], [0.937, 0.937], atol=5e-4)
    assert 0.4 * 0.9 > 0.6 * 0.5


@pytest.mark.parametrize("draw", [drawings.draw_encoder_decoder, drawings.draw_attention])
def test_the_drawings_speak_both_languages(draw, reader):
    figure = draw()
    texts = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert {"tr": "kod çözücü", "en": "decoder"}[reader] in texts
    plt.close(figure)


def test_decoder_pair():
    def stub(words, length): ...

    fed_and_asked = check.fed_and_asked
    assert_check(
        check.decoder_pair,
        solution=fed_and_asked,
        stub=stub,
        also_correct=(lambda w, n: ([1, *w, *[0] * (n - len(w) - 1)], [*w, 2, *[0] * (n - len(w) - 1)]),),
        wrong={
            "swapped": lambda w, n: fed_and_asked(w, n)[::-1],
            "no_end": lambda w, n: (fed_and_asked(w, n)[0], [*w, *[0] * (n - len(w))]),
            "no_start": lambda w, n: ([*w, *[0] * (n - len(w))], fed_and_asked(w, n)[1]),
            "not_padded": lambda w, n: ([1, *w], [*w, 2]),
            "wrong_value": lambda w, n: fed_and_asked(w[::-1], n),
        },
    )


def attention_of(make):
    def answer(query, keys, values, mask):
        weights = make(keys @ query, mask)
        return weights @ values, weights

    return answer


def test_attend_one():
    def stub(query, keys, values, mask): ...

    assert_check(
        check.attend_one,
        solution=check.attended,
        stub=stub,
        also_correct=(attention_of(lambda scores, mask: softmax(np.where(mask, scores, -1e20))),),
        wrong={
            "weights_first": lambda *case: check.attended(*case)[::-1],
            "mask_ignored": attention_of(lambda scores, mask: softmax(scores)),
            "mask_as_zero_score": attention_of(lambda scores, mask: softmax(scores * mask)),
            "mask_after_softmax": attention_of(lambda scores, mask: softmax(scores) * mask),
            "divided_by_root": lambda q, k, v, m: check.attended(q / len(q) ** 0.5, k, v, m),
            "equal_weights": attention_of(lambda scores, mask: mask / mask.sum()),
            "wrong_value": attention_of(lambda scores, mask: softmax(np.where(mask, 2 * scores, -np.inf))),
        },
    )


def test_additive_scores():
    def stub(query, keys, w_q, w_k, v): ...

    assert_check(
        check.additive_scores,
        solution=check.additive,
        stub=stub,
        also_correct=(lambda q, k, wq, wk, v: [float(np.tanh(q @ wq + key @ wk) @ v) for key in k],),
        wrong={
            "no_tanh": lambda q, k, wq, wk, v: (q @ wq + k @ wk) @ v,
            "v_forgotten": lambda q, k, wq, wk, v: np.tanh(q @ wq + k @ wk),
            "query_ignored": lambda q, k, wq, wk, v: np.tanh(k @ wk) @ v,
            "tanh_of_each": lambda q, k, wq, wk, v: (np.tanh(q @ wq) + np.tanh(k @ wk)) @ v,
            "wrong_value": lambda q, k, wq, wk, v: -check.additive(q, k, wq, wk, v),
        },
    )


def test_exact_match():
    def stub(said, target): ...

    assert_check(
        check.exact_match,
        solution=check.exact_share,
        stub=stub,
        also_correct=(lambda s, t: [float(((s == t) | (t == 0)).all(axis=1).mean())],),
        wrong={
            "after_the_end": lambda s, t: (s == t).all(axis=1).mean(),
            "right_words": lambda s, t: (s == t)[t > 0].mean(),
            "end_ignored": lambda s, t: ((s == t) | (np.cumsum(t == 2, axis=1) > 0)).all(axis=1).mean(),
            "count": lambda s, t: ((s == t) | (t == 0)).all(axis=1).sum(),
            "wrong_value": lambda s, t: 0.5,
        },
    )


def test_beam_step():
    def stub(totals, log_probabilities, beam): ...

    def of_table(table, beam):
        best = np.argsort(-table, axis=None)[:beam]
        rows, columns = np.unravel_index(best, table.shape)
        return rows, columns, table[rows, columns]

    def by_place(totals, log_p, beam):
        rows, columns, sums = check.continued(totals, log_p, beam)
        order = np.lexsort((columns, rows))
        return rows[order], columns[order], sums[order]

    def sorted_if_small(totals, log_p, beam):  # as np.argpartition has it on some processors
        return (check.continued if log_p.size <= 256 else by_place)(totals, log_p, beam)

    assert check.beam_step(sorted_if_small).misconception == "unordered"
    assert_check(
        check.beam_step,
        solution=check.continued,
        stub=stub,
        also_correct=(lambda *case: [list(part) for part in check.continued(*case)],),
        wrong={
            "old_totals_ignored": lambda totals, log_p, beam: of_table(log_p, beam),
            "worst_first": lambda *case: tuple(part[::-1] for part in check.continued(*case)),
            "unordered": by_place,
            "multiplied": lambda totals, log_p, beam: of_table(totals[:, None] * log_p, beam),
            "wrong_value": lambda totals, log_p, beam: of_table(totals[:, None] + 2 * log_p, beam),
        },
    )


def test_best_hypothesis():
    def stub(sums, lengths, alpha): ...

    assert_check(
        check.best_hypothesis,
        solution=lambda s, n, a: int(np.argmax(s / n**a)),
        stub=stub,
        also_correct=(lambda s, n, a: max(range(len(s)), key=lambda i: s[i] / n[i] ** a),),
        wrong={
            "alpha_ignored": lambda s, n, a: int((s / n).argmax()),
            "no_normalization": lambda s, n, a: int(s.argmax()),
            "multiplied": lambda s, n, a: int((s * n**a).argmax()),
            "value": lambda s, n, a: float((s / n**a).max()),
            "wrong_value": lambda s, n, a: len(s) - 1,
        },
    )


class Answering:
    """Stands for a trained Keras model that writes the right words for a share of the check's numbers."""

    def __init__(self, share=1.0, count=12_000):
        self._share, self._count = share, count

    def count_params(self):
        return self._count

    def __call__(self, inputs):
        _, y = check.unseen_numbers()
        scores = np.eye(len(words.TARGET))[y[:, 1:]]
        scores[round(self._share * len(y)) :, 0] = np.eye(len(words.TARGET))[31]
        return scores


class Flat(Answering):
    def __call__(self, inputs):
        return super().__call__(inputs)[:, 0]


class Refusing(Answering):
    def __call__(self, inputs):
        raise ValueError("one input only")


class Diverged(Answering):
    def __call__(self, inputs):
        return super().__call__(inputs) * np.nan


def test_small_translator():
    def stub(): ...

    assert_check(
        check.small_translator,
        solution=Answering,
        stub=stub,
        also_correct=(lambda: Answering(0.9, 14_999),),
        wrong={
            "no_return": lambda: print(end=""),
            "too_many_parameters": lambda: Answering(count=15_000),
            "not_good_enough": lambda: Answering(0.88),
            "not_trained": lambda: Answering(0.0),
            "shape": Flat,
            "refuses_input": Refusing,
            "not_finite": Diverged,
        },
        examples=5,
    )


def test_training_on_the_test_numbers_is_found():
    from utils.training import keras

    x, y = check.unseen_numbers()

    def answer():
        model = keras_network()
        model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0))
        model.fit([x, y[:, :-1]], y[:, 1:], verbose=0, batch_size=250)
        return model

    assert check.small_translator(answer).misconception == "trained_on_test_set"
