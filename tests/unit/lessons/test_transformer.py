"""Lesson 27: its lines, its network in NumPy, the explorer, the records and the checks."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.language import use_language
from utils.lessons.transformer import checks as check
from utils.lessons.transformer import drawings, lines, network
from utils.lessons.transformer.explorer import AttentionExplorer
from utils.lessons.transformer.runs import COLUMNS, runs


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_lines_are_derived_words_and_no_headword_is_on_both_sides(language):
    train, test, vocabulary = lines.derived_lines(language)
    heads = [{line.partition(": ")[0] for line in part} for part in (train, test)]
    assert not heads[0] & heads[1] and len(test) == lines.TEST == len(heads[1])
    assert vocabulary[0] == lines.END and max(map(len, train)) <= lines.LENGTH - 2
    assert {"tr": 9000, "en": 3000}[language] < len(train) < {"tr": 10_000, "en": 3600}[language]
    assert np.mean([lines.uses_stem(line) for line in test]) > 0.8


def test_only_the_gloss_is_asked():
    vocabulary = (lines.END, *sorted(set("evsiz: evi olmayan")))
    x, y = lines.encode(["evsiz: evi olmayan"], vocabulary)
    written = "".join(vocabulary[token] for token in y[0] if token >= 0)
    assert written == "evi olmayan" + lines.END
    assert "".join(vocabulary[token] for token in x[0][:19]) == lines.END + "evsiz: evi olmayan"
    first = int(np.argmax(y[0] >= 0))
    assert vocabulary[x[0, first]] == " " and vocabulary[y[0, first]] == "e"


def test_the_stem_is_found_at_the_beginning_of_a_word_only():
    assert lines.uses_stem("telefonsuz: telefonu olmayan") and not lines.uses_stem("telefonsuz: cep aygıtı olmayan")
    assert not lines.uses_stem("telefonsuz: otelefon")


def build_gpt(keras, letters, size=48, heads=4):
    """Return the lesson's GPT, untrained."""
    layers = keras.layers
    tokens = keras.Input((lines.LENGTH,), dtype="int32")
    x = layers.Embedding(letters, size)(tokens)
    x = places(keras)()(x)
    for _ in range(2):
        seen = layers.LayerNormalization()(x)
        x = layers.Add()([x, layers.MultiHeadAttention(heads, size // heads)(seen, seen, use_causal_mask=True)])
        thought = layers.Dense(2 * size, activation="relu")(layers.LayerNormalization()(x))
        x = layers.Add()([x, layers.Dense(size)(thought)])
    return keras.Model(tokens, layers.Dense(letters)(layers.LayerNormalization()(x)))


def places(keras):
    class Positions(keras.layers.Layer):
        def build(self, shape):
            self.vectors = self.add_weight(shape=shape[1:])

        def call(self, x):
            return x + self.vectors

    return Positions


def test_the_numpy_network_is_keras_own():
    from utils.training import keras

    keras.utils.set_random_seed(0)
    vocabulary = (lines.END, *"abcdefgh: ")
    model = build_gpt(keras, len(vocabulary))
    rng = np.random.default_rng(1)
    model.set_weights([weight + rng.normal(0, 0.1, weight.shape) for weight in model.get_weights()])
    ours = network.LetterGPT(model.get_weights(), vocabulary)
    text = "abba: hag"
    maps, scores = ours.read(text)
    x, _ = lines.encode([text], vocabulary)
    np.testing.assert_allclose(scores, np.array(model(x))[0, : len(scores)], atol=1e-3)
    assert maps.shape == (2, 4, len(text) + 1, len(text) + 1)
    np.testing.assert_allclose(maps.sum(axis=-1), 1, atol=1e-5)
    assert np.triu(maps, 1).max() == 0  # nobody looks ahead


def test_another_network_is_refused_in_the_readers_language(reader):
    with pytest.raises(ValueError, match={"tr": "dersteki GPT", "en": "lesson's GPT"}[reader]):
        network.LetterGPT([np.ones((3, 3))], ("\n", "a", "b"))


def test_the_explorer_keeps_its_promises():
    check_explorer(AttentionExplorer)


def test_the_explorer_takes_the_readers_own_network():
    recorded = network.recorded_network("en")
    weights = [recorded.vectors, recorded.places, *itertools.chain(*recorded.blocks), *recorded.last]
    use_language("en")
    model = SimpleNamespace(get_weights=lambda: weights)
    explorer = AttentionExplorer(model, recorded.vocabulary, text="QUEEN 7!")
    assert explorer.first_scene.summary == AttentionExplorer(text="queen ").first_scene.summary


def test_the_button_writes_until_the_line_ends():
    use_language("en")
    explorer = AttentionExplorer(text="teacherly: ", temperature=0.2)
    for _ in range(45):
        before = explorer.value("text")
        explorer.set(next=None)
        after = explorer.value("text")
        assert after == before or (after[:-1] == before and len(after) <= lines.LENGTH - 1)
    assert "teacher" in after.partition(": ")[2]


def test_top_k_and_top_p_cut_what_they_should():
    chances = np.array([0.15, 0.5, 0.05, 0.3])
    assert network.kept(chances, 4, 1.0).all()
    assert network.kept(chances, 2, 1.0).tolist() == [False, True, False, True]
    assert network.kept(chances, 4, 0.9).tolist() == [True, True, False, True]
    assert network.kept(chances, 4, 0.1).tolist() == [False, True, False, False]
    assert network.kept(chances, 1, 0.9).sum() == 1


def test_copying_finds_the_letter_after_the_twin():
    attention = np.zeros((1, 2, 4, 4))
    attention[0, 0] = np.eye(4)
    attention[0, 1, 2, 1] = attention[0, 1, 3, 2] = 1  # tokens 5 6 5 6: the second 5 looks at the first 6
    np.testing.assert_allclose(network.copying(attention, [5, 6, 5, 6]), [[0, 1]])
    assert not network.copying(attention, [1, 2, 3, 4]).any()


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_recorded_network_copies(language):
    trained = network.recorded_network(language)
    maps, _ = trained.read({"tr": "zürafasız: zürafa", "en": "teacherly: in a teacher"}[language])
    text = lines.END + {"tr": "zürafasız: zürafa", "en": "teacherly: in a teacher"}[language]
    assert network.copying(maps, [trained.token[letter] for letter in text]).max() > 0.25


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_records_say_what_the_lesson_tells(language):
    recorded = runs(language)
    assert all(set(values) == set(COLUMNS) and len(values["test"]) == 5 for values in recorded.values())
    gpt, lstm, unplaced = recorded["gpt"], recorded["lstm"], recorded["unplaced"]
    assert gpt["test"].mean() < lstm["test"].mean() and gpt["stem"].min() > lstm["stem"].max()
    assert gpt["test"].max() < unplaced["test"].min() and gpt["stem"].min() > unplaced["stem"].max()


def test_the_drawings_have_words_in_both_languages():
    for language, word in (("tr", "artık"), ("en", "residual")):
        use_language(language)
        figure = drawings.draw_gpt()
        assert any(word in text.get_text() for text in figure.axes[0].texts)
        plt.close(figure)
        figure = drawings.show_attention(np.zeros((2, 4, 3, 3)), "ab")
        assert len(figure.axes) == 8
        plt.close(figure)


def applied(tokens, merges, first, number=lambda first, k: first + k):
    for k, pair in enumerate(merges):
        result, i = [], 0
        while i < len(tokens):
            together = tuple(tokens[i : i + 2]) == tuple(pair)
            result.append(number(first, k) if together else tokens[i])
            i += 2 if together else 1
        tokens = result
    return list(tokens)


def test_apply_merges():
    def stub(tokens, merges, first): ...

    assert_check(
        check.apply_merges,
        solution=applied,
        stub=stub,
        also_correct=(lambda *a: np.array(applied(*a)), lambda *a: tuple(applied(*a))),
        wrong={
            "same_number": lambda t, m, f: applied(t, m, f, lambda first, k: first),
            "counted_from_one": lambda t, m, f: applied(t, m, f + 1),
            "first_merge_only": lambda t, m, f: applied(t, m[:1], f),
            "nothing_merged": lambda t, m, f: list(t),
            "latest_first": lambda t, m, f: applied(t, m[::-1], f, lambda first, k: first + len(m) - 1 - k),
            "shape": lambda t, m, f: applied(t, m, 0),
            "wrong_value": lambda t, m, f: [0] * len(applied(t, m, f)),
        },
    )


def softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def test_attend():
    def stub(query, keys, values): ...

    assert_check(
        check.attend,
        solution=lambda q, k, v: softmax(k @ q / np.sqrt(len(q))) @ v,
        stub=stub,
        also_correct=(
            lambda q, k, v: np.einsum("n,nt->t", softmax((q[None] * k).sum(axis=1) / len(q) ** 0.5), v),
            lambda q, k, v: list(softmax(k @ q / np.sqrt(len(q))) @ v),
        ),
        wrong={
            "not_scaled": lambda q, k, v: softmax(k @ q) @ v,
            "scaled_by_size": lambda q, k, v: softmax(k @ q / len(q)) @ v,
            "no_softmax": lambda q, k, v: (k @ q / np.sqrt(len(q))) @ v,
            "no_sum": lambda q, k, v: np.exp(k @ q / np.sqrt(len(q))) @ v,
            "weights_returned": lambda q, k, v: softmax(k @ q / np.sqrt(len(q))),
            "not_summed": lambda q, k, v: softmax(k @ q / np.sqrt(len(q)))[:, None] * v,
            "best_only": lambda q, k, v: v[np.argmax(k @ q)],
            "plain_mean": lambda q, k, v: v.mean(axis=0),
            "wrong_value": lambda q, k, v: softmax(-k @ q / np.sqrt(len(q))) @ v,
        },
    )


def test_block_parameters():
    def stub(d, hidden): ...

    def right(d, h):
        return 4 * (d * d + d) + d * h + h + h * d + d + 4 * d

    assert_check(
        check.block_parameters,
        solution=right,
        stub=stub,
        wrong={
            "no_output_matrix": lambda d, h: right(d, h) - d * d - d,
            "no_biases": lambda d, h: 4 * d * d + 2 * d * h + 4 * d,
            "matrices_only": lambda d, h: 4 * d * d + 2 * d * h,
            "one_norm": lambda d, h: right(d, h) - 2 * d,
            "one_dense": lambda d, h: right(d, h) - d * h - d,
            "attention_only": lambda d, h: 4 * (d * d + d),
            "wrong_number": lambda d, h: 12 * d * d,
        },
    )


def test_the_block_is_counted_as_keras_counts_it():
    from utils.training import keras

    letters, size = 33, 48
    outside = letters * size + lines.LENGTH * size + 2 * size + size * letters + letters
    assert build_gpt(keras, letters).count_params() == outside + 2 * check._block(size, 2 * size)


def nucleus(x, p, before=0, scaled=True):
    order = np.argsort(-x)
    count = min(int(np.sum(np.cumsum(x[order]) < p - 1e-12)) + 1, len(x)) - before
    result = np.zeros(len(x))
    result[order[:count]] = x[order[:count]]
    return result / result.sum() if scaled and count else result


def test_top_p():
    def stub(probabilities, p): ...

    assert_check(
        check.top_p,
        solution=nucleus,
        stub=stub,
        also_correct=(lambda x, p: nucleus(x, p).tolist(),),
        wrong={
            "not_scaled": lambda x, p: nucleus(x, p, scaled=False),
            "last_left_out": lambda x, p: nucleus(x, p, before=1),
            "one_too_many": lambda x, p: nucleus(x, p + 1e-9) if p < 1 else nucleus(x, p),
            "sorted_result": lambda x, p: np.sort(nucleus(x, p))[::-1],
            "nothing_cut": lambda x, p: x,
            "best_only": lambda x, p: (x == x.max()) * 1.0,
            "wrong_value": lambda x, p: nucleus(x, p) / 2,
        },
    )


def test_bits_per_letter():
    def stub(perplexity, letters): ...

    assert_check(
        check.bits_per_letter,
        solution=lambda x, n: np.log2(x) / n,
        stub=stub,
        also_correct=(lambda x, n: [np.log2(x ** (1 / n))],),
        wrong={
            "natural_logarithm": lambda x, n: np.log(x) / n,
            "decimal_logarithm": lambda x, n: np.log10(x) / n,
            "per_token": lambda x, n: np.log2(x),
            "divided_first": lambda x, n: np.log2(x / n),
            "perplexity_per_letter": lambda x, n: x ** (1 / n),
            "multiplied": lambda x, n: np.log2(x) * n,
            "wrong_value": lambda x, n: 1.0,
        },
    )


def test_training_cost():
    def stub(parameters, tokens, chips, speed, watts): ...

    def right(n, d, c, s, w, factor=6):
        seconds = factor * n * d / c / s
        return seconds / 86400, c * w * seconds / 3.6e6

    assert_check(
        check.training_cost,
        solution=right,
        stub=stub,
        also_correct=(lambda *a: list(right(*a)), lambda *a: np.array(right(*a))),
        wrong={
            "energy_first": lambda *a: right(*a)[::-1],
            "writing_not_training": lambda *a: right(*a, factor=2),
            "no_factor": lambda *a: right(*a, factor=1),
            "hours_not_days": lambda *a: (24 * right(*a)[0], right(*a)[1]),
            "watt_hours": lambda *a: (right(*a)[0], 1000 * right(*a)[1]),
            "energy_of_one_chip": lambda n, d, c, s, w: (right(n, d, c, s, w)[0], right(n, d, c, s, w)[1] / c),
            "wrong_value": lambda *a: (1.0, 2.0),
        },
    )


def test_small_gpt():
    from tests.mutants.lessons.transformer import Writer

    def stub(): ...

    assert_check(
        check.small_gpt,
        solution=lambda: Writer(0.6),
        stub=stub,
        also_correct=(lambda: Writer(0.6, change=lambda z, x: z.astype("float32")),),
        wrong={
            "looks_ahead": lambda: Writer(
                change=lambda z, x: z + 9.0 * (np.arange(z.shape[-1]) == np.roll(x, -1, axis=1)[..., None])
            ),
            "not_trained": lambda: Writer(1 / 40),
            "not_good_enough": lambda: Writer(0.2),
            "too_many_parameters": lambda: Writer(count=40_000),
            "shape": lambda: Writer(change=lambda z, x: z[:, -1]),
            "not_finite": lambda: Writer(change=lambda z, x: z * np.nan),
        },
    )
