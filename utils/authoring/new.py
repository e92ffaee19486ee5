"""Starts a lesson: its source, its room and its tests, which build and pass as they stand."""

import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from utils.authoring.source import LESSON_NAME
from utils.language import L

SKELETON = Path(__file__).parent / "skeleton"
LONGEST = 30  # letters of a slug: lines that name it twice stay within the formatter's width


@dataclass(frozen=True)
class Part:
    """One file of a lesson. skeleton: what ``new`` makes it of; place: where it stands; tr, en: what to write there."""

    skeleton: str
    place: str
    tr: str
    en: str

    def path(self, root: Path, lesson: str) -> Path:
        """Return where this part of ``lesson``, "33_topic", stands in the course's folder ``root``."""
        return root / self.place.format(lesson=lesson, slug=lesson[3:])

    def first_text(self, lesson: str) -> str:
        """Return what ``new`` writes for a lesson."""
        name = "".join(word.capitalize() for word in lesson[3:].split("_"))
        words = {"__LESSON__": lesson, "__NUMBER__": lesson[:2], "__SLUG__": lesson[3:], "__NAME__": name}
        text = (SKELETON / self.skeleton).read_text(encoding="utf-8")
        return re.sub("|".join(words), lambda found: words[found[0]], text)


PARTS = (
    Part(
        "lesson.md",
        "notebooks/{lesson}.md",
        "ders metnini iki dilde ve kodunu yazın; baştaki alanlar haritayı ve planları da doldurur",
        "write the text in both languages and the code; the fields at the top also fill the map and the plans",
    ),
    Part(
        "checks.txt",
        "utils/lessons/{slug}/checks.py",
        "her alıştırmanın denetimini, adını koyacağı yanılgılarla birlikte yazın",
        "write the check of each exercise, with the misconceptions that it names",
    ),
    Part(
        "explorer.txt",
        "utils/lessons/{slug}/explorer.py",
        "dersin etkileşimli çizimini yazın: kaydırıcıları, düğmeleri ve saf bir scene() fonksiyonu",
        "write the lesson's explorer: controls and a pure scene(), the mathematics in Python",
    ),
    Part(
        "room.txt",
        "utils/lessons/{slug}/__init__.py",
        "dersin tek satırda içe aktardıklarını sayın: etkileşimli çizimi ve check",
        "name what the lesson imports in one line: its explorer, and check",
    ),
    Part(
        "test.txt",
        "tests/unit/lessons/test_{slug}.py",
        "etkileşimli çizimi check_explorer ile, her denetimi assert_check ile sınayın",
        "test the explorer with check_explorer and each check with assert_check",
    ),
    Part(
        "mutants.txt",
        "tests/mutants/lessons/{slug}.py",
        "her alıştırmanın girdilerini ve akla gelecek yanlış fikirleri yazın; hiçbiri doğru sayılmamalı",
        "give the inputs of each exercise and the wrong ideas that come to mind; none may be told correct",
    ),
    Part(
        "browser.txt",
        "tests/browser/lessons/{slug}.py",
        "tarayıcı testinin hangi hücrelerle ne yapacağını yazın",
        "say which cells the browser test uses, and what it does with them",
    ),
)


def new_lesson(root: Path, lesson: str) -> list[Path]:
    """Write all parts of a lesson, "33_topic"; return their paths. ValueError for a bad name or one that is taken."""
    if not LESSON_NAME.fullmatch(lesson):
        raise ValueError(f"{lesson!r} is no lesson's name; write two digits, _ and a word: 04_linear_regression")
    slug = lesson[3:]
    if keyword.iskeyword(slug):
        raise ValueError(f"{slug!r} is a word of Python's own, and no module can be called so; choose another")
    if len(slug) > LONGEST:
        raise ValueError(f"{slug!r} is too long; {LONGEST} letters at most")
    same_number = sorted((root / "notebooks").glob(f"{lesson[:2]}_*.md"))
    same_name = [part.path(root, lesson) for part in PARTS if part.path(root, lesson).exists()]
    same_test = sorted((root / "tests").glob(f"**/test_{slug}.py"))  # pytest wants a name of its own for each
    for path in [*same_number, *same_name, *same_test]:
        raise ValueError(f"{path.relative_to(root).as_posix()} is there already; choose another number or name")
    for part in PARTS:
        path = part.path(root, lesson)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(part.first_text(lesson), encoding="utf-8", newline="\n")
    return [part.path(root, lesson) for part in PARTS]


def what_is_left(lesson: str) -> str:
    """Return, in the reader's language, what to do with a lesson that ``new_lesson`` has written."""
    number, slug = lesson[:2], lesson[3:]
    places = {part.place.format(lesson=lesson, slug=slug): L(part.tr, part.en) for part in PARTS} | {
        "assets/terms.csv": L(
            "dersin `terms:` alanında saydığı terimlerden eksik olanları ekleyin",
            "add the terms of the lesson's `terms:` that it lacks",
        ),
        "assets/CREDITS.md": L(
            "kurs için yeni olan her verinin kaynağını ve lisansını yazın",
            "add source and licence of all data that is new to the course",
        ),
    }
    width = max(map(len, places)) + 2
    return "\n".join(
        [
            L(
                f"Ders bu hâliyle derlenir ve bütün sınamalardan geçer:\n"
                f"  python course.py build {number}     defterleri, haritayı ve planları üretir\n"
                f"  python course.py test {number}      dersi sınar; eksik olanı adıyla söyler",
                f"As it stands the lesson builds and passes every test:\n"
                f"  python course.py build {number}     builds its notebooks, the map and the plans\n"
                f"  python course.py test {number}      tests the lesson, and names what is missing",
            ),
            L(
                "Şimdi örneğin yerine kendi dersinizi yazın (ayrıntısı: CONTRIBUTING.md):",
                "Now write your own lesson in place of the example (CONTRIBUTING.md has the details):",
            ),
            *(f"  {place:{width}}{words}" for place, words in places.items()),
        ]
    )
