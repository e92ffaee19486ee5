"""Lesson 00: its explorers' mathematics, its glossary search and its checks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.glossary import load_terms
from utils.language import use_language
from utils.lessons.start import checks as check
from utils.widgets import first_steps, glossary_search

START = END = np.arange(8, 22.5, 0.5)
STEEPNESS = np.arange(0.2, 3.1, 0.2)


def test_pixels():
    assert_check(
        check.pixels,
        solution=784,
        also_correct=[784.0, np.int64(784), np.array(784), [784]],
        stub=...,
        wrong={
            "added": 56,
            "one_row": 28,
            "number_as_text": "784",
            "not_multiplied": (28, 28),
            "not_a_number": print("784"),
            "other_number": 785,
        },
    )


def test_weight():
    assert_check(
        check.weight,
        solution=3.5,
        also_correct=[7 / 2, np.float32(3.5)],
        stub=...,
        wrong={"decimal_comma": (3, 5), "number_as_text": "3,5", "no_point": 35, "other_number": 3.0},
    )


@pytest.mark.parametrize("answer", [(3, 5), (3, 50), [3, 5]])
def test_a_decimal_comma_makes_several_values_whatever_they_are(answer, reader):
    result = check.weight(answer)
    assert result.misconception == "decimal_comma"
    assert {"tr": "2 değer var", "en": "2 values"}[reader] in result.message


def test_lesson():
    assert_check(
        check.lesson,
        solution=14,
        also_correct=[14.0, np.int64(14), [14]],
        stub=...,
        wrong={"lesson_on_cnns": 15, "number_as_text": "14", "two_lessons": (14, 15), "other_lesson": 13},
    )


def test_a_title_in_place_of_its_number_is_not_to_lose_its_quotes(reader):
    message = check.lesson("Convolution").message
    assert {"tr": "tırnaksız", "en": "without quotes"}[reader] in message
    assert {"tr": "Tırnakları silin", "en": "Remove the quotes"}[reader] not in message
    assert {"tr": "Tırnakları silin", "en": "Remove the quotes"}[reader] in check.weight("3,5").message


def test_missing_name():
    assert_check(
        check.missing_name,
        solution="hours",
        also_correct=[" hours ", "hours"],
        stub=...,
        wrong={
            "the_name_not_found": "hour",
            "value_in_place_of_its_name": [8, 10, 12],
            "capital_letters": "Hours",
            "line_in_place_of_name": "print(hours)",
            "other_name": "time",
        },
    )


def test_total():
    assert_check(
        check.total,
        solution=42,
        also_correct=[42.0],
        stub=...,
        wrong={"joined_texts": "1230", "number_as_text": "42", "other_number": 18, "not_a_number": None},
    )
    assert check.total("3012").misconception == "joined_texts", "the same, the other way round"


def test_scale():
    def stub(pixel): ...

    assert_check(
        check.scale,
        solution=lambda pixel: pixel / 255,
        also_correct=[lambda pixel: np.float32(pixel) / 255, lambda pixel: pixel * (1 / 255)],
        stub=stub,
        wrong={
            "no_return": lambda pixel: print(pixel / 255),
            "divides_by_256": lambda pixel: pixel / 256,
            "floor_division": lambda pixel: pixel // 255,
            "unchanged": lambda pixel: pixel,
            "number_as_text": lambda pixel: f"{pixel / 255}",
            "rounds": lambda pixel: round(pixel / 255),
            "rounds_a_little": lambda pixel: round(pixel / 255, 2),
            "only_255": lambda pixel: 255 / 255,
            "other_rule": lambda pixel: int(pixel) / 255,
            "wrong_arguments": lambda: 1.0,
            "not_a_function": 1.0,
        },
    )


def test_shape():
    assert_check(
        check.shape,
        solution=(5, 3),
        also_correct=[[5, 3], np.array([5, 3])],
        stub=...,
        wrong={
            "swapped": (3, 5),
            "size": 15,
            "one_number": 5,
            "number_as_text": "(5, 3)",
            "other_shape": (5, 3, 1),
            "the_array": np.ones((5, 3)),
            "not_called": np.zeros((5, 3)).reshape,
        },
    )


@pytest.mark.parametrize("answer", [np.ones((3, 5)), np.ones(15), np.ones((5, 3)).tolist()])
def test_the_marks_in_any_arrangement_are_not_their_shape(answer, reader):
    assert check.shape(answer).misconception == "the_array"


def test_one_neuron_cannot_fit_the_library_and_two_can():
    """What the explorer asks, over every position of its sliders."""
    one = [first_steps.mean_error(s, 20, k, False) for s in START for k in STEEPNESS]
    two = {(s, e, round(k, 1)): first_steps.mean_error(s, e, k, True) for s in START for e in END for k in STEEPNESS}
    assert min(one) > 30
    assert min(two, key=two.get) == (11.0, 18.0, 0.8)
    assert min(two.values()) < 2.5 < first_steps.GOOD


@given(st.floats(8, 22), st.floats(8, 22), st.floats(0.2, 3))
def test_a_single_neuron_only_rises(start, end, steepness):
    curve = first_steps.model(first_steps.FINE, start, end, steepness, False)
    assert (np.diff(curve) >= 0).all()
    assert (curve >= 0).all() and (curve <= 100).all()


@pytest.mark.parametrize("explorer", [first_steps.FirstStepsExplorer, glossary_search.GlossarySearch])
def test_the_explorers_keep_their_promises(explorer):
    check_explorer(explorer)


def test_every_term_is_found_by_each_of_its_names(reader):
    for term in load_terms():
        for name in (term.tr, term.english, term.tr.upper(), *term.variants):
            assert term in glossary_search.search(name), name


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ağırlık", "weight"),
        ("AĞIRLIK", "weight"),
        ("agirlik", "weight"),
        ("Ağırlı", "weight"),
        ("WEIGHT", "weight"),
        ("KATMAN", "layer"),
        ("nöron", "neuron"),
        ("  noron ", "neuron"),
        ("İLERİ YAYILIM", "forward propagation"),
        ("sınıf", "class"),
        ("SINIF", "class"),
        ("sinif", "class"),
        ("epoch", "epoch"),
        ("YSA", "artificial neural network"),
    ],
)
def test_the_best_hit_comes_first_whatever_the_letters(reader, query, first):
    assert glossary_search.search(query)[0].en == first


def test_searching_for_nothing_and_for_nonsense(reader):
    assert len(glossary_search.search("")) == len(load_terms())
    assert glossary_search.search("xyzq") == []
    scene = glossary_search.GlossarySearch(query="xyzq").scene(query="xyzq")
    assert "xyzq" in scene.summary


@given(st.text(max_size=60))
def test_any_text_may_be_searched(query):
    use_language("tr")
    explorer = glossary_search.GlossarySearch
    assert explorer.scene(explorer.__new__(explorer), query).summary
