"""The stages of ``python course.py test`` and ``run``: every stage runs, also after one that failed.

    python tests/run.py test                 everything
    python tests/run.py test --quick         the unit tests
    python tests/run.py test 03_perceptron   one lesson: its own unit tests, code style, both editions in both languages
    python tests/run.py run 03_perceptron    builds one lesson and runs it

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

from utils.execution.fork_server import ONE_THREAD, kernels
from utils.language import LANGUAGES, L, number

ROOT = Path(__file__).resolve().parent.parent
NBVAL = ["--nbval-lax", "--nbval-cell-timeout", "300"]
NBVAL += [] if sys.stdout.isatty() else ["--color=no"]  # nbval colours a log file too, unless told
# A file's tests stay together, a notebook being one conversation; files start in the order given.
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


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


def own_tests(lesson):
    """Return the files with a lesson's own unit tests: ``test_<slug>.py`` and ``test_<slug>_<part>.py``."""
    folder, slug = ROOT / "tests/unit/lessons", lesson[3:]
    return [*folder.glob(f"test_{slug}.py"), *folder.glob(f"test_{slug}_*.py")]


def main(command, *words):
    lessons = [word for word in words if not word.startswith("-")]
    everything = sorted(source.stem for source in (ROOT / "notebooks").glob("[0-9][0-9]_*.md"))
    notebooks = [f"{language}/{lesson}.ipynb" for language in LANGUAGES for lesson in lessons]
    (ROOT / "build").mkdir(exist_ok=True)
    few = lessons or "--quick" in words  # kernels: a zygote would not pay
    forks = contextlib.nullcontext() if few else kernels()
    with forks, tempfile.TemporaryDirectory(dir=ROOT / "build") as scratch:  # in the course: pytest names its files
        run = Run(Path(scratch))
        if command == "run":
            run.stage(L("derleme", "build"), "utils.authoring", "build", *lessons)
            run.student_notebooks(lessons)
            return run.report()
        units = [file for lesson in lessons for file in own_tests(lesson)]
        if units or not lessons:
            run.pytest(L("birim testleri", "unit tests"), *PARALLEL, *(units or ["tests/unit"]), **ONE_THREAD)
        if "--quick" not in words:
            check = ["utils.authoring", "build", "--check", *lessons]
            run.stage(L("defterler güncel mi", "notebooks up to date"), *check)
            run.stage(L("kod biçimi", "code style"), "ruff", "check", *(notebooks or ["."]))
            if not lessons:
                run.stage(L("kod düzeni", "code layout"), "ruff", "format", "--check", ".")
                run.stage(L("türler", "types"), "mypy")
            run.student_notebooks(lessons or everything)
            run.solution_notebooks(lessons or everything)
        if not words:
            browser = ["-n", "2", "--durations=10", "tests/browser"]
            run.pytest(L("tarayıcı testleri", "browser tests"), *browser, **ONE_THREAD)
        return run.report()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(*sys.argv[1:]))
    sys.exit(130)
