"""What a reader did is found again in a newer build of the lesson, or named."""

import copy
import json

import nbformat
import pytest

from tests.unit.authoring.lessons import EXERCISE, code, course, twins
from utils.authoring import build
from utils.authoring.carry import WIDGET, carry

BODY = twins("## Oyun\nMetin.", "## Play\nText.") + code("rate = 0.1\nprint(rate)") + EXERCISE
ANSWER = "def double(x):\n    return x + x"
OUTPUT = {"name": "stdout", "output_type": "stream", "text": ["8\n"]}


@pytest.fixture
def built(tmp_path):
    """Return a function that builds a lesson's text; it returns the English notebook."""

    def make(body):
        build(course(tmp_path, body))
        return json.loads((tmp_path / "en/01_try.ipynb").read_text(encoding="utf-8"))

    return make


@pytest.fixture
def old(built):
    return built(BODY)


def find(notebook, words):
    return next(cell for cell in notebook["cells"] if words in "".join(cell["source"]))


def texts(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def answered(old):
    mine = copy.deepcopy(old)
    find(mine, "def double(x):\n    ...")["source"] = [ANSWER]
    return mine


def own(text, name="own"):
    return nbformat.v4.new_code_cell(text, id=name)


NEWER = {
    "a text": BODY.replace("Text.", "A new text."),
    "a cell more": BODY + code("print(2)"),
    "ids that count on": BODY.replace("Multiplication\n", "Multiplication\n" + code("print(2)"), 1),
    "a stub worded otherwise": BODY.replace("def double(x):\n", 'def double(x):\n    """Twice x."""\n'),
    "another signature": BODY.replace("def double(x):", "def double(x, times=2):"),
    "another example": BODY.replace("rate = 0.1", "rate = 0.2"),
}


@pytest.mark.parametrize("change", NEWER)
def test_an_answer_is_carried_into_what_became_of_its_exercise(built, old, change):
    new = built(NEWER[change])
    found = carry(answered(old), old, new)
    assert found.left == [] and not found.guessed
    [answer] = [text for text in texts(found.notebook) if "return x + x" in text]
    stub = next(n for n, text in enumerate(texts(new)) if text.startswith("def double") and "..." in text)
    assert texts(found.notebook)[stub] == answer
    assert [t for n, t in enumerate(texts(found.notebook)) if n != stub] == [
        t for n, t in enumerate(texts(new)) if n != stub
    ]
    assert answer.startswith(texts(new)[stub].split("\n")[0])  # the newer signature, too
    nbformat.validate(nbformat.from_dict(found.notebook))


@pytest.mark.parametrize("change", NEWER)
def test_where_nothing_was_done_the_newer_notebook_comes_as_it_is(built, old, change):
    new = built(NEWER[change])
    assert json.dumps(carry(copy.deepcopy(old), old, new).notebook) == json.dumps(new)


def test_an_answer_to_another_exercise_is_not_put_under_the_new_one(built, old):
    new = built(BODY.replace("def double(x)", "def triple(x)").replace("double", "triple"))
    found = carry(answered(old), old, new)
    assert found.left == ["Exercise 1: Multiplication"]
    assert texts(found.notebook) == texts(new)


def test_an_example_that_both_sides_changed_stays_the_newer_and_is_named(built, old):
    mine = answered(old)
    find(mine, "rate = ")["source"] = ["rate = 5\nprint(rate)"]
    found = carry(mine, old, built(NEWER["another example"]))
    assert found.left == ["Play"]
    assert "rate = 0.2\nprint(rate)" in texts(found.notebook)
    assert ANSWER in texts(found.notebook)


def test_lines_that_each_side_changed_apart_come_together(built, old):
    mine = copy.deepcopy(old)
    find(mine, "rate = ")["source"] = ["rate = 0.1\nprint(rate, 'mine')"]
    found = carry(mine, old, built(NEWER["another example"]))
    assert "rate = 0.2\nprint(rate, 'mine')" in texts(found.notebook) and found.left == []


def test_a_newer_comment_gives_way_to_what_the_reader_changed(built, old):
    mine = copy.deepcopy(old)
    find(mine, "rate = ")["source"] = ["rate = 5\nprint(rate)"]
    found = carry(mine, old, built(BODY.replace("rate = 0.1", "rate = 0.1    # slow")))
    assert "rate = 5\nprint(rate)" in texts(found.notebook) and found.left == []


def test_what_a_reader_wrote_in_a_cell_that_is_gone_is_named(built, old):
    mine = copy.deepcopy(old)
    find(mine, "rate = ")["source"] = ["rate = 5"]
    found = carry(mine, old, built(BODY.replace(code("rate = 0.1\nprint(rate)"), "")))
    assert found.left == ["Play"]


def test_own_cells_stay_beside_their_neighbour(built, old):
    mine = copy.deepcopy(old)
    place = mine["cells"].index(find(mine, "rate = "))
    mine["cells"][place + 1 : place + 1] = [own("mine = 1", "a"), own("mine = 2", "b"), own("", "empty")]
    mine["cells"].insert(0, own("top = 1", "c"))
    mine["cells"].append(own("end = 1", "d"))
    found = carry(mine, old, built(NEWER["a text"]))
    had = texts(found.notebook)
    assert had[0] == "top = 1" and had[-1] == "end = 1" and "" not in had
    assert had.index("mine = 1") == had.index("rate = 0.1\nprint(rate)") + 1
    assert had.index("mine = 2") == had.index("mine = 1") + 1
    assert found.left == []


def test_an_own_cell_goes_above_the_next_where_the_one_above_is_gone(built, old):
    mine = copy.deepcopy(old)
    mine["cells"].insert(mine["cells"].index(find(mine, "rate = ")) + 1, own("mine = 1"))
    found = carry(mine, old, built(BODY.replace(code("rate = 0.1\nprint(rate)"), "")))
    had = texts(found.notebook)
    assert had[had.index("mine = 1") + 1] == "### Exercise 1: Multiplication" and found.left == []


def test_an_own_cell_without_neighbours_is_named(built, old):
    mine = copy.deepcopy(old)
    mine["cells"].insert(mine["cells"].index(find(mine, "rate = ")) + 1, own("mine = 1"))
    for cell in mine["cells"]:
        cell["id"] = "gone-" + cell["id"]
    gone = copy.deepcopy(old)
    for cell in gone["cells"]:
        cell["id"] = "gone-" + cell["id"]
    mine["cells"][-1]["source"] = ["mine = 2"]
    new = built("+++\n" + twins("## Başka\nŞey.", "## Other\nThing."))
    new["cells"] = [cell for cell in new["cells"] if "Other" in "".join(cell["source"])]
    assert carry(mine, gone, new).left == ["Play", "Exercise 1: Multiplication"]


def test_cells_taken_out_come_back_and_an_own_order_gives_way(built, old):
    mine = answered(old)
    mine["cells"].remove(find(mine, "rate = "))
    mine["cells"].reverse()
    found = carry(mine, old, built(NEWER["a text"]))
    had = texts(found.notebook)
    assert "rate = 0.1\nprint(rate)" in had and had.index("## Play\nA new text.") < had.index(ANSWER)


@pytest.mark.parametrize("names", ["none", "twice"])
def test_no_id_or_one_twice_is_no_reason_to_lose_anything(built, old, names):
    mine = answered(old)
    mine["cells"].append(own("end = 1"))
    for cell in mine["cells"]:
        if names == "none":
            del cell["id"]
    if names == "twice":
        mine["cells"][-1]["id"] = mine["cells"][0]["id"]
    found = carry(mine, old, built(NEWER["a text"]))
    assert ANSWER in texts(found.notebook) and "end = 1" in texts(found.notebook) and found.left == []
    nbformat.validate(nbformat.from_dict(found.notebook))


def test_outputs_that_the_reader_has_stay_and_those_of_the_build_follow_it(built, old):
    mine = answered(old)
    mine["cells"] = [dict(cell, outputs=[OUTPUT]) if cell["cell_type"] == "code" else cell for cell in mine["cells"]]
    new = built(NEWER["another example"])
    found = carry(mine, old, new).notebook
    assert find(found, "return x + x")["outputs"] == [OUTPUT]
    assert find(found, "check.double")["outputs"] == [OUTPUT]
    assert find(found, "rate = 0.2")["outputs"] == []
    assert carry(old, old, new | {"cells": mine["cells"]}).notebook["cells"][-1]["outputs"] == [OUTPUT]


def test_metadata_is_merged_and_the_course_says_its_own(built, old):
    mine = copy.deepcopy(old)
    mine["metadata"] |= {"widgets": {WIDGET: {}}, "kernelspec": {"name": "other"}, "course": {"built": "x"}}
    mine["cells"][0]["metadata"]["collapsed"] = True
    new = built(NEWER["a text"])
    found = carry(mine, old, new).notebook
    assert found["metadata"] == new["metadata"] | {"kernelspec": {"name": "other"}}
    assert found["cells"][0]["metadata"] == {"collapsed": True}
    find(mine, "rate = ")["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {WIDGET: {}}}]
    assert carry(mine, old, new).notebook["metadata"]["widgets"] == {WIDGET: {}}


def test_an_own_note_with_a_picture_stays(built, old):
    mine = copy.deepcopy(old)
    note = find(mine, "### Exercise 1")
    note |= {"source": ["### Exercise 1: Multiplication\n", "My note."], "attachments": {"a.png": {"image/png": "AA"}}}
    found = carry(mine, old, built(NEWER["a text"])).notebook
    assert find(found, "My note.")["attachments"] == {"a.png": {"image/png": "AA"}}


def test_a_cell_made_another_kind_stays_so(built, old):
    mine = copy.deepcopy(old)
    place = mine["cells"].index(find(mine, "rate = "))
    mine["cells"][place] = nbformat.v4.new_markdown_cell("rate = 0.1", id=mine["cells"][place]["id"])
    found = carry(mine, old, built(NEWER["a text"])).notebook
    assert find(found, "rate = ")["cell_type"] == "markdown"
    nbformat.validate(nbformat.from_dict(found))


def test_without_the_old_build_answers_are_known_all_the_same(built, old):
    mine = answered(old)
    find(mine, "rate = ")["source"] = ["rate = 5"]
    found = carry(mine, None, built(NEWER["a text"]))
    assert found.guessed
    assert ANSWER in texts(found.notebook) and "rate = 0.1\nprint(rate)" in texts(found.notebook)


def test_without_the_old_build_an_old_stub_is_no_answer(built, old):
    new = built(NEWER["another signature"])
    assert texts(carry(copy.deepcopy(old), None, new).notebook) == texts(new)
    other = built(BODY.replace("double", "triple"))
    assert texts(carry(answered(old), None, other).notebook) == texts(other)


@pytest.mark.parametrize("damaged", [[], {}, {"cells": 3}, {"cells": [1], "metadata": {}}, {"cells": [{}]}])
def test_what_is_no_notebook_is_refused(old, damaged):
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        carry(damaged, old, old)
