"""What the cells of an executed notebook put out, as a site wants it: figures and recordings in files of their own.

A page stays light, the browser loads what is far below when it comes near, and both languages of a figure without
words share nothing but their cause.
"""

import base64
import hashlib
import html
import io
import re
from pathlib import Path

from utils.site.live import with_button
from utils.widgets.embed import without_luggage

FILM = re.compile(r'<div class="dlx-embedded" (.*?)<script type="text/plain" class="dlx-film">([^<]*)</script>', re.S)
WIDE = "full-width"  # the theme's word: wider than the text, and what is beside it on the page steps back meanwhile
LESSON_LINK = re.compile(r'href="(\d\d_\w+)\.ipynb(#[^"]*)?"')
COLOURS = 256  # of a figure's palette: what is drawn has few, so its file gets three times smaller
EFFORT = 7  # of the packing, 0 to 9: beyond it a file gets 8 % smaller in four times the time
PHOTOGRAPH = 20_000, 200_000  # colours, and bytes with a palette: what has more is no drawing


class Outputs:
    """Rewrites outputs and keeps their files in ``folder``, which becomes ``_static/<folder's name>``.

    lessons: the slugs that the site has; a link to any other, in a site of some lessons, is none. able: the recipes of
    the explorers that can run in a page; these get a button that says ``run_live``.
    """

    def __init__(self, folder: Path, lessons, able: frozenset[str] = frozenset(), run_live: str = ""):
        self.folder, self.lessons, self.able, self.run_live = folder, set(lessons), able, run_live
        self.folder.mkdir(parents=True, exist_ok=True)
        self._kept: set[Path] = set()

    def rewritten(self, output, words: str):
        """Return an output as the site shows it; ``words`` describe a figure that does not describe itself."""
        data = output.get("data", {})
        if "text/html" in data:
            bare = FILM.sub(self._film, without_luggage(data["text/html"]))
            data["text/html"] = LESSON_LINK.sub(self._link, bare)
            return _only(output, "text/html")
        if "image/png" in data:
            told = output.metadata.get("image/png", {})
            data["text/html"] = self.figure(base64.b64decode(data["image/png"]), told, words)
            return _only(output, "text/html")
        return output

    def _link(self, found):
        return f'href="{found[1]}.html"' if found[1] in self.lessons else ""

    def _film(self, found):
        """Put a recording into a script of its own: a page opened from a folder may load that, but fetch nothing."""
        name = self._keep(f'document.currentScript.film="{found[2]}";\n'.encode(), ".js")
        return f'<div class="dlx-embedded {WIDE}" data-film="{name}" {with_button(found[1], self.able, self.run_live)}'

    def figure(self, png: bytes, told: dict, words: str) -> str:
        """Return a figure as HTML: its size known, so that nothing moves when it comes; its words for who cannot see."""
        stem = hashlib.sha256(f"{COLOURS} {EFFORT} {PHOTOGRAPH} ".encode() + png).hexdigest()[:16]
        file = next(self.folder.glob(f"{stem}.*"), None)  # from an earlier build: reducing takes a while
        if file is None:
            smaller, suffix = _reduced(png)
            file = self.folder / f"{stem}{suffix}"
            file.write_bytes(smaller)
        self._kept.add(file)
        width, height = _size(png)
        width, height = told.get("width", width), told.get("height", height)
        name = f"_static/{self.folder.name}/{file.name}"
        return (
            f'<img class="figure" src="{name}" width="{width}" height="{height}" loading="lazy" '
            f'alt="{html.escape(told.get("alt") or words)}">'
        )

    def _keep(self, content, suffix):
        """Write a file named after its content and return its address."""
        file = self.folder / (hashlib.sha256(content).hexdigest()[:16] + suffix)
        self._kept.add(file)
        if not file.exists():
            file.write_bytes(content)
        return f"_static/{self.folder.name}/{file.name}"

    def remove_others(self):
        """Delete the files of earlier builds that no page uses any more."""
        for file in set(self.folder.iterdir()) - self._kept:
            file.unlink()


def _only(output, kind):
    output.data = {kind: output.data[kind]}
    output.metadata = {}
    return output


def _size(png):
    """Return width and height of a PNG, which stand in its first bytes."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _reduced(png):
    """Return a lighter file of a PNG (a palette for drawings, WebP for photographs), and its suffix."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    colours, heavy = PHOTOGRAPH
    if picture.getcolors(colours) is not None:
        # As true to the figure as Pillow's own choice, in half the time.
        palette = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        drawing = _saved(palette, "PNG", compress_level=EFFORT)
        if len(drawing) < heavy:
            return min(png, drawing, key=len), ".png"
    return _saved(picture, "WEBP", quality=85), ".webp"


def _saved(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
