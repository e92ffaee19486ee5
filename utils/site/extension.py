"""What the course adds to Sphinx: formulas by KaTeX, search that knows Turkish and quotes, its templates' words."""

from html import escape
from pathlib import Path

from utils.language import LANGUAGES
from utils.site import live, passages
from utils.site.equations import typeset
from utils.site.search import CourseTurkish
from utils.site.words import WORDS, write_catalogue


def setup(app):
    """Called by Sphinx for every build."""
    app.add_html_math_renderer("course", inline_renderers=(_inline, None), block_renderers=(_block, None))
    app.add_config_value("course_worker", "", "html", str)
    app.connect("html-page-context", _context)
    app.connect("doctree-read", passages.collect)
    app.connect("build-finished", passages.write)
    if app.config.language == "tr":
        app.add_search_language(CourseTurkish)
        app.add_message_catalog("sphinx", str(write_catalogue(Path(app.doctreedir) / "locale")))
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _inline(writer, node):
    from docutils import nodes

    writer.body.append(typeset(node.astext()))
    raise nodes.SkipNode


def _block(writer, node):
    from docutils import nodes

    writer.body.append(f'<div class="formula" tabindex="0">{typeset(node.astext(), display=True)}</div>')
    raise nodes.SkipNode


def _context(app, page, template, context, doctree):
    """Tell the templates their words and the same page in the other language."""
    other = next(language for language in LANGUAGES if language != app.config.language)
    worker = app.config.course_worker
    context["run_live"] = live.template(worker, WORDS[app.config.language]) if worker else ""
    context["words"] = {name: escape(text) for name, text in WORDS[app.config.language].items()}
    context["other"] = other
    context["other_page"] = f"../{other}/{page}.html"
    if page == "search":
        for script in (passages.SCRIPT, "quotes.js"):
            app.add_js_file(script, loading_method="defer")
