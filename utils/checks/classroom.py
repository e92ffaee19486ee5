"""The progress of a class, from the files that its students handed in: no server, no account, nothing sent.

    python course.py collect FOLDER [TABLES]

A student hands in the file ``.progress.json`` of the course's folder, under their own name (``ayse.json``) or in a
folder of their name (``ayse/.progress.json``). Where FOLDER holds the homes of a hub's users, progress is read in each
home, whose name without ``jupyter-`` is the student's. The report tells how many exercises of each lesson every student
has solved, and which misconceptions the class met, the most frequent first. In the same folder, or in TABLES,
``summary.csv`` holds the first table for a spreadsheet, and ``gradebook.csv`` the shares solved, as Moodle's gradebook
imports them.
"""

import csv
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from utils.checks import store
from utils.checks.registry import exercises
from utils.language import L, language

SUMMARY, GRADEBOOK = "summary.csv", "gradebook.csv"
NAMELESS = (".progress", "progress")  # a file called so is named by its folder
IN_A_HOME = Path(".deep-learning-course") / ".progress.json"  # of an installed course (utils.places)
HUBS_PREFIX = "jupyter-"  # which The Littlest JupyterHub puts before the names of its users
MOST = 12  # misconceptions that the report lists
WIDTH = 24  # characters of a student's name that are printed


@dataclass(frozen=True)
class Class:
    """What a class has done.

    students: ``{name: progress}``, progress as ``store.load`` returns it. unread: ``{file: why}``.
    """

    students: dict[str, dict]
    unread: dict[str, str]

    def solved(self, name: str, lesson: str) -> int:
        """Return how many of a lesson's exercises a student has solved."""
        done = self.students[name].get(lesson, {})
        return sum(done.get(exercise.name, {}).get("solved", False) for exercise in exercises()[lesson])

    def lessons(self) -> list[str]:
        """Return the lessons in which anybody has tried an exercise, in order."""
        tried = {lesson for progress in self.students.values() for lesson in progress}
        return [lesson for lesson in exercises() if lesson in tried]

    def misconceptions(self) -> list[tuple[int, str, str, str]]:
        """Return (students who met it, lesson, exercise, its name), the most frequent first."""
        met = Counter(
            (lesson, exercise, misconception)
            for progress in self.students.values()
            for lesson, entries in progress.items()
            for exercise, entry in entries.items()
            for misconception in entry["misconceptions"]
        )
        return sorted(((count, *what) for what, count in met.items()), key=lambda row: (-row[0], row[1:]))


def collect(folder: Path) -> Class:
    """Read every progress file in ``folder`` and the folders in it, of homes that of the course alone. What cannot be
    read is named in ``unread``.

    Where two files have one name, the second is told apart by its path. Raises ``NotADirectoryError``.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    students, unread = {}, defaultdict(str)
    for name, file in _in_homes(folder) or _handed_in(folder):
        place = str(file.relative_to(folder))
        try:
            students[place if name in students else name] = store.read(file)
        except store.Damaged:
            unread[place] = L("bir ilerleme dosyası değil ya da bozuk", "no progress file, or damaged")
        except store.NewerFile:
            unread[place] = L("kursun daha yeni bir sürümünden", "from a newer version of the course")
        except OSError as error:
            unread[place] = error.strerror or type(error).__name__
    return Class(students, dict(unread))


def _in_homes(folder):
    """Return [(student, file)] of homes that have begun the course; empty where ``folder`` holds no homes."""
    begun = [home for home in sorted(folder.iterdir()) if os.path.lexists(home / IN_A_HOME)]
    return [(home.name.removeprefix(HUBS_PREFIX), home / IN_A_HOME) for home in begun]


def _handed_in(folder):
    """Return [(student, file)] of files that were handed in."""
    files = sorted(folder.rglob("*.json"))
    named = [file.parent.name if file.stem in NAMELESS and file.parent != folder else file.stem for file in files]
    return list(zip(named, files, strict=True))


def report(group: Class) -> str:
    """Return the class's progress as text, in the reader's language."""
    lessons = group.lessons()
    numbers = [lesson[:2] for lesson in lessons]
    lines = [_row(L("Öğrenci", "Student"), numbers, L("toplam", "sum"))]
    for name in sorted(group.students, key=str.casefold):
        counts = [group.solved(name, lesson) for lesson in lessons]
        lines.append(_row(name, counts, sum(counts)))
    totals = [len(exercises()[lesson]) for lesson in lessons]
    lines.append(_row(L("(alıştırma sayısı)", "(exercises there are)"), totals, sum(totals)))
    lines += ["", *_misconception_lines(group)]
    if group.unread:
        lines += ["", L("Okunamayan dosyalar:", "Files that were not read:")]
        lines += [f"  {file}: {why}" for file, why in group.unread.items()]
    return "\n".join(lines)


def _row(name, cells, last):
    short = name if len(name) <= WIDTH else name[: WIDTH - 1] + "…"
    return f"{short:{WIDTH}}" + "".join(f"{cell!s:>4}" for cell in cells) + f"{last!s:>8}"


def _misconception_lines(group):
    found = group.misconceptions()
    if not found:
        return [L("Adı konmuş bir yanılgı görülmedi.", "No named misconception was met.")]
    titles = {(item.lesson, item.name): L(item.tr, item.en) for items in exercises().values() for item in items}
    head = L(
        "Sınıfta en çok görülen yanılgılar (öğrenci sayısı):",
        "Misconceptions that the class met most (students):",
    )
    rows = [
        f"  {count:3}  {lesson[:2]} {titles.get((lesson, exercise), exercise)}: {name}"
        for count, lesson, exercise, name in found[:MOST]
    ]
    return [head, *rows]


def write_summary(group: Class, file: Path) -> None:
    """Write the table of solved exercises as CSV that a spreadsheet opens with its Turkish letters in place."""
    lessons = group.lessons()
    # A spreadsheet in Turkish takes the comma for a decimal sign and expects semicolons between columns.
    delimiter = {"tr": ";", "en": ","}[language()]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, delimiter=delimiter)
        table.writerow([L("öğrenci", "student"), *lessons])
        for name in sorted(group.students, key=str.casefold):
            table.writerow([_harmless(name), *(group.solved(name, lesson) for lesson in lessons)])


def write_gradebook(group: Class, file: Path) -> None:
    """Write for each lesson what share of its exercises a student has solved, 0 to 100, as Moodle's gradebook imports it.

    The first column is the name that a file was handed in under, which Moodle has to know: a username, an e-mail address
    or an ID number. Whole numbers and commas, so that it is read alike in every language.
    """
    lessons = group.lessons()
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["username", *(f"{lesson} (%)" for lesson in lessons)])
        for name in sorted(group.students, key=str.casefold):
            shares = (round(100 * group.solved(name, lesson) / len(exercises()[lesson])) for lesson in lessons)
            table.writerow([_harmless(name), *shares])


def _harmless(name: str) -> str:
    """A file's name is written by a student: a spreadsheet must not take it for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def main(folder: str, tables: str = "") -> int:
    try:
        group = collect(Path(folder))
    except NotADirectoryError:
        print(L(f"Böyle bir klasör yok: {folder}", f"There is no such folder: {folder}"), file=sys.stderr)
        return 2
    if not group.students:
        told = L(
            "Klasörde okunabilen bir ilerleme dosyası (.json) yok.",
            "The folder has no progress file (.json) that can be read.",
        )
        print("\n".join([told, *(f"  {file}: {why}" for file, why in group.unread.items())]), file=sys.stderr)
        return 1
    print(report(group))
    place = Path(tables or folder)
    place.mkdir(parents=True, exist_ok=True)
    write_summary(group, place / SUMMARY)
    write_gradebook(group, place / GRADEBOOK)
    print("\n" + L(f"Tablo: {place / SUMMARY}", f"The table: {place / SUMMARY}"))
    print(L(f"Moodle'ın not defteri için: {place / GRADEBOOK}", f"For Moodle's gradebook: {place / GRADEBOOK}"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
