"""Sphinx for one language: its settings and its run."""

import io
import re
import shutil
import sys
from pathlib import Path

from utils.site import equations
from utils.site.course_map import TITLE
from utils.site.words import WORDS

HERE = Path(__file__).parent


def settings(language: str, source: Path, worker: str = "") -> dict:
    """Return what a ``conf.py`` would say; ``worker``: the address of the script by which explorers run in a page."""
    return {
        "course_worker": worker,
        "extensions": ["myst_nb", "utils.site.extension"],
        "project": TITLE[language],
        "html_title": TITLE[language],
        "language": language,
        "root_doc": "index",
        "nb_execution_mode": "off",  # the notebooks come with their outputs
        "nb_output_stderr": "remove",
        "myst_enable_extensions": ["amsmath", "dollarmath"],
        "myst_heading_anchors": 4,
        "myst_update_mathjax": False,
        "suppress_warnings": ["myst.header", "mystnb.mime_priority", "config.cache"],
        "html_math_renderer": "course",
        "html_theme": "sphinx_book_theme",
        "html_static_path": [str(HERE / "static"), str(source.parent / "static"), str(source / "static")],
        "templates_path": [str(HERE / "templates")],
        "html_css_files": ["katex/katex.min.css", "explorer.css", "course.css"],
        "html_js_files": [("player.js", {"defer": "defer"}), ("course.js", {"defer": "defer"})],
        "html_sidebars": {"**": ["navbar-logo.html", "course-search.html", "course-lessons.html"]},
        "html_copy_source": False,
        "html_use_index": False,
        "html_permalinks_icon": "#",
        "html_show_search_summary": False,  # quotes.js has better ones
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "html_theme_options": {
            "article_header_start": ["course-menu.html"],
            "article_header_end": ["course-buttons.html"],
            "disable_search": True,  # the theme's window for it; the search page is there
            "search_bar_text": WORDS[language]["search"],
            "toc_title": WORDS[language]["contents"],
            "footer_content_items": [],
            "home_page_in_toc": False,
            "use_download_button": False,
            "use_fullscreen_button": False,
            "show_toc_level": 2,
            "pygments_light_style": "a11y-high-contrast-light",
            "pygments_dark_style": "a11y-high-contrast-dark",
            "logo": {"text": TITLE[language], "link": "index"},
        },
    }


def run(language: str, source: Path, target: Path, worker: str = "") -> str:
    """Make the pages in ``target`` from ``source``; return Sphinx's warnings, "" where there are none.

    In a process that has run it for no other language: Sphinx keeps that in globals.
    """
    from sphinx.application import Sphinx

    for folder in ("tr", "en"):  # of notebooks, which docutils would take for its own
        sys.modules[folder] = None  # type: ignore[assignment]
    kept = source.parent / f"doctrees-{language}"
    warnings = io.StringIO()
    try:
        app = Sphinx(
            source, None, target, kept, "html", settings(language, source, worker), status=None, warning=warnings
        )
        app.build()
    except equations.FormulaError as error:
        warnings.write(str(error))
    told = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()).strip()
    if told:
        shutil.rmtree(kept)  # else the next build would pass over the page, and say nothing
    return told
