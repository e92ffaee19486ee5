"""What a lesson lacks, in sentences of the reader's language that say what to do.

``python -m tests.completeness 33_topic`` prints them, ``tests/run.py`` does so for one lesson, and
``tests/unit/test_rooms.py`` asks for none of any lesson.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from utils.authoring.build import heads
from utils.authoring.dependencies import files_behind
from utils.authoring.errors import SourceError
from utils.authoring.guides import lessons_of, minutes_of
from utils.authoring.new import PARTS
from utils.authoring.plans import CLASS_MINUTES, WEEKS
from utils.authoring.source import read_lesson
from utils.checks.registry import exercises
from utils.language import L

ROOT = Path(__file__).resolve().parent.parent
DATA = re.compile(r"(?!utils\.)(?:\w+\.)+(?:data|datasets|sampledata)")  # modules of packages that hand out data


def missing(root: Path, lesson: str) -> list[str]:
    """Return a sentence for each thing that ``lesson``, "33_topic", lacks in the course's folder ``root``."""
    absent = [part for part in PARTS if not part.path(root, lesson).is_file()]
    if absent:
        return [
            L(f"{_told(part, root, lesson)} yok: {part.tr}.", f"{_told(part, root, lesson)} is missing: {part.en}.")
            for part in absent
        ]
    try:
        written = _Written(root, lesson)
    except (SourceError, SyntaxError):
        path, command = f"notebooks/{lesson}.md", f"python course.py build {lesson[:2]}"
        return [L(f"{path} derlenmiyor: nedenini `{command}` söyler.", f"{path} does not build: `{command}` says why.")]
    looks = (_imports, _explorer, _checks, _terms, _tests, _mutants, _browser, _licences, _week)
    try:
        return [sentence for look in looks for sentence in look(written)]
    except (SyntaxError, ValueError) as error:  # of a Python file; it says which and where
        return [str(error)]


def untouched(root: Path, lesson: str) -> list[str]:
    """Return the files of a lesson that still are what ``python course.py new`` has written."""
    parts = [part for part in PARTS if part.skeleton != "room.txt" and part.path(root, lesson).is_file()]
    same = [part for part in parts if part.path(root, lesson).read_text("utf-8") == part.first_text(lesson)]
    return [_told(part, root, lesson) for part in same]


def own_tests(root: Path, lesson: str) -> list[Path]:
    """Return the files with a lesson's own unit tests: ``test_<slug>.py`` and ``test_<slug>_<part>.py``."""
    slugs = [source.stem[3:] for source in (root / "notebooks").glob("[0-9][0-9]_*.md")]

    def owner(file):  # test_gan_loss.py is of the lesson gan, unless there is a lesson gan_loss
        return max((slug for slug in slugs if f"{file.stem}_".startswith(f"test_{slug}_")), key=len, default="")

    return [file for file in sorted((root / "tests/unit/lessons").glob("test_*.py")) if owner(file) == lesson[3:]]


def _told(part, root, lesson):
    return part.path(root, lesson).relative_to(root).as_posix()


def _parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), path.name)


@dataclass
class _Written:
    """A lesson's files, read."""

    root: Path
    lesson: str

    def __post_init__(self):
        self.source = read_lesson(self.path("lesson.md"), self.root)
        self.cells = {unit.id: ast.parse(unit.texts["en"]) for unit in self.source.units if unit.kind == "code"}
        self.slug = self.lesson[3:]

    def path(self, skeleton: str) -> Path:
        """Return where the part stands that is made of ``skeleton``."""
        return next(part.path(self.root, self.lesson) for part in PARTS if part.skeleton == skeleton)

    def told(self, skeleton: str) -> str:
        return self.path(skeleton).relative_to(self.root).as_posix()

    @cached_property
    def code(self) -> str:
        return "\n".join(unit.texts["en"] for unit in self.source.units if unit.kind == "code")

    @cached_property
    def room(self) -> list[ast.Module]:
        return [_parsed(file) for file in sorted(self.path("room.txt").parent.rglob("*.py"))]

    @cached_property
    def imported(self) -> set[str]:
        """The names that the lesson imports from its room."""
        return set(_imported(self.cells.values(), re.compile(rf"utils\.lessons\.{self.slug}")))

    @cached_property
    def checked(self) -> set[str]:
        """The names of the checks that the lesson calls."""
        return {name.removeprefix("check.") for name in _called(self.cells.values()) if name.startswith("check.")}

    @cached_property
    def checks(self) -> set[str]:
        """The names of the checks that the room has for this lesson."""
        return {exercise.name for exercise in exercises(self.root / "utils/lessons").get(self.lesson, ())}


def _imports(written: _Written) -> Iterator[str]:
    """What the lesson imports, its room has, and what the room imports, the room's modules have."""
    if "check" not in written.imported:
        line = f"from utils.lessons.{written.slug} import …, check"
        yield L(
            f"{written.told('lesson.md')}: ders denetimlerini içe aktarmıyor; ilk kod hücresine `{line}` yazın.",
            f"{written.told('lesson.md')}: the lesson does not import its checks; write `{line}` in its first code cell.",
        )
    room = _parsed(written.path("room.txt"))
    wanted = [(written.told("lesson.md"), name, "room.txt") for name in written.imported - _names(room)]
    for skeleton in ("checks.txt", "explorer.txt"):
        module = re.compile(rf"utils\.lessons\.{written.slug}\.{written.path(skeleton).stem}")
        absent = set(_imported([room], module)) - _names(_parsed(written.path(skeleton)))
        wanted += [(written.told("room.txt"), name, skeleton) for name in absent]
    for place, name, skeleton in sorted(wanted):
        yield L(
            f"{place}: içe aktarılan `{name}`, {written.told(skeleton)} dosyasında yok; adı orada nasılsa öyle yazın.",
            f"{place}: `{name}` is imported, and {written.told(skeleton)} has no such name; write it as it is there.",
        )


def _names(tree: ast.Module) -> set[str]:
    """Return the names that the top of a module defines or imports."""
    found = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    found |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assigned = (node for statement in tree.body for node in ast.walk(statement) if isinstance(node, ast.Name))
    return found | {node.id for node in assigned if isinstance(node.ctx, ast.Store)}


def _explorer(written: _Written) -> Iterator[str]:
    shown = {
        cell.body[-1].value.func.id
        for cell in written.cells.values()
        if cell.body and isinstance(cell.body[-1], ast.Expr) and isinstance(cell.body[-1].value, ast.Call)
        if isinstance(cell.body[-1].value.func, ast.Name)
    }
    if not shown & (written.imported - {"check"}):
        yield L(
            f"{written.told('lesson.md')}: hiçbir hücre dersin etkileşimli çizimini göstermiyor; {written.told('explorer.txt')} "
            f"dosyasındaki sınıfı içe aktarıp bir hücrenin son satırında çağırın.",
            f"{written.told('lesson.md')}: no cell shows the lesson's explorer; import the class in "
            f"{written.told('explorer.txt')} and call it in the last line of a cell.",
        )


def _checks(written: _Written) -> Iterator[str]:
    tree = _parsed(written.path("checks.txt"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    marked = {
        name for name, node in functions.items() if any("exercise(" in ast.unparse(d) for d in node.decorator_list)
    }
    for name in sorted((written.checked - set(functions)) | (marked - written.checks)):
        form = f'@exercise("{written.lesson}", "{name}", tr="…", en="…")'
        yield L(
            f"{written.told('checks.txt')}: bu dersin `check.{name}` adlı bir denetimi yok; `{form}` ile yazın.",
            f"{written.told('checks.txt')}: this lesson has no check `check.{name}`; write it with `{form}`.",
        )
    for name in sorted(written.checks - written.checked):
        yield L(
            f"{written.told('lesson.md')}: `check.{name}` hiçbir alıştırmada çağrılmıyor; alıştırmasını yazın ya da "
            f"denetimi {written.told('checks.txt')} dosyasından silin.",
            f"{written.told('lesson.md')}: no exercise calls `check.{name}`; write its exercise, or delete the check "
            f"from {written.told('checks.txt')}.",
        )


def _terms(written: _Written) -> Iterator[str]:
    if not written.source.course["terms"]:
        yield L(
            f"{written.told('lesson.md')}: ders yeni terim tanıtmıyor; yeni sözcüklerini `terms:` alanında sayın.",
            f"{written.told('lesson.md')}: the lesson introduces no term; name its new words under `terms:`.",
        )


def _tests(written: _Written) -> Iterator[str]:
    trees = [_parsed(file) for file in own_tests(written.root, written.lesson)]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    first = [(ast.unparse(call.func), ast.unparse(call.args[0]).split(".")[-1]) for call in calls if call.args]
    if not any(function == "check_explorer" for function, _ in first):
        yield L(
            f"{written.told('test.txt')}: etkileşimli çizim sınanmıyor; `check_explorer(…)` fonksiyonunu sınıfıyla çağırın.",
            f"{written.told('test.txt')}: the explorer is not tested; call `check_explorer(…)` with its class.",
        )
    for name in sorted(written.checks - {name for function, name in first if function == "assert_check"}):
        yield L(
            f"{written.told('test.txt')}: `check.{name}` sınanmıyor; `assert_check(check.{name}, …)` yazın.",
            f"{written.told('test.txt')}: `check.{name}` is not tested; write `assert_check(check.{name}, …)`.",
        )


def _mutants(written: _Written) -> Iterator[str]:
    calls = (node for node in ast.walk(_parsed(written.path("mutants.txt"))) if isinstance(node, ast.Call))
    declared = {ast.unparse(call.args[0]) for call in calls if call.args and ast.unparse(call.func) == "Exercise"}
    for name in sorted(name for name in written.checks if repr(name) not in declared):
        yield L(
            f'{written.told("mutants.txt")}: `check.{name}` yanlış fikirlerle sınanmıyor; `Exercise("{name}", …)` '
            f"ile girdilerini ve yanlış fikirleri yazın.",
            f'{written.told("mutants.txt")}: `check.{name}` is not tried with wrong ideas; write `Exercise("{name}", …)` '
            f"with its inputs and the ideas.",
        )


def _browser(written: _Written) -> Iterator[str]:
    entry = _parsed(written.path("browser.txt"))
    keywords = (node for node in ast.walk(entry) if isinstance(node, ast.keyword))
    named = [keyword.value for keyword in keywords if keyword.arg in ("explorer", "answer", "check", "needs")]
    cells = {str(node.value) for value in named for node in ast.walk(value) if isinstance(node, ast.Constant)}
    for cell in sorted(cells - set(written.cells)):
        known = ", ".join(written.cells)
        yield L(
            f"{written.told('browser.txt')}: dersin {cell!r} adlı bir kod hücresi yok; kod hücreleri: {known}.",
            f"{written.told('browser.txt')}: the lesson has no code cell {cell!r}; its code cells are {known}.",
        )


def _licences(written: _Written) -> Iterator[str]:
    credits = (written.root / "assets/CREDITS.md").read_text("utf-8")
    rows = "\n".join(line for line in credits.splitlines() if line.startswith("|"))
    files = {path.relative_to(written.root).as_posix() for path in files_behind(written.code, written.root)}
    files = {file for file in files if file.startswith("assets/") and file != "assets/terms.csv"}
    wanted: dict[str, tuple[str, ...]] = {file: (file,) for file in files}
    trees = [*written.cells.values(), *written.room]
    for tree in trees:
        for module, name in _imports_of_data(tree):
            wanted[f"{module}.{name}"] = (name, module, f"{module}.{name}")
    for what, spellings in sorted(wanted.items()):
        if not any(f"`{spelling}`" in rows for spelling in spellings):
            yield L(
                f"assets/CREDITS.md: dersin okuduğu `{what}` tablolarda yok; kaynağını ve lisansını bir satır olarak "
                f"ekleyin.",
                f"assets/CREDITS.md: the lesson reads `{what}`, which no table has; add a row with its source and "
                f"licence.",
            )


def _imports_of_data(tree) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of each data set that a syntax tree imports: a loader of ours, or what a package hands out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names if _is_data(node.module, alias.name))


def _is_data(module, name):
    if re.fullmatch(r"(utils|sklearn)\.datasets(\.\w+)?", module):  # which also have make_…, and classes
        return name.startswith(("load_", "fetch_"))
    return bool(DATA.fullmatch(module) or DATA.fullmatch(f"{module}.{name}"))


def _week(written: _Written) -> Iterator[str]:
    number = int(written.lesson[:2])
    week = next((numbers for numbers, *_ in WEEKS if number in numbers), (number,))  # the second semester: one a week
    minutes = minutes_of(lessons_of(week, heads(written.root)), "read")
    if minutes > CLASS_MINUTES:
        yield L(
            f"INSTRUCTORS.md: bu dersin haftasında okunacaklar {minutes} dk sürüyor, sınıfta en çok {CLASS_MINUTES} dk var; "
            "dersi kısaltın ya da utils/authoring/plans.py dosyasında haftanın derslerini azaltın.",
            f"INSTRUCTORS.md: the week of this lesson takes {minutes} minutes in class, where there are {CLASS_MINUTES} at "
            "most; shorten the lesson, or take lessons out of the week in utils/authoring/plans.py.",
        )


def _imported(trees, module: re.Pattern) -> Iterator[str]:
    """Yield the names, as their module has them, that syntax trees import from a module."""
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and module.fullmatch(node.module):
                yield from (alias.name for alias in node.names)


def _called(trees) -> Iterator[str]:
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func)


def main(lessons: list[str]) -> int:
    sentences = [sentence for lesson in lessons for sentence in missing(ROOT, lesson)]
    print("\n".join(sentences) or L("Hiçbir şey eksik değil.", "Nothing is missing."))
    still = [file for lesson in lessons for file in untouched(ROOT, lesson)]
    if still:
        print(L("Hâlâ örnekteki gibi: ", "Still as in the example: ") + ", ".join(still))
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
