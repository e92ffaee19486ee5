"""One notebook of a reader's is brought to a newer build: what they did is carried into it, and a copy of it is kept."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from utils.authoring.carry import Carried, carry
from utils.authoring.typed import keep_typed
from utils.language import L


def brought(root: Path, name: str, newer: str | None, olds: Iterable[dict]) -> str | None:
    """Return what the notebook ``root / name`` is to hold; None where it stays as it is, or has to go.

    newer: the newer build's text, None where the newer course has no such lesson. olds: what the notebook may have been
    built as, the likeliest first. Where anything was typed, a copy is kept under ``root`` before, and what became of it
    is printed. OSError: it cannot be kept; the notebook must not be written over then.
    """
    text = json.dumps({"cells": []}) if newer is None else newer
    found = None
    with suppress(ValueError, LookupError, TypeError, AttributeError):  # no notebook any more, but somebody's file
        mine = json.loads((root / name).read_text(encoding="utf-8"))
        if newer is not None:
            new = json.loads(newer)
            found = carry(mine, _old(mine, new, olds), new)
            if found.notebook == mine:  # it has all of the newer one already
                return None
            text = json.dumps(found.notebook, ensure_ascii=False, indent=1) + "\n"
    copy = keep_typed(root, root / name, text)
    if copy is not None:
        print(_told(name, found, copy.relative_to(root), newer is None), flush=True)
    return None if newer is None else text


def _told(name: str, found: Carried | None, copy: Path, gone: bool) -> str:
    """Return the sentence that tells what became of what was typed into a notebook."""
    if gone:
        return L(
            f"{name}: bu ders yeni kursta yok; yazdıklarınız {copy} dosyasında saklandı",
            f"{name}: the newer course has no such lesson; what you typed is kept in {copy}",
        )
    if found is None:
        return L(
            f"{name}: dosya okunamadı, yerine yeni defter kondu; bozuk dosya {copy} adıyla saklandı",
            f"{name}: the file could not be read, and the new notebook took its place; the damaged one is kept as {copy}",
        )
    if found.guessed:
        return L(
            f"{name}: hangi sürümden geldiği bilinmediği için yalnızca alıştırma yanıtlarınız aktarıldı; defterinizin "
            f"tamamı {copy} dosyasında saklandı",
            f"{name}: it is not known which version it comes from, so only your answers to exercises were carried over; "
            f"the whole notebook is kept in {copy}",
        )
    if found.left:
        where = "; ".join(found.left)
        return L(
            f"{name}: yazdıklarınız aktarıldı, yalnızca şu başlıkların altındakiler aktarılamadı: {where}. Defterinizin "
            f"eski hâli {copy} dosyasında saklandı",
            f"{name}: what you typed was carried over, but for what stands under: {where}. Your old notebook is kept in "
            f"{copy}",
        )
    return L(f"{name}: yazdıklarınız yeni deftere aktarıldı", f"{name}: what you typed was carried over")


def _old(mine: dict, new: dict, olds: Iterable[dict]) -> dict | None:
    """Return the build that a notebook says it comes from; the likeliest where it says nothing, None for none."""
    built = mine["metadata"].get("course", {}).get("built")
    if built == new["metadata"]["course"]["built"]:
        return new
    fits = (old for old in olds if built in (None, old["metadata"].get("course", {}).get("built")))
    return next(fits, None)
