"""An explorer in a page that has no kernel: its first picture's frame as HTML, and its recording beside it.

``COURSE_EXPLORERS=recording`` in the kernel's environment makes every explorer show itself so; the site and the
slides are built that way. The page holds ``page.style_text()`` and ``frontend.player_text()`` once, for all its
explorers. Words, controls and empty canvases stand there from the beginning, in their final sizes: nothing on
the page moves when the player takes over, and without any script the words remain.
"""

import base64
import itertools
import json
import os
import re
from html import escape

from utils.widgets import luggage
from utils.widgets.model import Model
from utils.widgets.packing import Packer
from utils.widgets.recording import record

FIGURE = re.compile(r"(<figure[^>]*>)(.*?)</figure>")
STAGE = '<div class="dlx-stage">'
RECIPE = re.compile(r' data-recipe="([^"]*)"')
LUGGAGE = re.compile(r'<script type="text/plain" class="dlx-luggage" data-name="([^"]*)">([^<]*)</script>')
PLAYED_BY = "dlx-film"  # class of the element that holds the recording; player.js looks for it

_numbers = itertools.count(1)


def recording_wanted() -> bool:
    """Return whether explorers are to show themselves as recordings, for a page without a kernel."""
    return os.environ.get("COURSE_EXPLORERS") == "recording"


def embedded_html(model: Model) -> str:
    """Return ``model`` as HTML for such a page, with an element id that no other explorer of the page has.

    Beside its recording lies what it would take along if it ran there; a site puts that into a file of its own.
    """
    data = record(model)["data"]
    recipe, packed = _recipe(model)
    return (
        f'<div class="dlx-embedded" id="dlx-{escape(model.name)}-{next(_numbers)}"{recipe}>{_frame(model)}'
        f'<script type="text/plain" class="{PLAYED_BY}">{data}</script>{packed}</div>'
    )


def _recipe(model):
    """Return how Python makes the explorer again (``utils.widgets.browser``) as an attribute of HTML, and what it takes
    along as an element; both are empty where it was made of what no page can hold.
    """
    kind = type(model)
    parts = luggage.parted(kind, *model.given)
    if kind.__module__ == "__main__" or parts is None:
        return "", ""
    plain, large = parts
    recipe, element = [kind.__module__, kind.__qualname__, plain], ""
    file = b"" if kind.needs() else luggage.pack(kind, large)
    if file:
        recipe.append(name := luggage.name_of(file))
        data = base64.b64encode(file).decode("ascii")
        element = f'<script type="text/plain" class="dlx-luggage" data-name="{name}">{data}</script>'
    return f' data-recipe="{escape(json.dumps(recipe, ensure_ascii=False, sort_keys=True))}"', element


def luggage_in(text: str) -> dict[str, bytes]:
    """Return the files of luggage that lie in HTML, by name."""
    return {name: base64.b64decode(data) for name, data in LUGGAGE.findall(text)}


def without_luggage(text: str) -> str:
    """Return HTML without the files of luggage that lie in it."""
    return LUGGAGE.sub("", text)


def _frame(model: Model) -> str:
    """Return the explorer's frame with the words of its first scene, without the style sheet."""
    spec, scene = model.spec, Packer().tree(model.first_scene)
    html = re.sub(r"<style>.*?</style>", "", spec["html"], count=1, flags=re.S)
    html = html.replace('class="dlx', 'class="dlx recorded', 1)
    html = html.replace(STAGE, STAGE + _filled(scene, spec["title"]), 1)
    html = html.replace('aria-live="polite">', f'aria-live="polite">{escape(scene["summary"])}', 1)
    return html.replace('role="status">', f'role="status">{escape(spec["words"]["recording"])}', 1)


def _filled(scene, title) -> str:
    """Return a scene's layout with titles, legends, tables and listings in their places; each picture says its name,
    as in explorer.js.
    """
    items = iter(scene["items"])

    def fill(figure):
        item, inside = next(items), figure[2]
        if "html" in item:
            inside = item["html"]
        else:
            inside = inside.replace("</figcaption>", f"{escape(item['title'])}</figcaption>", 1)
            named = f'<canvas role="img" aria-label="{escape(item["title"] or title)}"'
            inside = inside.replace('<canvas role="img"', named, 1)
            inside = inside.replace('"dlx-legend">', f'"dlx-legend">{item["legend"]}', 1)
        return f"{figure[1]}{inside}</figure>"

    return FIGURE.sub(fill, scene["layout"])
