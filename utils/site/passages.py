"""What the search page quotes: the paragraphs and the code of every page, each with the place that it stands at.

Sphinx's own summaries are fetched from the pages, which no browser does from a folder, and know nothing of how
Turkish is folded (search.py). These come with the search page, as a script.
"""

import json
import re
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes

SCRIPT = "passages.js"
ID = re.compile(r'<[^>]*\bid="([^"]+)"[^>]*>')
TAG = re.compile(r"<[^>]*>")


def collect(app, doctree):
    """Keep a page's passages with what Sphinx keeps of it from build to build, until the page is read again or goes."""
    app.env.metadata[app.env.docname]["passages"] = passages(doctree)


def write(app, error):
    """Write the passages of all pages beside the other scripts."""
    if not error:
        pages = {name: kept["passages"] for name, kept in sorted(app.env.metadata.items())}
        told = json.dumps(pages, ensure_ascii=False)
        path = Path(app.outdir) / "_static" / SCRIPT
        path.write_text(f"const PASSAGES = {told};\n", encoding="utf-8")


def passages(doctree) -> list[dict]:
    """Return [{place, heading, prose, code}] in reading order; place "" is the page's top.

    place: the id that the passage stands behind; prose and code: lists of texts without markup. What cells put
    out is left out, and so are solutions, which wait folded.
    """
    found = [_passage("", "")]
    for node in _leaves(doctree):
        if isinstance(node, nodes.title):
            place, heading = found[-1]["place"], _words(node)
            if found[-1]["prose"] or found[-1]["code"]:
                found.append(_passage(place, heading))
            found[-1]["heading"] = heading
        elif isinstance(node, nodes.literal_block):
            _add(found[-1]["code"], node.astext())
        else:
            before, *placed = ID.split(_words(node))
            _add(found[-1]["prose"], _plain_text(before))
            for place, words in zip(placed[::2], placed[1::2], strict=True):
                found.append(_passage(place, found[-1]["heading"]))
                _add(found[-1]["prose"], _plain_text(words))
    return [
        passage
        for passage in found
        if (passage["prose"] or passage["code"]) and not passage["place"].endswith("-solution")
    ]


def _passage(place, heading):
    return {"place": place, "heading": heading, "prose": [], "code": []}


def _plain_text(html):
    return unescape(TAG.sub(" ", html))


def _add(texts, text):
    if text := " ".join(text.split()):
        texts.append(text)


def _leaves(node):
    """Yield the nodes below that hold text, in order, but none of a cell's outputs."""
    for child in node.children:
        if isinstance(child, nodes.title | nodes.paragraph | nodes.literal_block | nodes.raw):
            yield child
        elif isinstance(child, nodes.Element) and "cell_output" not in child["classes"]:
            yield from _leaves(child)


def _words(node):
    """Return the text of a node; HTML stays in it as HTML."""
    if isinstance(node, nodes.raw):
        return _with_plain_formulas(node.astext())
    if isinstance(node, nodes.math):
        return _plain(node.astext())
    if isinstance(node, nodes.Text):
        return str(node).replace("<", "&lt;")
    return "".join(_words(child) for child in node.children)


def _with_plain_formulas(html):
    if "katex" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for formula in soup.select(".katex"):  # it holds the same formula three times: drawn, as MathML and in TeX
        [tex] = formula.select("annotation")
        formula.replace_with(_plain(tex.text))
    return str(soup)


def _plain(formula):
    """Return a formula as text; one that only TeX can read becomes a gap."""
    formula = formula.replace("{,}", ",")
    return "…" if "\\" in formula else formula.replace("<", "&lt;")
