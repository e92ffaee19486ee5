"""The stages of ``python course.py test`` and ``run``: every stage runs, also after one that failed.

    python -m tests.run test                 everything
    python -m tests.run test --quick         the unit tests
    python -m tests.run test 03_perceptron   all that the whole run asks of one lesson, and what the lesson lacks
    python -m tests.run run 03_perceptron    builds one lesson and runs it

It needs the environment that ``course.py`` makes. Over all lessons kernels are forks where the system allows it
(``utils.execution.fork_server``); a lesson alone has kernels as a student has them. The end names each failed stage and
lists the seconds that each notebook took: all of it as a student first meets it, then its exercises with every
solution in place.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.completeness import own_tests
from utils.authoring.new import PARTS
from utils.execution.fork_server import ONE_THREAD, kernels
from utils.language import LANGUAGES, L, number

ROOT = Path(__file__).resolve().parent.parent
NBVAL = ["--nbval-lax", "--nbval-cell-timeout", "300"]
NBVAL += [] if sys.stdout.isatty() else ["--color=no"]  # nbval colours a log file too, unless told
# What the whole run asks of every lesson, so that one that passes alone passes there too.
EVERY_LESSON = ["tests/unit/test_rooms.py", "tests/unit/test_imports.py", "tests/unit/slides/test_slides_presets.py"]
# A file's tests stay together, a notebook being one conversation; files start in the order given. A worker that dies is
# replaced once: its file starts anew, and a test that ends every worker would go on for ever.
PARALLEL = ["-n", "2", "--max-worker-restart", "1", "--dist", "loadfile", "--no-loadscope-reorder"]


class Run:
    """One run of stages in a scratch folder: what each returned and recorded."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.failed: list[str] = []  # titles of stages
        self.outcomes: Counter[str] = Counter()
        self.seconds: dict[str, dict] = {}  # {lesson: {(edition, language): seconds}}

    def stage(self, title, *command, **environment):
        """Run one of the environment's programs as a stage; its exit code says whether it failed."""
        print(f"\n=== {title}", flush=True)
        # The reader's own progress stays as it is, and the kernel is this environment's.
        settings = {"COURSE_PROGRESS": str(self.scratch / "progress.json"), "JUPYTER_PREFER_ENV_PATH": "1"}
        done = subprocess.run(
            [sys.executable, "-m", *map(str, command)], cwd=ROOT, env=os.environ | settings | environment
        )
        if done.returncode:
            self.failed.append(title)

    def javascript(self):
        """Look at style, layout and types of the JavaScript, as deno.json says."""
        offline = {"DENO_NO_UPDATE_CHECK": "1"}
        self.stage(L("JavaScript biçimi", "style of JavaScript"), "deno", "lint", **offline)
        self.stage(L("JavaScript düzeni", "layout of JavaScript"), "deno", "fmt", "--check", **offline)
        self.stage(L("JavaScript türleri", "types of JavaScript"), "deno", "check", "utils", **offline)

    def pytest(self, title, *arguments, edition=None, **environment):
        """Run pytest as a stage and take over what it recorded; a notebook's seconds under its edition."""
        record = self.scratch / "record.json"
        plugin = ["-p", "tests.notebooks.record", "--record", record]
        self.stage(title, "pytest", *plugin, *arguments, **environment)
        if record.exists():  # a crash of pytest itself leaves none, and has failed by its exit code
            recorded = json.loads(record.read_text(encoding="utf-8"))
            record.unlink()
            self.outcomes.update(recorded["outcomes"])
            for name, seconds in recorded["seconds"].items():
                language, lesson = name.split("/")
                self.seconds.setdefault(lesson, {})[edition, language] = seconds

    def student_notebooks(self, lessons):
        """Run the notebooks as a student first meets them, exercises untouched."""
        title = L("öğrenci defterleri", "student notebooks")
        self.notebooks(title, ROOT, lessons, edition="student")

    def solution_notebooks(self, lessons):
        """Run the exercises with every solution in place: each check has to answer "correct"."""
        folder = self.scratch / "solution"
        title = L("çözümlü defterlerin derlenmesi", "building the solutions")
        self.stage(title, "utils.authoring", "edition", "solution", folder, *lessons)
        self.stage(L("alıştırmalara indirgeme", "cutting to the exercises"), "tests.notebooks.needed", folder)
        strict = {"edition": "solution", "COURSE_STRICT_CHECKS": "1"}
        self.notebooks(L("çözümlü defterler", "solution notebooks"), folder, lessons, **strict)

    def notebooks(self, title, folder, lessons, **how):
        """Run notebooks, two at a time; late lessons take longest and start first, or one would run on alone."""
        late_first = sorted(lessons, reverse=True)
        files = [folder / language / f"{lesson}.ipynb" for lesson in late_first for language in LANGUAGES]
        self.pytest(title, *NBVAL, *PARALLEL, *files, **ONE_THREAD, **how)

    def report(self):
        """Print each notebook's seconds, what failed and the sum of the outcomes; return the exit code."""
        if self.seconds:
            print("\n" + seconds_table(self.seconds))
        counts = ", ".join(f"{self.outcomes[name]} {name}" for name in ("passed", "failed", "skipped"))
        failed = ", ".join(self.failed)
        print()
        print(L(f"Başarısız: {failed}", f"Failed: {failed}") if failed else L("Hepsi geçti.", "All passed."))
        if self.outcomes:
            print(f"Tests: {counts}", flush=True)
        return 1 if self.failed else 0


def seconds_table(seconds):
    """Return ``{lesson: {(edition, language): seconds}}`` as text: a row per lesson, a column per kind."""
    words = {"student": L("öğrenci", "student"), "solution": L("çözümlü", "solution")}
    columns = [(edition, language) for edition in words for language in LANGUAGES]
    columns = [column for column in columns if any(column in row for row in seconds.values())]
    rows = [[L("Saniye", "Seconds"), *(f"{words[edition]} {language}" for edition, language in columns)]]
    for lesson, row in sorted(seconds.items()):
        rows.append([lesson, *(number(row[column], 1) if column in row else "-" for column in columns)])
    sums = [sum(row.get(column, 0) for row in seconds.values()) for column in columns]
    rows.append([L("Toplam", "Sum"), *(number(value, 1) for value in sums)])
    return "\n".join(f"{first:32}" + "".join(f"{cell:>14}" for cell in rest) for first, *rest in rows)


def python_of(lesson):
    """Return the Python files of one lesson: its room and its tests."""
    parts = [part.path(ROOT, lesson) for part in PARTS if part.place.endswith(".py")]
    return sorted(
        {file for file in (*parts, *parts[0].parent.glob("**/*.py"), *own_tests(ROOT, lesson)) if file.is_file()}
    )


def main(command, *words):
    lessons = [word for word in words if not word.startswith("-")]
    everything = sorted(source.stem for source in (ROOT / "notebooks").glob("[0-9][0-9]_*.md"))
    (ROOT / "build").mkdir(exist_ok=True)
    few = lessons or "--quick" in words  # kernels: a zygote would not pay
    forks = contextlib.nullcontext() if few else kernels()
    with forks, tempfile.TemporaryDirectory(dir=ROOT / "build") as scratch:  # in the course: pytest names its files
        run = Run(Path(scratch))
        lacks = L("dersin eksikleri", "what the lesson lacks")
        if command == "run":
            run.stage(L("derleme", "build"), "utils.authoring", "build", *lessons)
            run.stage(lacks, "tests.completeness", *lessons)
            run.student_notebooks(lessons)
            return run.report()
        if lessons:
            run.stage(lacks, "tests.completeness", *lessons)
        units = [*EVERY_LESSON, *(file for lesson in lessons for file in own_tests(ROOT, lesson))]
        mutants = ["tests/mutants", "-k", " or ".join(lessons)] if lessons else ["tests/mutants"]
        run.pytest(L("birim testleri", "unit tests"), *PARALLEL, *(units if lessons else ["tests/unit"]), **ONE_THREAD)
        run.pytest(L("mutantlar", "mutants"), "-n", "2", *mutants, **ONE_THREAD)
        if "--quick" not in words:
            check = ["utils.authoring", "build", "--check", *lessons]
            run.stage(L("defterler güncel mi", "notebooks up to date"), *check)
            notebooks = [f"{language}/{lesson}.ipynb" for language in LANGUAGES for lesson in lessons]
            python = [file for lesson in lessons for file in python_of(lesson)]
            run.stage(L("kod biçimi", "code style"), "ruff", "check", *([*notebooks, *python] or ["."]))
            run.stage(L("kod düzeni", "code layout"), "ruff", "format", "--check", *(python or ["."]))
            if not lessons:
                run.stage(L("türler", "types"), "mypy")
            run.stage(L("yazım", "spelling"), "tests.spelling", *lessons)
            if not lessons:
                run.javascript()
            run.student_notebooks(lessons or everything)
            run.solution_notebooks(lessons or everything)
            chosen = ["-k", " or ".join(lessons)] if lessons else ["--durations=10"]
            run.pytest(L("tarayıcı testleri", "browser tests"), "-n", "2", *chosen, "tests/browser", **ONE_THREAD)
            if not lessons:
                run.pytest("JupyterHub", "tests/hub", **ONE_THREAD)
        return run.report()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(*sys.argv[1:]))
    sys.exit(130)
