"""An explorer in a page that has no kernel: its first picture's frame as HTML, and its recording beside it.

``COURSE_EXPLORERS=recording`` in the kernel's environment makes every explorer show itself so; the site and the
slides are built that way. The page holds ``page.style_text()`` and ``frontend.player_text()`` once, for all its
explorers. Words, controls and empty canvases stand there from the beginning, in their final sizes: nothing on
the page moves when the player takes over, and without any script the words remain.
"""

import itertools
import json
import os
import re
from html import escape

from utils.widgets.model import Model
from utils.widgets.packing import Packer
from utils.widgets.recording import record

FIGURE = re.compile(r"(<figure[^>]*>)(.*?)</figure>")
STAGE = '<div class="dlx-stage">'
RECIPE = re.compile(r' data-recipe="([^"]*)"')
PLAYED_BY = "dlx-film"  # class of the element that holds the recording; player.js looks for it

_numbers = itertools.count(1)


def recording_wanted() -> bool:
    """Return whether explorers are to show themselves as recordings, for a page without a kernel."""
    return os.environ.get("COURSE_EXPLORERS") == "recording"


def embedded_html(model: Model) -> str:
    """Return ``model`` as HTML for such a page, with an element id that no other explorer of the page has."""
    data = record(model)["data"]
    return (
        f'<div class="dlx-embedded" id="dlx-{escape(model.name)}-{next(_numbers)}"{_recipe(model)}>{_frame(model)}'
        f'<script type="text/plain" class="{PLAYED_BY}">{data}</script></div>'
    )


def _recipe(model):
    """Return how Python makes the explorer again (``utils.widgets.browser``) as an attribute of HTML; none where it was
    made of what a page cannot hold, a trained network for one.
    """
    kind, (arguments, named) = type(model), model.given
    if kind.__module__ == "__main__" or arguments:
        return ""
    try:
        recipe = json.dumps([kind.__module__, kind.__qualname__, named], ensure_ascii=False, sort_keys=True)
    except TypeError:
        return ""
    return f' data-recipe="{escape(recipe)}"'


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
