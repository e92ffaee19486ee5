"""Builds the whole site: notebooks, their execution, sources, Sphinx, the check of the result."""

import base64
import contextlib
import os
import re
import shutil
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from utils.authoring.build import build_edition
from utils.authoring.repository import Repository
from utils.execution.executed import Execution
from utils.execution.fork_server import ONE_THREAD, kernels
from utils.language import LANGUAGES, L
from utils.site import equations, links, lite, live, sphinx_run
from utils.site.archive import NAME, archive
from utils.site.course_map import map_page
from utils.site.equations import KATEX
from utils.site.glossary_page import glossary_page, introductions
from utils.site.instructors_page import NAME as INSTRUCTORS
from utils.site.instructors_page import instructors_page
from utils.site.outputs import Outputs
from utils.site.pages import first_explorer, lesson_page
from utils.site.pyodide import NOTEBOOKS, read
from utils.site.words import WORDS
from utils.widgets.frontend import player_text
from utils.widgets.page import style_text

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2  # notebooks
UNUSED = ("*.map", "*webpack-macros.html", "fontawesome.js")  # that the theme brings; no page asks for them
ICON_RULE = re.compile(r'(?:\.fa-[a-z0-9-]+,?)+\{--fa:"[^"]*"[^{}]*\}')
FRONT = """<!doctype html>
<html lang="tr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Derin Öğrenme · Deep Learning</title>
<script>location.replace((navigator.language || "en").startsWith("tr") ? "tr/index.html" : "en/index.html");</script>
</head>
<body>
<p><a href="tr/index.html">Türkçe</a> · <a lang="en" href="en/index.html">English</a></p>
</body>
</html>
"""


class SiteError(Exception):
    """The site could not be built, or its check found faults: the message lists them."""


def build_site(
    root: Path,
    target: Path,
    lessons=None,
    work: Path | None = None,
    pyodide: Path | None = None,
    repository: Repository | None = None,
    tools: lite.Tools | None = None,
) -> Path:
    """Build ``target/tr`` and ``target/en`` from the sources in ``root``; return ``target``. SiteError: see its words.

    lessons: slugs, None for all. ``work`` holds what is between (``build/site-source``), so a second run is short.
    ``pyodide``: the folder of Pyodide's files (``utils.site.pyodide``); without one recordings stay recordings.
    ``repository``: where Colab opens the notebooks from; without one the pages do not offer it. ``tools``: what makes
    JupyterLite, which needs ``pyodide`` too; without them the pages do not offer that either.
    """
    files = read(pyodide) if pyodide else None
    if tools and pyodide:
        read(pyodide, NOTEBOOKS)  # what is missing is said before the work
    work = work or root / "build" / "site-source"
    clock = _Clock()
    with _makers() as makers:
        with kernels():
            for maker in makers.values():
                maker.submit(_get_ready)
            paths = build_edition(root, "student", work / "notebooks", lessons=lessons)
            notebooks = _run_all(sorted(paths))
        clock.say(L(f"{len(paths)} defter çalıştırılmış hâlde", f"{len(paths)} notebooks executed"))
        packed = archive(root, work / "archive")
        clock.say(L(f"öğrenci arşivi: {len(packed) / 1e6:.1f} MB", f"the student archive: {len(packed) / 1e6:.1f} MB"))
        explorers = _live(root, notebooks, files, clock)
        able = explorers.able if explorers else frozenset()
        _write_shared(work / "static")
        where = introductions(notebooks["tr"])
        _each(
            makers,
            _write_sources,
            lambda name: (work / name, notebooks[name], where, name, able, repository, bool(tools and pyodide)),
        )
        clock.say(L("sayfaların kaynakları yazıldı", "the sources of the pages written"))
        worker = f"../{live.FOLDER}/{explorers.worker}" if explorers else ""
        told = _each(makers, sphinx_run.run, lambda name: (name, work / name, target / name, worker))
    if any(told):  # its warnings are faults
        raise SiteError("\n".join(filter(None, told)))
    _lighten(target)
    (target / "index.html").write_text(FRONT, encoding="utf-8", newline="\n")
    (target / NAME).write_bytes(packed)
    if explorers:
        explorers.write(target)
    shutil.rmtree(target / lite.FOLDER, ignore_errors=True)
    if tools and pyodide:
        size = lite.build(root, target, paths, pyodide, tools, work / "lite") / 1e6
        clock.say(f"JupyterLite: {size:.0f} MB")
    (target / ".nojekyll").touch()  # GitHub Pages would leave out _static
    clock.say(L("sayfalar üretildi", "pages made"))
    if faults := links.faults(target):
        raise SiteError("\n".join(faults))
    clock.say(L("bağlantılar denetlendi", "links checked"))
    return target


def _live(root, notebooks, files, clock):
    """Return what explorers need to run in the pages, and say how much that is and which stay recordings; None without
    Pyodide.
    """
    if files is None:
        return None
    cells = (cell for each in notebooks.values() for notebook in each.values() for cell in notebook.cells)
    outputs = (output for cell in cells for output in cell.get("outputs", ()))
    texts = [output.get("data", {}).get("text/html", "") for output in outputs]
    explorers = live.prepare(root, texts, files)
    clock.say("\n".join(live.told(explorers)))
    return explorers


class _Clock:
    """Says what is done, with the seconds since the start."""

    def __init__(self):
        self.start = time.monotonic()

    def say(self, words):
        print(f"[{time.monotonic() - self.start:4.0f} s] {words}", flush=True)


def _run_all(paths):
    """Return {language: {lesson: executed notebook}}; a failure stops what has not begun."""
    found: dict[str, dict] = {language: {} for language in LANGUAGES}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # Both languages of a lesson one after the other, so that a slow lesson does not wait for the end.
        ordered = sorted(paths, key=lambda path: path.stem)
        executions = [Execution(path) for path in ordered]  # all made before the first runs: see there
        runs = [(one.path, pool.submit(one.notebook, ONE_THREAD)) for one in executions]
        try:
            for path, run in runs:
                found[path.parent.name][path.stem] = run.result()
        except Exception as error:
            pool.shutdown(cancel_futures=True)
            raise SiteError(str(error)) from error
    return found


@contextlib.contextmanager
def _makers():
    """Yield {language: a pool of one process} for making pages: Sphinx keeps its language in globals."""
    with contextlib.ExitStack() as opened:
        context = get_context("spawn")
        yield {name: opened.enter_context(ProcessPoolExecutor(1, mp_context=context)) for name in LANGUAGES}


def _get_ready():
    """Import what makes pages, wherever the notebooks that run meanwhile leave a core idle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt from the keyboard is for the process that waits
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(19)

    import utils.authoring.fast_nbformat  # noqa: F401


def _end_with_parent():
    """End this process where the one that builds the site is killed: it would wait for work for ever."""
    parent = parent_process()
    assert parent, "a process that makes pages has been started by another"
    connection.wait([parent.sentinel])
    os._exit(1)


def _each(makers, work, arguments):
    """Return what ``work`` returns for every language, all at the same time."""
    runs = [maker.submit(_work, work, *arguments(name)) for name, maker in makers.items()]
    return [run.result() for run in runs]


def _work(work, *arguments):
    try:
        return work(*arguments)
    finally:
        equations.close()  # its thread would keep this process alive


def _write_shared(folder):
    """Put what both languages use into ``folder``: KaTeX's style and fonts, the explorers' style and player."""
    katex = folder / "katex"
    if not katex.exists():
        shutil.copytree(KATEX, katex, ignore=shutil.ignore_patterns("*.js"))
    folder.joinpath("player.js").write_text(player_text(), encoding="utf-8", newline="\n")
    folder.joinpath("explorer.css").write_text(style_text(), encoding="utf-8", newline="\n")


def _write_sources(folder, notebooks, where, language, able, repository, in_browser):
    """Write what Sphinx reads. What has not changed keeps its time, so Sphinx passes it over."""
    from utils.authoring.fast_nbformat import nbformat

    titles = {lesson: notebook.metadata.course.title for lesson, notebook in notebooks.items()}
    courses = [notebook.metadata.course for _, notebook in sorted(notebooks.items())]
    outputs = Outputs(folder / "static" / "outputs", notebooks, able, WORDS[language]["run_live"])
    found = {lesson: output for lesson, notebook in notebooks.items() if (output := first_explorer(notebook))}
    pictures = {lesson: _card_picture(output, outputs) for lesson, output in found.items()}
    pages = {lesson: lesson_page(each, outputs, repository, in_browser) for lesson, each in notebooks.items()}
    texts = {f"{lesson}.ipynb": nbformat.v4.writes(page) for lesson, page in pages.items()}
    explorers = {lesson: output.data["text/html"] for lesson, output in found.items()}  # as the pages have them now
    texts["index.md"] = map_page(courses, language, pictures, explorers)
    texts["glossary.md"] = glossary_page(where, titles, language)
    texts[f"{INSTRUCTORS}.md"] = instructors_page(ROOT / "INSTRUCTORS.md", notebooks, language)
    for name, text in texts.items():
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
    for file in [*folder.glob("*.md"), *folder.glob("*.ipynb")]:
        if file.name not in texts:
            file.unlink()
    outputs.remove_others()


def _card_picture(output, outputs):
    """Return an explorer's still as HTML, for the card of its lesson."""
    title = output.data["text/plain"].splitlines()[0]
    return outputs.figure(base64.b64decode(output.data["image/png"]), {}, title)


def _lighten(target):
    """Take away what no page asks for: copies of the notebooks, and what the theme brings for 2000 icons, of which this
    site draws its ten by itself (``course.css``).
    """
    if (copies := target / "jupyter_execute").exists():
        shutil.rmtree(copies)
    for pattern in UNUSED:
        for file in target.rglob(pattern):
            file.unlink()
    for file in target.rglob("pydata-sphinx-theme.css"):
        file.write_text(ICON_RULE.sub("", file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
