"""Lesson 22: the explorer's arithmetic, the recorded trainings, and the checks."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.embeddings import checks as check
from utils.lessons.embeddings import drawings
from utils.lessons.embeddings.explorer import QUESTIONS, WordMapExplorer, ranking
from utils.lessons.embeddings.runs import runs, word_map
from utils.plots.alternative import describe


def test_the_explorer_keeps_its_promises():
    check_explorer(WordMapExplorer)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_map_has_four_hundred_words_with_a_place_each(language):
    known = word_map(language)
    assert len(known.words) == len(set(known.words)) == 400 and known.vectors.shape == (400, 32)
    assert np.allclose(np.linalg.norm(known.vectors, axis=1), 1) and np.abs(known.places).max() <= 1
    own = 0 if language == "tr" else 1
    assert all(known.index(word) is not None for words in QUESTIONS.values() for word in words[own] if word)


def test_the_nearest_word_to_a_word_is_itself():
    known = word_map("en")
    order, cosines = ranking(known.vectors, known.vectors[7])
    assert order[0] == 7 and cosines[7] == pytest.approx(1) and (np.diff(cosines[order]) <= 0).all()


def test_the_words_of_the_question_are_left_out_or_come_first(reader):
    spoken, own = reader, 0 if reader == "tr" else 1
    left_out = WordMapExplorer(preset="king")
    everything = WordMapExplorer(preset="king_with_all")
    king, man, woman = QUESTIONS["king"][own]
    assert f"“{king}”" in everything.draw(everything._state).summary
    for word in (king, man, woman):
        assert f"“{word}”" not in left_out.draw(left_out._state).summary
    assert word_map(spoken).index(king) is not None


def test_the_notes_say_which_words_are_nearest_to_king_minus_man_plus_woman():
    for spoken, first, second in (("en", "son", "queen"), ("tr", "koca", "aile")):
        explorer = WordMapExplorer(spoken=spoken, question="king")
        labels = [text for _, text in explorer.draw(explorer._state).rows[0][1].yticks]
        assert labels[:2] == [first, second] and "kraliçe" not in labels
        explorer = WordMapExplorer(spoken=spoken, question="direction")
        assert {"en": "west", "tr": "batı"}[spoken] in explorer.draw(explorer._state).summary


@pytest.mark.parametrize(("typed", "says"), [
    ("bilgisayar", {"tr": "vektörü de yok", "en": "has no vector"}),
    ("", {"tr": "bir sözcük yazın", "en": "Write a word"}),
    ("kediler", {"tr": "Yazılışı benzeyenler: kedi", "en": "similar spelling: kedi"}),
])  # fmt: skip
def test_a_word_without_a_vector_gets_a_message(typed, says, reader):
    explorer = WordMapExplorer(spoken="tr", word=typed)
    assert says[reader] in explorer.draw(explorer._state).summary


def test_capitals_are_lowered_as_the_language_does():
    explorer = WordMapExplorer(spoken="tr", word="İKİ")
    assert "“iki”" in explorer.draw(explorer._state).summary
    explorer = WordMapExplorer(spoken="tr", word="IRMAK")
    assert "“ırmak”" in explorer.draw(explorer._state).summary


def test_the_recorded_trainings_have_five_seeds():
    found = runs()
    for language in ("tr", "en"):
        assert [len(found[f"{language}_{name}"]) for name in ("whole", "bias", "topics")] == [5, 5, 5]
        assert found[f"{language}_prefix"].shape == (2, 7) and found[f"{language}_pieces"].shape == (1, 7)
        assert found[f"{language}_topics"].shape == (5, 2, 5) and found[f"{language}_asked"].shape == (5,)
    assert found["tastes"].shape == (5, 4)


@pytest.mark.parametrize(("draw", "words"), [
    (drawings.draw_skip_gram, {"tr": ("pencere 2", "rastgele"), "en": ("window 2", "at random")}),
    (drawings.draw_three_ways, {"tr": ("hazır, donmuş", "görev için eğitilen"),
                                "en": ("pretrained, frozen", "trained for the task")}),
])  # fmt: skip
def test_the_drawings_name_their_parts(draw, words, reader):
    figure = draw()
    written = " ".join(text.get_text() for axes in figure.axes for text in [*axes.texts, axes.title])
    assert all(word in written for word in words[reader])
    assert len(describe(figure)) > 30
    plt.close(figure)


def weights(counts, add=1, length=lambda x: np.sqrt((x**2).sum(axis=1, keepdims=True))):
    counts = np.asarray(counts)
    idf = np.log((1 + len(counts)) / (1 + np.count_nonzero(counts, axis=0))) + add
    result = counts * idf
    return np.divide(result, length(result), out=np.zeros(result.shape), where=length(result) > 0)


def test_check_of_tf_idf():
    def divided(counts):
        idf = np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0))) + 1
        with np.errstate(all="ignore"):
            return counts * idf / np.linalg.norm(counts * idf, axis=1, keepdims=True)

    def by_document(counts):  # the number of words in each document, in place of the documents of each word
        idf = np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=1, keepdims=True))) + 1
        length = np.linalg.norm(counts * idf, axis=1, keepdims=True)
        return counts * idf / np.where(length > 0, length, 1)

    assert_check(
        check.tf_idf,
        solution=weights,
        stub=lambda counts: ...,
        also_correct=(lambda counts: weights(counts).tolist(), lambda counts: weights(counts).astype(np.float32)),
        wrong={
            "divides_by_zero": divided,
            "no_length": lambda counts: counts * (np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0))) + 1),
            "no_idf": by_document,
            "no_one_added": lambda counts: weights(counts, add=0),
            "sum_one": lambda counts: weights(counts, length=lambda x: x.sum(axis=1, keepdims=True)),
            "columns": lambda counts: weights(counts, length=lambda x: np.linalg.norm(x, axis=0)[None]),
            "wrong_value": lambda counts: weights(counts) / 2,
        },
    )


def neighbours(words, window):
    return [(words[i], words[j]) for i in range(len(words)) for j in range(len(words)) if 0 < abs(i - j) <= window]


def test_check_of_the_pairs():
    assert_check(
        check.skip_gram_pairs,
        solution=neighbours,
        stub=lambda words, window: ...,
        also_correct=(
            lambda words, window: neighbours(words, window)[::-1],
            lambda words, window: [list(pair) for pair in neighbours(words, window)],
            lambda words, window: np.array(neighbours(words, window)),
        ),
        wrong={
            "own_word": lambda w, n: [(a, b) for i, a in enumerate(w) for j, b in enumerate(w) if abs(i - j) <= n],
            "equal_words_left_out": lambda w, n: [pair for pair in neighbours(w, n) if pair[0] != pair[1]],
            "right_only": lambda w, n: [
                (w[i], w[j]) for i in range(len(w)) for j in range(i + 1, min(i + n + 1, len(w)))
            ],
            "adjacent": lambda w, n: neighbours(w, 1),
            "each_once": lambda w, n: sorted(set(neighbours(w, n))),
            "one_short": lambda w, n: [
                (w[i], w[j]) for i in range(len(w)) for j in range(max(0, i - n), min(len(w), i + n)) if i != j
            ],
            "shape": lambda w, n: [*neighbours(w, n), (w[0], w[0])],
            "wrong_pairs": lambda w, n: [(one, one) for one, _ in neighbours(w, n)],
        },
    )


def gradients(v, u, label):
    p = 1 / (1 + np.exp(-np.dot(v, u)))
    return -np.log(abs(1 - label - p)), u * (p - label), v * (p - label)


def test_check_of_the_gradient():
    assert_check(
        check.pair_gradient,
        solution=gradients,
        stub=lambda v, u, label: ...,
        also_correct=(lambda v, u, label: [part.tolist() for part in map(np.asarray, gradients(v, u, label))],),
        wrong={
            "swapped": lambda v, u, y: (gradients(v, u, y)[0], *gradients(v, u, y)[:0:-1]),
            "sign": lambda v, u, y: (gradients(v, u, y)[0], *(-part for part in gradients(v, u, y)[1:])),
            "always_real": lambda v, u, y: gradients(v, u, 1),
            "labels_swapped": lambda v, u, y: gradients(v, u, 1 - y),
            "positive_loss": lambda v, u, y: (-gradients(v, u, y)[0], *gradients(v, u, y)[1:]),
            "no_sigmoid": lambda v, u, y: (gradients(v, u, y)[0], (v @ u - y) * u, (v @ u - y) * v),
            "wrong_value": lambda v, u, y: (0.5, *gradients(v, u, y)[1:]),
        },
    )


def by_cosine(x, index, k):
    scores = x @ x[index] / np.linalg.norm(x, axis=1)
    scores[index] = -np.inf
    return np.argsort(scores)[::-1][:k]


def test_check_of_the_nearest():
    assert_check(
        check.nearest,
        solution=by_cosine,
        stub=lambda vectors, index, k: ...,
        also_correct=(lambda *case: by_cosine(*case).tolist(), lambda *case: tuple(by_cosine(*case))),
        wrong={
            "itself": lambda x, i, k: np.argsort(-(x @ x[i]) / np.linalg.norm(x, axis=1))[:k],
            "dot_product": lambda x, i, k: [j for j in np.argsort(-(x @ x[i])) if j != i][:k],
            "distance": lambda x, i, k: np.argsort(np.linalg.norm(x - x[i], axis=1))[1 : k + 1],
            "farthest": lambda x, i, k: np.argsort(x @ x[i] / np.linalg.norm(x, axis=1))[:k],
            "ascending": lambda x, i, k: by_cosine(x, i, k)[::-1],
            "wrong_rows": lambda x, i, k: np.arange(k),
        },
    )


def cut(word, n):
    marked = f"<{word.replace('I', 'ı').replace('İ', 'i').lower()}>"
    return [marked[i : i + n] for i in range(max(1, len(marked) - n + 1))]


def test_check_of_the_pieces():
    assert_check(
        check.pieces,
        solution=cut,
        stub=lambda word, n: ...,
        also_correct=(lambda word, n: tuple(cut(word, n)),),
        wrong={
            "python_lower": lambda w, n: [f"<{w.lower()}>"[i : i + n] for i in range(max(1, len(w.lower()) + 3 - n))],
            "not_lowered": lambda w, n: [f"<{w}>"[i : i + n] for i in range(max(1, len(w) + 3 - n))],
            "no_marks": lambda w, n: [cut(w, 99)[0][1:-1][i : i + n] for i in range(max(1, len(w) + 1 - n))],
            "blocks": lambda w, n: [f"<{cut(w, 99)[0][1:-1]}>"[i : i + n] for i in range(0, len(w) + 2, n)],
            "short_word_empty": lambda w, n: cut(w, n) if len(w) + 2 >= n else [],
            "wrong_pieces": lambda w, n: cut(w, n)[::-1],
        },
    )


def test_check_of_the_parameters():
    def both(words, size, classes, frozen):
        table, dense = (words + 1) * size, (size + 1) * classes
        return table + dense, dense if frozen else table + dense

    assert_check(
        check.count_parameters,
        solution=both,
        stub=lambda words, size, classes, frozen: ...,
        also_correct=(lambda *case: list(both(*case)), lambda *case: np.array(both(*case))),
        wrong={
            "no_padding_row": lambda w, d, c, f: both(w - 1, d, c, f),
            "frozen_ignored": lambda w, d, c, f: both(w, d, c, False),
            "frozen_reversed": lambda w, d, c, f: both(w, d, c, not f),
            "no_bias": lambda w, d, c, f: tuple(n - c for n in both(w, d, c, f)),
            "order": lambda *case: both(*case)[::-1],
            "wrong_number": lambda w, d, c, f: (w, d),
        },
    )


DESIGN = np.array([[1, 1, 1, 0.0], [1, -1, 1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 0.3, 0, 1], [0, -0.3, 0, 1]])


def test_check_of_the_design():
    assert_check(
        check.design_vectors,
        solution=lambda: DESIGN,
        stub=lambda: ...,
        also_correct=(
            lambda: (3 * DESIGN).tolist(),
            lambda: DESIGN @ np.linalg.qr(np.random.default_rng(0).normal(size=(4, 4)))[0],
        ),
        wrong={
            "zero_vector": lambda: DESIGN * (np.arange(6) != 4)[:, None],
            "same_direction": lambda: np.ones((6, 3)),
            "analogy_fails": lambda: np.eye(6),
            "cat_and_dog_apart": lambda: np.vstack([DESIGN[:4], [[0, 0.3, 0, 1], [0, 1, 0, -1.0]]]),
            "shape": lambda: DESIGN[:5],
        },
    )
