"""Reads what stands at the head of a source: the `course:` of its front matter, from which the first cell is built."""

import re

import yaml

from utils.authoring.errors import Problems
from utils.language import LANGUAGES

KEYS = ("title", "subject", "promise", "objectives", "minutes", "needs", "terms")
FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.S)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # written in C where there is one: ten times as fast


def read_front_matter(text: str, problems: Problems) -> tuple[dict | None, int]:
    """Return (`course:`, None where it is faulty, and the number of lines that the front matter takes)."""
    found = FRONT.match(text)
    if not found:
        problems.add(1, "the front matter is missing: a block between two lines `---`; see CONTRIBUTING.md")
        return None, 0
    before = len(problems)
    problems.head = found[0].splitlines()
    try:
        front = yaml.load(found[1], LOADER)
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 2 if getattr(error, "problem_mark", None) else 1
        problems.add(line, f"the front matter is no YAML: {getattr(error, 'problem', error)}")
    else:
        _check(front, problems)
    course = front["course"] if len(problems) == before else None
    return course, found[0].count("\n")


def _check(front, problems):
    front = front if isinstance(front, dict) else {}
    text_format = (front.get("jupytext") or {}).get("text_representation") or {}
    if text_format.get("format_name") != "myst":
        problems.add_at(
            "jupytext", "`jupytext: text_representation: format_name: myst` is missing; see CONTRIBUTING.md"
        )
    course = front.get("course")
    if not isinstance(course, dict):
        problems.add_at("course", "the front matter has no `course:`; `python course.py new 33_example` shows one")
        return
    for key in sorted(set(map(str, course)) - set(KEYS)):
        problems.add_at(key, f"unknown key `{key}` under `course:`; known are {', '.join(KEYS)}")
    missing = [key for key in KEYS if key not in course]
    if missing:
        problems.add_at("course", f"`course:` lacks {', '.join(missing)}")
        return
    for key in ("title", "subject", "promise"):
        _check_twins(course, key, str, problems)
    _check_twins(course, "objectives", list, problems)
    _check_minutes(course["minutes"], problems)
    for key in ("needs", "terms"):
        _check_list(course[key], key, problems)


def _check_twins(course, key, kind, problems):
    """Report where ``course[key]`` is no pair of ``kind``: str, a text each; list, 3 to 5 texts each, as many."""
    value = course[key]
    if not isinstance(value, dict) or set(value) != set(LANGUAGES):
        problems.add_at(key, f"`course.{key}` needs exactly one value for `tr` and one for `en`")
    elif not all(isinstance(side, kind) and side for side in value.values()):
        what = "a text" if kind is str else "a list of 3 to 5 texts"
        problems.add_at(key, f"`course.{key}` needs {what} for `tr` and for `en`")
    elif kind is list and not (len(value["tr"]) == len(value["en"]) and 3 <= len(value["tr"]) <= 5):
        problems.add_at(key, f"`course.{key}` needs 3 to 5 lines, as many for `tr` as for `en`")


def _check_minutes(minutes, problems):
    if not isinstance(minutes, dict) or set(minutes) != {"read", "practise"}:
        problems.add_at("minutes", "`course.minutes` needs `read` and `practise`")
    elif not all(type(value) is int and value > 0 for value in minutes.values()):
        problems.add_at("minutes", "`course.minutes` needs whole numbers above 0")


def _check_list(names, key, problems):
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        problems.add_at(key, f"`course.{key}` is a list of names: [] where there is none")
        return
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add_at(name, f"`course.{key}` names {name!r} twice; delete one")
