"""``python -m utils.authoring``: build the notebooks, check them, make an edition, start a lesson; for those who teach,
write assignments and questions; for readers, reset a lesson and make an update ready.
"""

import argparse
import sys
import time
from contextlib import suppress
from pathlib import Path

from utils.authoring import SourceError, build, build_edition, stale
from utils.authoring.build import assign, reset
from utils.authoring.console import chosen, run
from utils.authoring.moodle import write_questions
from utils.authoring.new import new_lesson, what_is_left
from utils.authoring.notebook import EDITIONS
from utils.authoring.repository import named, what_to_set
from utils.authoring.update import CannotUpdate, prepare
from utils.authoring.watch import watch
from utils.language import LANGUAGES, L

ROOT = Path(__file__).resolve().parent.parent.parent


def run_build(root, lessons):
    started = time.perf_counter()
    for path in build(root, lessons):
        print("wrote", path.relative_to(root))
    print(f"built in {time.perf_counter() - started:.1f} s")
    if named(root) is None:
        print(what_to_set())


def run_reset(root, lessons, languages):
    for path in reset(root, lessons, languages):
        print(L(f"{path.relative_to(root)}: baştaki hâlinde", f"{path.relative_to(root)}: back at its start"))
    print(
        L(
            "İlerlemeniz silinmedi: çözdüğünüz alıştırmalar çözülmüş sayılır. Defter JupyterLab'de açıksa kapatıp yeniden "
            "açın.",
            "Your progress was not deleted: exercises that you solved count as solved. If the notebook is open in "
            "JupyterLab, close it and open it again.",
        )
    )


def run_assignment(root, lessons, languages):
    for path in assign(root, lessons, languages):
        print(L("yazıldı:", "wrote"), path.relative_to(root))


def run_questions(root, lessons, languages):
    for path, count in write_questions(root, lessons, languages).items():
        print(
            L(
                f"yazıldı: {path.relative_to(root)} ({count} soru)",
                f"wrote {path.relative_to(root)} ({count} questions)",
            )
        )


def parser():
    commands = argparse.ArgumentParser(prog="python -m utils.authoring", description=__doc__)
    verbs = commands.add_subparsers(dest="verb", required=True)
    builder = verbs.add_parser("build", help="write tr/ and en/ from notebooks/")
    builder.add_argument("--check", action="store_true", help="write nothing; fail if anything is stale")
    builder.add_argument("--watch", action="store_true", help="build again whenever a source changes")
    builder.add_argument("lessons", nargs="*", metavar="LESSON")
    edition = verbs.add_parser("edition", help="write an edition into a folder")
    edition.add_argument("edition", choices=EDITIONS)
    edition.add_argument("target", type=Path)
    edition.add_argument("lessons", nargs="*", metavar="LESSON")
    new = verbs.add_parser("new", help="start a lesson: its source, its room, its tests")
    new.add_argument("slug", metavar="NN_slug")
    resetter = verbs.add_parser("reset", help="put lessons back to their start")
    resetter.add_argument("--language", choices=LANGUAGES)
    resetter.add_argument("lessons", nargs="+", metavar="LESSON")
    assigner = verbs.add_parser("assignment", help="write lessons without hints, solutions and reasons to teaching/")
    asker = verbs.add_parser("questions", help="write the multiple-choice questions as Moodle XML to teaching/")
    for verb, count in ((assigner, "+"), (asker, "*")):
        verb.add_argument("--language", choices=LANGUAGES)
        verb.add_argument("lessons", nargs=count, metavar="LESSON")
    updater = verbs.add_parser("update", help="make a newer course ready, which course.py puts into its place")
    updater.add_argument("archive", nargs="?", type=Path)
    return commands


def main(arguments=None, root=ROOT) -> int:
    options = parser().parse_args(arguments)
    return run(lambda: obey(options, root), SourceError, CannotUpdate, ValueError, OSError)


def obey(options, root):
    """Do what the command line asks for; return the exit code, None for 0."""
    if options.verb == "new":
        for path in new_lesson(root, options.slug):
            print("wrote", path.relative_to(root))
        print(f"\n{what_is_left(options.slug)}")
        return None
    if options.verb == "update":
        prepare(root, options.archive)
        return None
    lessons = chosen(root, options.lessons)
    languages = (options.language,) if getattr(options, "language", None) else LANGUAGES
    if options.verb == "reset":
        run_reset(root, lessons, languages)
    elif options.verb == "assignment":
        run_assignment(root, lessons, languages)
    elif options.verb == "questions":
        run_questions(root, lessons, languages)
    elif options.verb == "edition":
        for path in build_edition(root, options.edition, options.target, lessons=lessons):
            print("wrote", path)
    elif options.check:
        sentences = stale(root, lessons)
        print("\n".join(sentences) or "the built notebooks are up to date")
        return 1 if sentences else 0
    elif options.watch:
        with suppress(KeyboardInterrupt):  # the way to end a watch, and no fault
            watch(root, lessons)
    else:
        run_build(root, lessons)
    return None


if __name__ == "__main__":
    sys.exit(main())
