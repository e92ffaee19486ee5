"""The tables of README.md and INSTRUCTORS.md come from the front matter, and a build keeps them so."""

from pathlib import Path

import pytest

from tests.unit.authoring.lessons import FRONT, course, twins
from utils.authoring import build, stale
from utils.authoring.__main__ import main
from utils.authoring.build import heads
from utils.authoring.guides import lessons_of, minutes_of, second_semester
from utils.authoring.plans import CLASS_MINUTES, DAY_MINUTES, DAYS, WEEKS

ROOT = Path(__file__).resolve().parents[3]
BODY = twins("Metin.", "Text.")
MARKED = "# A\n\n<!-- generated: {} -->\nold\n<!-- end of generated -->\n\nThe end.\n"


def guide(root, name, *tables):
    path = root / name
    path.write_text("".join(MARKED.format(table) for table in tables), encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path):
    for slug in ("00_start", "01_try", "03_more"):
        course(tmp_path, BODY, slug=slug)
    return tmp_path


def rows(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]


def test_the_map_has_a_row_for_each_lesson_in_both_languages(root):
    path = guide(root, "README.md", "map tr", "map en")
    assert path in build(root)
    text = path.read_text(encoding="utf-8")
    assert "old" not in text and text.startswith("# A\n") and text.endswith("\n\nThe end.\n")
    assert rows(path)[2:5] == [
        f"| [{slug[:2]}](tr/{slug}.ipynb) | Deneme: neyin denendiği | 5 + 6 dk |"
        for slug in ("00_start", "01_try", "03_more")
    ]
    assert rows(path)[8] == "| [01](en/01_try.ipynb) | A try: what is tried | 5 + 6 min |"


def test_a_week_and_a_day_hold_their_lessons_with_the_sum_of_their_minutes(root):
    path = guide(root, "INSTRUCTORS.md", "weeks en", "workshop en")
    build(root)
    weeks, days = rows(path)[2 : 2 + len(WEEKS)], rows(path)[-len(DAYS) :]
    links = "[00](en/00_start.ipynb), [01](en/01_try.ipynb)"
    assert weeks[0] == f"| 1 | {links} | A try; A try | 10 | 12 | 0 | {WEEKS[0][2]} |"
    assert "[03](en/03_more.ipynb) | A try | 5 | 6 | 0 |" in weeks[2]
    read_before, together = "[01](en/01_try.ipynb)", "[00](en/00_start.ipynb), [03](en/03_more.ipynb)"
    assert days[0] == f"| 1 | {read_before} | {together} | 10 | 12 | 0 | {DAYS[0][3]} |"


def test_what_a_class_has_no_time_to_practise_is_left_for_home(root):
    for slug in ("00_start", "01_try"):
        source = root / "notebooks" / f"{slug}.md"
        text = source.read_text(encoding="utf-8").replace("read: 5, practise: 6", "read: 50, practise: 40")
        source.write_text(text, encoding="utf-8")
    path = guide(root, "INSTRUCTORS.md", "weeks en")
    build(root)
    assert f"| {100} | {CLASS_MINUTES - 100} | {80 - (CLASS_MINUTES - 100)} |" in rows(path)[2]


def test_a_check_says_which_guide_is_stale_and_a_build_mends_it(root):
    path = guide(root, "README.md", "map en")
    build(root)
    assert stale(root) == stale(root, ["01_try"]) == []
    source = root / "notebooks/03_more.md"
    source.write_text(source.read_text(encoding="utf-8").replace("read: 5", "read: 7"), encoding="utf-8")
    assert any(sentence.startswith("README.md is not what the sources build") for sentence in stale(root, ["01_try"]))
    build(root, ["01_try"])
    assert rows(path)[-1].endswith("| 7 + 6 min |")


def test_a_fault_in_another_lesson_leaves_the_guides_as_they_are(root):
    path = guide(root, "README.md", "map en")
    before = path.read_bytes()
    (root / "notebooks/03_more.md").write_bytes(FRONT.replace("Deneme", "ğ").encode("cp1254"))
    assert [changed.name for changed in build(root, ["01_try"])] == ["01_try.ipynb", "01_try.ipynb"]
    assert path.read_bytes() == before


def test_a_line_in_a_subject_stays_in_its_cell(root):
    source = root / "notebooks/03_more.md"
    source.write_text(source.read_text(encoding="utf-8").replace("what is tried", "p(y|x)"), encoding="utf-8")
    path = guide(root, "README.md", "map en")
    build(root)
    assert rows(path)[-1].count(" | ") == 2 and r"p(y\|x)" in rows(path)[-1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (MARKED.format("maps en"), "there is no table 'maps'; there are map, weeks, second, workshop"),
        ("<!-- generated: map en -->\nrows", "is not marked so at both ends"),
    ],
)
def test_a_table_with_a_wrong_mark_stops_the_build(root, text, told, capsys):
    (root / "README.md").write_text(text, encoding="utf-8")
    assert main(["build"], root) == 1
    error = capsys.readouterr().err
    assert error.startswith("README.md: ") and told in error


def test_every_week_holds_lessons_that_exist_in_order_and_fits_into_its_periods():
    known = heads(ROOT)
    numbers = [number for week, *_ in WEEKS for number in week]
    assert numbers[0] == 0 and numbers == sorted(set(numbers))
    for week, *_ in WEEKS:
        inside = lessons_of(week, known)
        assert len(inside) == len(week)
        assert minutes_of(inside, "read") <= CLASS_MINUTES, f"{list(inside)}: take lessons out of the week, in plans.py"


def test_the_first_semester_needs_nothing_of_the_second():
    met = {number for week, *_ in WEEKS for number in week}
    needed = {slug for head in lessons_of(met, heads(ROOT)).values() for slug in head["needs"]}
    assert {int(slug[:2]) for slug in needed} <= met


def test_the_second_semester_has_a_week_for_each_lesson_that_the_first_leaves_out_but_for_two(root):
    for slug in ("11_left", "17_one", "19_other", "33_out"):
        course(root, BODY, slug=slug)
    path = guide(root, "INSTRUCTORS.md", "second en")
    build(root)
    assert rows(path)[2:] == [
        "| 1 | [11](en/11_left.ipynb) | A try | 5 | 6 | 0 |",
        "| 2 | [17](en/17_one.ipynb), [19](en/19_other.ipynb) | A try; A try | 10 | 12 | 0 |",
        "| 3 | [33](en/33_out.ipynb) | A try | 5 | 6 | 0 |",
    ]


def test_the_second_semester_holds_every_other_lesson_in_fourteen_weeks_that_it_fits_into():
    known = heads(ROOT)
    weeks = second_semester(known)
    held = [number for week in (*(numbers for numbers, *_ in WEEKS), *weeks) for number in week]
    assert sorted(held) == [int(slug[:2]) for slug in sorted(known)] and len(weeks) <= 14
    assert all(minutes_of(lessons_of(week, known), "read") <= CLASS_MINUTES for week in weeks)


def test_every_day_holds_lessons_that_exist_in_order_and_have_time():
    known = heads(ROOT)
    numbers = [number for day, *_ in DAYS for number in day]
    assert numbers == sorted(set(numbers))
    for day, alone, *_ in DAYS:
        assert len(lessons_of((*day, *alone), known)) == len(day) + len(alone)
        assert minutes_of(lessons_of(day, known), "read") <= DAY_MINUTES


def test_the_workshop_asks_for_nothing_that_was_not_read_before():
    met = set()
    for day, alone, *_ in DAYS:
        met |= {*day, *alone}
        needed = {slug for course in lessons_of((*day, *alone), heads(ROOT)).values() for slug in course["needs"]}
        assert {int(slug[:2]) for slug in needed} <= met
