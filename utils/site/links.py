"""Checks a built site: every link leads somewhere, every picture has words, and no page asks for anything elsewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from utils.site.lite import FOLDER

LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("div", "data-film")}
OPENED = {("a", "href")}
RELATIONS = {
    "stylesheet",
    "preload",
    "icon",
    "shortcut icon",
    "modulepreload",
}  # of <link>: these are fetched
SCRIPT = re.compile(r"(?s)(<(script|style)\b[^>]*>).*?</\2>")
# The tags that say something here: few among the many of formulas and code, and only these are read closely.
INSIDE = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
TELLING = re.compile(rf"<(?:(?:a|img|link|script|iframe|source|div)\b{INSIDE}|[a-z]{INSIDE}?\sid={INSIDE})>")
CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)""")


class _Page(HTMLParser):
    """What one page loads, where it leads, which places it has, and which of its pictures are without words."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.leads, self.ids, self.wordless = [], [], set(), []
        for tag in TELLING.finditer(SCRIPT.sub(r"\1", text)):
            self.feed(tag[0])
            self.clear_cdata_mode()  # what a script holds is gone already

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if named.get("id"):
            self.ids.add(named["id"])
        for name, value in attributes:
            if (tag, name) in LOADED:
                self.loads.append(value)
            elif (tag, name) in OPENED:
                self.leads.append(value)
        if tag == "link" and named.get("rel") in RELATIONS:
            self.loads.append(named.get("href", ""))
        if tag == "img" and not named.get("alt"):
            self.wordless.append(named.get("src", "?"))


def faults(site: Path) -> list[str]:
    """Return what is wrong in the site, one sentence each."""
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in _of_the_course(site, "*.html")}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        found += [f"{name}: a picture without words: {source}" for source in page.wordless]
        found += [f"{name}: {why}" for address in page.loads if (why := _load_fault(path, address, site))]
        found += [f"{name}: {why}" for address in page.leads if (why := _lead_fault(path, address, pages))]
    for path in _of_the_course(site, "*.css"):
        for address in CSS_ADDRESS.findall(path.read_text(encoding="utf-8")):
            if why := _load_fault(path, address, site):
                found.append(f"{path.relative_to(site).as_posix()}: {why}")
    return found


def _of_the_course(site, pattern):
    """Return the files of the site but those of JupyterLite, which are as its makers made them."""
    return [path for path in sorted(site.rglob(pattern)) if path.relative_to(site).parts[0] != FOLDER]


def _target(path, address):
    return (path.parent / unquote(urlsplit(address).path)).resolve()


def _load_fault(path, address, site):
    parts = urlsplit(address)
    if parts.scheme == "data" or not parts.path:
        return None
    if parts.scheme or parts.netloc:
        return f"asks for something elsewhere: {address}"
    target = _target(path, address)
    return None if target.is_file() and target.is_relative_to(site.resolve()) else f"loads what is not there: {address}"


def _lead_fault(path, address, pages):
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None if parts.scheme in ("http", "https", "mailto") else f"an odd link: {address}"
    target = _target(path, address) if parts.path else path
    target = target / "index.html" if target.is_dir() else target
    if target not in pages:
        return None if target.is_file() else f"leads nowhere: {address}"
    place = unquote(parts.fragment)
    return f"leads to no place on its page: {address}" if place and place not in pages[target].ids else None
