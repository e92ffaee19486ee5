"""Lesson 25: the names, the explorer's mathematics and the checks."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.datasets.turkish_names import ALPHABET, load_turkish_names
from utils.language import use_language
from utils.lessons.lstm_gru import checks as check
from utils.lessons.lstm_gru import drawings
from utils.lessons.lstm_gru import explorer as gates
from utils.plots.alternative import describe


def network(kind="lstm", units=12, seed=0):
    """Return what stands for an untrained Keras model of letters, small and without TensorFlow."""
    rng = np.random.default_rng(seed)
    blocks, bias = (4, (4 * units,)) if kind == "lstm" else (3, (2, 3 * units))
    tokens, size = len(ALPHABET) + 2, 5
    shapes = [
        [(tokens, size)],
        [(size, blocks * units), (units, blocks * units), bias],
        [(units, tokens), (tokens,)],
    ]
    weights = [[rng.normal(0, 0.8, shape) for shape in parts] for parts in shapes]
    return SimpleNamespace(layers=[SimpleNamespace(get_weights=lambda parts=parts: parts) for parts in weights])


@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_the_explorer_keeps_its_promises(kind):
    check_explorer(gates.GateExplorer, model=network(kind), alphabet=ALPHABET)


def test_an_explorer_with_few_units_and_one_with_many():
    for units in (4, 64):
        explorer = gates.GateExplorer(network(units=units), ALPHABET, text="x" * 3 + "abcçdefgğhıijklmnoöp", group=7)
        assert explorer.first_scene.summary


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_the_numpy_network_is_keras_own(kind):
    from utils.training import keras

    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((None,)),
            keras.layers.Embedding(31, 6, mask_zero=True),
            getattr(keras.layers, kind)(7, return_sequences=True),
            keras.layers.Dense(31, activation="softmax"),
        ]
    )
    rng = np.random.default_rng(1)
    model.set_weights([weight + rng.normal(0, 0.3, weight.shape) for weight in model.get_weights()])
    ours = gates.LetterNetwork(model, ALPHABET)
    steps, scores = ours.read("gülşığ")
    theirs = np.array(model(np.array([[ours.token[letter] for letter in ".gülşığ"]])))[0]
    np.testing.assert_allclose([gates.softmax(row) for row in scores], theirs, atol=1e-5)
    assert steps["h"].shape == (7, 7)


def test_a_gate_sees_more_than_the_letter():
    steps, _ = gates.LetterNetwork(network(), ALPHABET).read("canan")
    assert np.abs(steps["f"][2] - steps["f"][4]).max() > 0.05
    for name in "fio":
        assert steps[name].min() >= 0 and steps[name].max() <= 1


def test_text_is_read_as_turkish():
    assert gates.LetterNetwork(network(), ALPHABET).cleaned("IŞIK İpek-7!") == "ışıkipek"


def test_the_button_writes_letters_until_the_name_ends():
    explorer = gates.GateExplorer(network(), ALPHABET, text="")
    for _ in range(40):
        before = explorer.value("text")
        explorer.set(next=None)
        after = explorer.value("text")
        assert after == before or (after[:-1] == before and len(after) == len(before) + 1)
    assert "." in after or len(after) == gates.MOST_LETTERS


def test_a_high_temperature_spreads_the_probabilities():
    scores = np.array([3.0, 1.0, 0.0])
    cold, hot = gates.softmax(scores, 0.2), gates.softmax(scores, 3.0)
    assert cold[0] > 0.99 > hot[0] and cold.sum() == pytest.approx(1) and hot.sum() == pytest.approx(1)


def test_another_network_is_refused_in_the_readers_language(reader):
    model = SimpleNamespace(layers=[SimpleNamespace(get_weights=lambda: [np.ones((3, 3))])])
    with pytest.raises(ValueError, match={"tr": "harf ağı", "en": "reads letters"}[reader]):
        gates.GateExplorer(model, ALPHABET)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_the_numbers_of_the_text():
    assert sigmoid(1) ** 80 == pytest.approx(1e-11, rel=0.5)
    assert sigmoid(4) ** 79 == pytest.approx(0.24, abs=0.005)
    assert pytest.approx(0.35) == 0.9 * 0.5 + 0.1 * -1


def test_remaining():
    def stub(bias, steps): ...

    assert_check(
        check.remaining,
        solution=lambda bias, steps: sigmoid(bias) ** steps,
        stub=stub,
        also_correct=(lambda b, n: float(np.prod(np.full(n, sigmoid(b)))),),
        wrong={
            "no_sigmoid": lambda b, n: b**n,
            "forgotten_share": lambda b, n: (1 - sigmoid(b)) ** n,
            "multiplied_by_steps": lambda b, n: sigmoid(b) * n,
            "one_step": lambda b, n: sigmoid(b),
            "sigmoid_of_all": lambda b, n: sigmoid(b * n),
            "one_step_short": lambda b, n: sigmoid(b) ** (n - 1),
            "subtracted_at_each_step": lambda b, n: 1 - n * (1 - sigmoid(b)),
            "rounded": lambda b, n: round(sigmoid(b) ** n, 2),
            "wrong_value": lambda b, n: 1.0,
        },
    )


def test_a_loop_that_is_one_round_short_is_named():
    """With no step it is right: once that kept it from being named."""

    def short(bias, steps):
        memory = 1.0
        for _ in range(steps - 1):
            memory *= sigmoid(bias)
        return memory

    assert check.remaining(short).misconception == "one_step_short"


def test_the_sign_of_the_bias_is_not_called_a_subtraction(reader):
    """sigmoid(-bias) is 1 - sigmoid(bias); once the reader was told to leave out a `1 -` that was not there."""
    assert "`sigmoid(-bias)`" in check.remaining(lambda b, n: sigmoid(-b) ** n).message


def test_a_return_inside_the_loop_of_remaining_is_named():
    """Without any step the loop is not entered, and nothing comes back."""

    def inside(bias, steps):
        memory = 1.0
        for _ in range(steps):
            memory *= sigmoid(bias)
            return memory

    assert check.remaining(inside).misconception == "return_in_loop"


def test_new_state():
    def stub(h, z, g): ...

    assert_check(
        check.new_state,
        solution=lambda h, z, g: z * h + (1 - z) * g,
        stub=stub,
        also_correct=(lambda h, z, g: [b * a + (1 - b) * c for a, b, c in zip(h, z, g, strict=True)],),
        wrong={
            "swapped": lambda h, z, g: (1 - z) * h + z * g,
            "no_complement": lambda h, z, g: z * h + g,
            "same_weight": lambda h, z, g: z * (h + g),
            "old_state_only": lambda h, z, g: z * h,
            "tanh_again": lambda h, z, g: np.tanh(z * h + (1 - z) * g),
            "old_state_whole": lambda h, z, g: h + (1 - z) * g,
            "gate_of_gate": lambda h, z, g: sigmoid(z) * h + (1 - sigmoid(z)) * g,
            "subtracted": lambda h, z, g: z * h + (z - 1) * g,
            "no_brackets": lambda h, z, g: z * h + 1 - z * g,
            "tanh_of_candidate": lambda h, z, g: z * h + (1 - z) * np.tanh(g),
            "wrong_value": lambda h, z, g: h,
        },
    )


def test_gru_parameters():
    def stub(features, units): ...

    assert_check(
        check.gru_parameters,
        solution=lambda features, units: 3 * units * (features + units + 2),
        stub=stub,
        wrong={
            "one_bias": lambda d, u: 3 * u * (d + u + 1),
            "no_bias": lambda d, u: 3 * u * (d + u),
            "two_sets": lambda d, u: 2 * u * (d + u + 2),
            "lstm": lambda d, u: 4 * u * (d + u + 1),
            "one_set": lambda d, u: u * (d + u + 2),
            "no_recurrent": lambda d, u: 3 * u * (d + 2),
            "no_input": lambda d, u: 3 * u * (u + 2),
            "bias_is_one_number": lambda d, u: 3 * (d * u + u * u + 2),
            "no_brackets": lambda d, u: 3 * d * u + u * u + 2 * u,
            "wrong_number": lambda d, u: d * u,
        },
    )


def scaled(powers):
    return powers / powers.sum()


def test_at_temperature():
    def stub(probabilities, temperature): ...

    assert_check(
        check.at_temperature,
        solution=lambda p, t: scaled(p ** (1 / t)),
        stub=stub,
        also_correct=(
            lambda p, t: scaled(np.exp(np.log(p) / t)).tolist(),
            lambda p, t: gates.softmax(np.log(p), t),
        ),
        wrong={
            "power_not_inverse": lambda p, t: scaled(p**t),
            "sum_not_one": lambda p, t: p ** (1 / t),
            "divided": lambda p, t: p**1 / t,
            "no_change": lambda p, t: scaled(p**1 / t),
            "largest_is_one": lambda p, t: p ** (1 / t) / (p ** (1 / t)).max(),
            "softmax_of_probabilities": lambda p, t: scaled(np.exp(p / t)),
            "wrong_value": lambda p, t: np.full(len(p), 1 / len(p)),
        },
    )


@pytest.mark.parametrize("answer", [lambda p, t: p**1 / t, lambda p, t: scaled(p**1 / t)])
def test_the_brackets_are_named_to_whoever_did_take_a_power(answer, reader):
    message = check.at_temperature(answer).message
    assert "`p ** 1 / T`" in message and "`p ** (1 / T)`" in message
    assert {"tr": "kuvvet alın", "en": "take a power"}[reader] not in message


def vowels(name):
    return [letter for letter in name if letter in "aıoueiöü"]


def harmonious(name, back="aıou", front="eiöü"):
    return not (any(letter in back for letter in name) and any(letter in front for letter in name))


def test_harmonious():
    def stub(name): ...

    assert_check(
        check.harmonious,
        solution=harmonious,
        stub=stub,
        also_correct=(lambda name: len({letter in "aıou" for letter in vowels(name)}) < 2,),
        wrong={
            "opposite": lambda name: not harmonious(name),
            "dotless_as_front": lambda name: harmonious(name, "aou", "eiıöü"),
            "dotted_as_back": lambda name: harmonious(name, "aıiou", "eöü"),
            "first_two_only": lambda name: harmonious(vowels(name)[:2]),
            "first_and_last_only": lambda name: harmonious(vowels(name)[:1] + vowels(name)[-1:]),
            "back_only": lambda name: all(letter in "aıou" for letter in vowels(name)),
            "front_only": lambda name: all(letter in "eiöü" for letter in vowels(name)),
            "has_back": lambda name: any(letter in "aıou" for letter in name),
            "same_vowel": lambda name: len(set(vowels(name))) == 1,
            "always": lambda name: True,
            "last_two_only": lambda name: harmonious(vowels(name)[-2:]),
            "no_vowel": lambda name: len({letter in "aıou" for letter in vowels(name)}) == 1,
            "consonants_too": lambda name: set(name) <= set("aıou") or set(name) <= set("eiöü"),
            "wrong_value": lambda name: len(name) < 4,
        },
    )


def test_the_words_about_a_name_say_whether_it_follows_the_rule(reader):
    """Once only its vowels were listed, without a verb and without a conclusion."""
    never = check.harmonious(lambda name: False)
    assert (
        never.misconception == "wrong_value" and {"tr": "tek türdendir", "en": "of one kind"}[reader] in never.message
    )
    mostly = check.harmonious(lambda name: harmonious(name) or "ö" in name)
    assert {"tr": "iki türden de", "en": "of both kinds"}[reader] in mostly.message


@pytest.mark.parametrize(
    ("back", "front"),
    [
        ("aou", "ei"),
        ("aıou", "eiü"),
        ("aıou", "eiö"),
        ("aıu", "eiöü"),
        ("aou", "eiöü"),
        ("aıo", "eiöü"),
        ("ıou", "eiöü"),
    ],
)
def test_a_vowel_that_is_forgotten_is_found_and_shown(back, front, reader):
    """Once several of these were told "correct", and one got a reason that was not true of it."""
    result = check.harmonious(lambda name: harmonious(name, back, front))
    forgotten = set("aıoueiöü") - set(back + front)
    assert result.misconception == "wrong_value"
    assert any(f"“{vowel}” " in result.message for vowel in forgotten), result.message


def step_of(x, h, c, w_x, w_h, b, order=(0, 1, 2, 3), squash=np.tanh):
    """Return i, f, g and o of an LSTM step."""
    z = [x @ w_x[k] + h @ w_h[k] + b[k] for k in order]
    return sigmoid(z[0]), sigmoid(z[1]), squash(z[2]), sigmoid(z[3])


def states_of(x, h, c, *weights, forget=True, write=True, show=True, tanh=np.tanh, **changes):
    i, f, g, o = step_of(x, h, c, *weights, **changes)
    new = (f if forget else 1) * c + (i if write else 1) * g
    return (o if show else 1) * tanh(new), new


def test_lstm_step():
    def stub(x, h, c, w_x, w_h, b): ...

    assert_check(
        check.lstm_step,
        solution=states_of,
        stub=stub,
        also_correct=(lambda *a: np.array(states_of(*a)), lambda *a: [part.tolist() for part in states_of(*a)]),
        wrong={
            "c_before_h": lambda *a: states_of(*a)[::-1],
            "old_memory_shown": lambda x, h, c, *w: (step_of(x, h, c, *w)[3] * np.tanh(c), states_of(x, h, c, *w)[1]),
            "memory_not_squashed": lambda *a: states_of(*a, tanh=lambda z: z),
            "no_output_gate": lambda *a: states_of(*a, show=False),
            "forgets_nothing": lambda *a: states_of(*a, forget=False),
            "writes_everything": lambda *a: states_of(*a, write=False),
            "forget_first": lambda *a: states_of(*a, order=(1, 0, 2, 3)),
            "output_before_candidate": lambda *a: states_of(*a, order=(0, 1, 3, 2)),
            "candidate_as_gate": lambda *a: states_of(*a, squash=sigmoid),
            "candidate_not_squashed": lambda *a: states_of(*a, squash=lambda z: z),
            "no_past": lambda x, h, *rest: states_of(x, 0 * h, *rest),
            "no_bias": lambda *a: states_of(*a[:-1], 0 * a[-1]),
            "wrong_value": lambda *a: states_of(*a, order=(3, 2, 1, 0)),
        },
    )


def test_the_steps_of_the_exercise_are_keras_own():
    from utils.training import keras

    x, _, _, w_x, w_h, b = check._step_case(5, 3, 4)
    layer = keras.layers.LSTM(4, return_state=True)
    layer.build((None, None, 3))
    layer.set_weights([np.concatenate(list(weights), axis=-1) for weights in (w_x, w_h, b)])
    theirs = [np.array(state)[0] for state in layer(x[None, None])[1:]]
    np.testing.assert_allclose(states_of(x, np.zeros(4), np.zeros(4), w_x, w_h, b), theirs, atol=1e-5)


def bias_of(f):
    return np.log(f / (1 - f))


def test_needed_bias():
    def stub(share, steps): ...

    assert_check(
        check.needed_bias,
        solution=lambda share, steps: bias_of(share ** (1 / steps)),
        stub=stub,
        also_correct=(lambda s, n: [-np.log(np.expm1(-np.log(s) / n))],),
        wrong={
            "gate_not_bias": lambda s, n: s ** (1 / n),
            "sigmoid_not_inverse": lambda s, n: sigmoid(s ** (1 / n)),
            "upside_down": lambda s, n: -bias_of(s ** (1 / n)),
            "power_not_root": lambda s, n: bias_of(s**n),
            "equal_steps": lambda s, n: bias_of(1 - (1 - s) / n),
            "one_step": lambda s, n: bias_of(s),
            "logarithm_only": lambda s, n: np.log(s ** (1 / n)),
            "decimal_logarithm": lambda s, n: np.log10(s ** (1 / n) / (1 - s ** (1 / n))),
            "wrong_value": lambda s, n: 4.0,
        },
    )


def test_compare():
    def stub(errors, others): ...

    def with_count(count):
        return lambda e, o: (count(np.array(e), np.array(o)), np.mean(np.array(o) - e))

    def with_gain(gain):
        return lambda e, o: (int(np.sum(np.array(e) < o)), gain(np.array(o) - e))

    assert_check(
        check.compare,
        solution=with_gain(np.mean),
        stub=stub,
        also_correct=(lambda e, o: [sum(a < b for a, b in zip(e, o, strict=True)), np.mean(o) - np.mean(e)],),
        wrong={
            "gain_before_count": lambda e, o: with_gain(np.mean)(e, o)[::-1],
            "other_way_round": lambda e, o: with_gain(np.mean)(o, e),
            "sign_of_gain": with_gain(lambda d: -np.mean(d)),
            "count_of_larger": with_count(lambda e, o: np.sum(e > o)),
            "ties_counted": with_count(lambda e, o: np.sum(e <= o)),
            "share_not_count": with_count(lambda e, o: np.mean(e < o)),
            "against_the_mean": with_count(lambda e, o: np.sum(e < o.mean())),
            "sorted_first": with_count(lambda e, o: np.sum(np.sort(e) < np.sort(o))),
            "sum_not_mean": with_gain(np.sum),
            "size_of_differences": with_gain(lambda d: np.abs(d).mean()),
            "wrong_value": with_gain(np.median),
        },
    )


@pytest.mark.parametrize("draw, words", [
    (drawings.draw_lstm_cell, {"tr": ("unutma", "girdi", "aday", "çıktı"), "en": ("forget", "input", "candidate", "output")}),
    (drawings.draw_gru_cell, {"tr": ("güncelleme", "sıfırlama", "aday"), "en": ("update", "reset", "candidate")}),
])  # fmt: skip
def test_the_drawings_name_their_parts(draw, words, reader):
    figure = draw()
    written = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert all(word in written for word in words[reader]) and "h_{t-1}" in written
    assert len(describe(figure)) > 40
    plt.close(figure)


def model(right, count=6000, *, classes=31, steps=13, softmax=True, ahead=False):
    """Return what stands for a trained model: it gives the true letter, or the next input, the probability ``right``."""
    _, y = check.held_out_tokens()

    class Model:
        def count_params(self):
            return count

        def __call__(self, x):
            others = (1 - right) / 30
            letters = np.roll(x, -1, axis=1) if ahead else y
            probabilities = np.where(np.arange(31) == letters[..., None], right, others)
            return (probabilities if softmax else probabilities * 3)[:, :steps, :classes]

    return Model


class RefusesInput:
    """Stands for a model of other inputs."""

    @staticmethod
    def count_params():
        return 100

    def __call__(self, x):
        raise ValueError("expected shape (None, 14)")


class History(SimpleNamespace):
    """Stands for what ``fit`` returns."""


def test_small_speller():
    def stub(): ...

    assert_check(
        check.small_speller,
        solution=model(0.13),
        stub=stub,
        also_correct=(model(0.2, count=7999),),
        wrong={
            "too_many_parameters": model(0.13, count=8000),
            "not_good_enough": model(0.1),
            "not_trained": model(1 / 31),
            "shape": model(0.13, steps=1),
            "no_softmax": model(0.13, softmax=False),
            "looks_ahead": model(0.9, ahead=True),
            "not_a_model": lambda: 8.2,
            "not_finite": model(np.nan),
            "refuses_input": RefusesInput,
            "returns_history": lambda: History(epoch=[0]),
            "no_return": lambda: print(end=""),
        },
        examples=8,
    )


def test_a_network_trained_on_the_test_names_is_refused(reader):
    def trained_on_test():
        from utils.training import keras

        x, y = check.held_out_tokens()
        speller = keras.Sequential(
            [keras.Input((13,)), keras.layers.Embedding(31, 2), keras.layers.Dense(31, "softmax")]
        )
        speller.compile("adam", "sparse_categorical_crossentropy")
        speller.fit(x, y, batch_size=600, verbose=0)
        return speller

    assert check.small_speller(trained_on_test).misconception == "trained_on_test_set"


def test_a_perplexity_just_above_the_most_is_not_shown_as_the_most():
    use_language("en")
    result = check.small_speller(model(0.999 / 9))
    assert "9.009" in result.message and result.misconception == "not_good_enough"


def test_the_names_are_clean_and_parted():
    names = load_turkish_names()
    everything = [*names.train, *names.test]
    assert (len(names.train), len(names.test), names.rows) == (11506, 1200, 12923)
    assert len(set(everything)) == len(everything)
    assert set("".join(everything)) == set(ALPHABET)
    assert {len(name) for name in everything} == set(range(3, 13))
    assert repr(names) == "TurkishNames(train (11506,), test (1200,))"
