"""The machine itself: it edits, it tells wrong from equal, and it finds what a weak check lets through."""

import ast
import time

import numpy as np
import pytest

from tests.mutants import machine
from tests.mutants.around import right_variants, wrong_variants
from tests.mutants.edits import mutants
from tests.mutants.exercises import Exercise
from tests.mutants.machine import judged
from tests.mutants.solutions import Solution, solutions
from utils.checks.engine import call, exercise, wrong
from utils.checks.judge import judge, judge_value

CODE = """
def clipped_sum(values, limit):
    total = 0
    for value in values[1:]:
        if value <= limit:
            total = total + 2 * value
    return total
"""


def right(values, limit):
    return sum(2 * value for value in values[1:] if value <= limit)


def inputs(rng):
    yield [1, 2, 3], 2
    for _ in range(220):
        yield rng.integers(-3, 4, rng.integers(0, 5)).tolist(), int(rng.integers(-3, 4))


def weak(answer):
    if call(answer, [1, 2, 3], 5) != 10:
        wrong("No.", "no")


def strong(answer):
    cases = [([5, 2, 3, 9], 3), ([1], 2), ([0, -2, -1, 3], -1), ([], 0), ([4, 1, 1, -3], 1), ([1, 0, -3, 1], -3)]
    beliefs = [("first_too", lambda values, limit: sum(2 * v for v in values if v <= limit), "Ha.", "Ah.")]
    return judge(answer, cases, right, beliefs)


def dead(answer):
    beliefs = [
        ("doubled", lambda values, limit: 2 * right(values, limit), "Ha.", "Ah."),
        ("hidden", lambda values, limit: 2 * right(values, limit), "Ha.", "Ah."),
        ("no_mistake", right, "Ha.", "Ah."),
    ]
    return judge(answer, [([1, 2, 3], 5), ([4, 3], 3)], right, beliefs)


@pytest.fixture
def course(monkeypatch):
    """A lesson with one exercise, whose check is given."""

    def with_check(body, code=CODE, name="clipped_sum"):
        lines = frozenset(range(3, code.count("\n") + 1))
        solved = {"clipped_sum": Solution((name,), code, lines, ())}
        check = exercise("99_topic", "clipped_sum", tr="Toplam", en="Sum")(body)
        monkeypatch.setattr(machine, "solutions", lambda lesson: solved)
        monkeypatch.setattr(machine.importlib, "import_module", lambda name: type("checks", (), {"clipped_sum": check}))

    return with_check


def test_every_kind_of_edit_is_made():
    made = {what.split(": ", 1)[1] for what, _ in mutants(CODE, frozenset(range(3, 9)))}
    assert made >= {
        "value <= limit -> value < limit",
        "total + 2 * value -> total - 2 * value",
        "total + 2 * value -> 2 * value",
        "2 -> 3",
        "0 -> 1",
        "1: -> :",
        "1: -> 1 + 1:",
        "if value <= limit: -> if True:",
        "total = 0 -> nothing",
        "return total -> inside the loop for value in values[1:]:",
        "values -> limit",
    }


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("x.mean(axis=0)", "x.mean(axis=0) -> x.mean()"),
        ("x.mean(axis=0)", "x.mean(axis=0) -> x.sum(axis=0)"),
        ("x.mean(axis=0)", "0 -> 1"),
        ("np.zeros((n, 2))", "np.zeros((n, 2)) -> np.ones((n, 2))"),
        ("np.where(x > 0, x, 0)", "np.where(x > 0, x, 0) -> np.where(x > 0, 0, x)"),
        ("list(range(n))", "range(n) -> range(n - 1)"),
        ("list(range(n))", "range(n) -> range(1, n)"),
        ("x[:, 1]", "1 -> 2"),
        ("x[:-1]", ":-1 -> :"),
        ("-x", "-x -> x"),
        ("(x, n)", "(x, n) -> (n, x)"),
        ("x > 0 and n > 1", "x > 0 and n > 1 -> x > 0"),
        ("np.log(x)", "np.log(x) -> x"),
        ("x.T @ n", "x.T -> x"),
    ],
)
def test_an_edit(code, edit):
    assert edit in {what.split(": ", 1)[1] for what, _ in mutants(f"def f(x, n):\n    return {code}", frozenset({2}))}


def test_the_tree_is_put_back_after_each_edit():
    before = ast.unparse(ast.parse(CODE))
    for _, tree in mutants(CODE, frozenset(range(3, 9))):
        ast.unparse(tree)
    assert ast.unparse(tree) == before, "the last one has been put back too"


def test_only_the_solution_is_edited():
    assert all(what.startswith("line 4") for what, _ in mutants(CODE, frozenset({4})))


def test_a_weak_check_lets_mutants_survive_and_a_strong_one_none(course):
    course(weak)
    report = judged("99_topic", Exercise("clipped_sum", inputs=inputs))
    assert any("value <= limit -> value < limit" in text for text in report.survivors)
    assert any("limit" in text and "differs on" in text for text in report.survivors)
    course(strong)
    report = judged("99_topic", Exercise("clipped_sum", inputs=inputs))
    assert report.faults == []
    assert report.made == report.killed + report.equal and report.killed > 40 and report.equal > 0


def test_wrong_ideas_and_right_answers_by_hand(course):
    course(strong)
    ideas = {"no limit": lambda values, limit: 2 * sum(values[1:]), "right": right}
    report = judged("99_topic", Exercise("clipped_sum", by_hand="a test", ideas=ideas, right={"zero": lambda v, n: 0}))
    assert (report.survivors, report.refused) == (["right"], ["zero"])


def test_a_tuple_is_one_answer_where_the_check_takes_one(course):
    course(lambda answer: judge_value(answer, (1, 2), otherwise=("other", "Hayır.", "No.")))
    ideas, right_ones = {"swapped": (2, 1), "right": (1, 2)}, {"a pair": (1, 2)}
    report = judged("99_topic", Exercise("clipped_sum", by_hand="a test", ideas=ideas, right=right_ones, trains=True))
    assert (report.survivors, report.refused) == (["right"], [])


def test_an_idea_of_another_number_of_answers_is_no_idea(course):
    course(lambda first, second: None)
    with pytest.raises(AssertionError, match="2 answers"):
        judged("99_topic", Exercise("clipped_sum", by_hand="a test", ideas={"one": 1}, trains=True))


def test_an_exception_counts_and_a_needless_one_is_a_fault(course):
    course(strong)
    exceptions = {"right": "it is right indeed", "nothing like it": "no reason"}
    report = judged(
        "99_topic", Exercise("clipped_sum", by_hand="a test", ideas={"right": right}, exceptions=exceptions)
    )
    assert report.excused == 1 and report.needless == ["nothing like it"]


def test_beliefs_that_are_dead_hidden_or_right_are_found(course):
    course(dead)
    report = judged("99_topic", Exercise("clipped_sum", by_hand="a test"))
    assert report.misnamed == [
        "hidden: as an answer it is told 'doubled'",
        "no_mistake: as an answer it is told 'correct'",
    ]


def test_a_check_that_asks_for_more_than_the_inputs_show_is_found(course):
    course(strong)
    few = lambda rng: ((list(range(int(n))), 50) for n in rng.integers(0, 5, 200))  # noqa: E731
    refused = judged("99_topic", Exercise("clipped_sum", inputs=few)).refused
    assert "line 5: value <= limit -> value < limit (equal on all inputs)" in refused


def test_a_check_that_refuses_right_forms_is_found(course):
    def narrow(answer):
        if type(call(answer, [1, 2, 3], 5)) is not int:
            wrong("No.", "no")

    course(narrow)
    refused = judged("99_topic", Exercise("clipped_sum", inputs=inputs)).refused
    assert {"result as one element", "result as tensors", "whole numbers as floats"} <= set(refused)


def test_what_is_endless_ends(course):
    code = "\ndef clipped_sum(values, limit):\n    n = 0\n    while n < len(values):\n        n = n + 1\n    return n\n"
    course(lambda answer: judge(answer, [([1, 2, 4], 0), ([], 0)], lambda values, limit: len(values)), code)
    start = time.monotonic()
    report = judged("99_topic", Exercise("clipped_sum", inputs=inputs))
    assert time.monotonic() - start < 5
    assert report.faults == [] and report.killed >= 3


def test_the_solutions_of_a_lesson_bring_what_they_need():
    found = solutions("03_perceptron")
    assert {"predict_one", "nand", "update", "xor_network", "learn_pocket"} <= set(found)
    pocket = found["learn_pocket"]
    assert {statement.name for statement in pocket.above if isinstance(statement, ast.FunctionDef)} == {
        "step",
        "predict",
    }
    assert found["nand"].answers == ("nand_weights", "nand_bias")
    assert solutions("04_linear_regression")["fit_robust"].answers == ("fit_robust",)  # its cell calls `check` for data
    space = pocket.namespace()
    exec(compile(pocket.code, "<cell>", "exec"), space)
    weights, bias = space["learn_pocket"](np.array([[0.0], [2.0]]), np.array([0, 1]))
    assert weights[0] * 2 + bias >= 0 > bias


def test_dressed_up_answers_are_what_they_say():
    def pair(x, k):
        """Two results."""
        return x * k, float(k)

    x = np.array([1.0, -2.5])
    wrong_ones = wrong_variants(pair, (x, 3.0))
    assert wrong_ones["input 1 ignored: zeros"](x, 3.0)[0].tolist() == [0, 0]
    assert wrong_ones["input 2 ignored: as first seen"](x, 7.0)[1] == 3
    assert wrong_ones["result rounded to whole numbers"](x, 1.1)[0].tolist() == [1, -3]
    assert wrong_ones["the first result alone"](x, 3.0).tolist() == [3, -7.5]
    changed = x.copy()
    wrong_ones["input 1 changed for the caller"](changed, 3.0)
    assert not changed.any()
    right_ones = right_variants(pair, "def pair(x, k): return k * x, k", "pair", lambda tree: ast.unparse(tree))
    assert right_ones["parameters renamed"] == "def pair(my_x, my_k):\n    return (my_k * my_x, my_k)"
    assert right_ones["result as lists"](x, 2.0) == [[2.0, -5.0], 2.0]
    assert right_ones["result as one element"](x, 2.0)[1].shape == (1,)
    assert right_ones["computed in float32"](x, 2.0)[0].dtype == "float32"


def test_making_variants_leaves_the_first_case_as_it_was():
    """A random generator once stood elsewhere afterwards, and every answer seemed to differ from the solution."""
    rng = np.random.default_rng(0)
    wrong_variants(lambda n, rng: rng.permutation(n), (5, rng))
    assert rng.permutation(50).tolist() == np.random.default_rng(0).permutation(50).tolist()
