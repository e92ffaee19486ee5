"""Starts a lesson: a source that shows every element and builds as it stands."""

from pathlib import Path

from utils.authoring.source import LESSON_NAME

SKELETON = Path(__file__).parent / "skeleton.md"


def new_lesson(root: Path, slug: str) -> Path:
    """Write ``notebooks/<slug>.md`` from the skeleton; ValueError for a bad or a taken name.

    It builds; it runs once its room, ``utils/lessons/<slug without its number>``, has its check.
    """
    if not LESSON_NAME.fullmatch(slug):
        raise ValueError(f"{slug!r} is no lesson's name; write two digits, _ and a word: 04_linear_regression")
    path = root / "notebooks" / f"{slug}.md"
    if path.exists():
        raise ValueError(f"{path.relative_to(root)} is there already")
    text = SKELETON.read_text(encoding="utf-8").replace("utils.lessons.slug", f"utils.lessons.{slug[3:]}")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
