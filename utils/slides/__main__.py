"""``python -m utils.slides``: make a lesson ready to be presented, write the slides or the handouts."""

import argparse
import sys
from pathlib import Path

from utils.authoring import SourceError
from utils.authoring.console import chosen, run
from utils.execution.executed import ExecutionError
from utils.language import LANGUAGES
from utils.site.__main__ import downloaded
from utils.site.pyodide import PyodideError
from utils.site.serve import serve
from utils.slides.export import write_slides
from utils.slides.handout import write_handouts
from utils.slides.live import prepare

ROOT = Path(__file__).resolve().parents[2]


def parser():
    commands = argparse.ArgumentParser(prog="python -m utils.slides", description=__doc__)
    verbs = commands.add_subparsers(dest="verb", required=True)
    present = verbs.add_parser("present", help="make a lesson ready to be presented")
    present.add_argument("language", choices=LANGUAGES)
    present.add_argument("lessons", nargs=1, metavar="LESSON")
    write = verbs.add_parser("write", help="write slides/: pages that need no network")
    write.add_argument("--handout", action="store_true", help="the presenter's notes alone, as PDF")
    write.add_argument(
        "--live", action="store_true", help="with what explorers need to run where the slides are served"
    )
    write.add_argument("--open", action="store_true", help="the same, then serve them and open a browser")
    write.add_argument("--pyodide", type=Path, help="a folder of Pyodide's files, which are not downloaded then")
    write.add_argument("lessons", nargs="*", metavar="LESSON")
    return commands


def main(arguments=None, root=ROOT) -> int:
    options = parser().parse_args(arguments)
    return run(lambda: obey(options, root), SourceError, ExecutionError, PyodideError, ValueError)


def obey(options, root):
    """Do what the command line asks for."""
    lessons = chosen(root, options.lessons)
    if options.verb == "present":
        assert lessons, "the command line names one"
        prepare(root, options.language, lessons[0])
        return
    if options.handout:
        paths = write_handouts(root, lessons)
    else:
        pyodide = options.pyodide or (downloaded() if options.live or options.open else None)
        paths = write_slides(root, lessons, pyodide)
    for path in paths:
        print("wrote", path.relative_to(root), flush=True)
    if options.open:
        serve(root / "slides")


if __name__ == "__main__":
    sys.exit(main())
