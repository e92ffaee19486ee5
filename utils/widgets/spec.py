"""What the page is told of an explorer once: its frame, its controls, the words and colours of ``static/explorer.js``."""

from typing import TYPE_CHECKING

from utils.language import L, language
from utils.palette import SERIES
from utils.widgets.page import explorer_html
from utils.widgets.scene import COLORMAPS, MARKERS

if TYPE_CHECKING:
    from utils.widgets.model import Model


def describe(model: "Model", large: bool) -> dict:
    """Return the description of an explorer as JSON, in the reader's language; ``large``: it begins with large type."""
    controls = list(model.by_name.values())
    return {
        "name": model.name,
        "title": model.title(),
        "html": explorer_html(model.name, model.title(), model.task(), controls, model.first_scene),
        "language": language(),
        "controls": [control.spec() for control in controls],
        "first": model.first,
        "live": model.live.name if model.live is not None else None,
        "recorded": model.recorded,
        "words": frame_words(),
        "large": large,
        "palette": {"series": SERIES, "markers": MARKERS, "maps": COLORMAPS},
    }


def frame_words() -> dict[str, str]:
    """Return the words that the ES module says by itself, in the reader's language."""
    return {
        "point": L("nokta", "point"),
        "box": L("kutu", "box"),
        "corner": L("köşe", "corner"),
        "drag": L("Sürükleyin ya da ok tuşlarıyla oynatın.", "Drag, or move with the arrow keys."),
        "waiting": L("Çekirdek meşgul, yanıt bekleniyor …", "The kernel is busy, waiting for its answer …"),
        "lost": L(
            "Çekirdek yanıt vermiyor. Etkileşim için bu hücreyi çalıştırın.",
            "The kernel does not answer. Run this cell to interact.",
        ),
        "ended": picture_words(),
        "recording": L(
            "Bu bir kayıttır: denetimler en yakın kayıtlı duruma gider.",
            "This is a recording: controls go to the nearest recorded state.",
        ),
        "unrecorded": L(
            "Kayıtta değiştirilemez; not defterinde denenebilir.",
            "Fixed in the recording; try it in the notebook.",
        ),
    }


def picture_words() -> str:
    """Return what is said where an explorer is only seen: no kernel stands behind it, or it is a picture in a file."""
    return L(
        "Çizim şu an etkileşimli değil. Canlandırmak için dersin ilk kod hücresini, ardından bu hücreyi çalıştırın.",
        "This is a picture of the explorer. To make it live, run the lesson's first code cell, then this cell.",
    )
