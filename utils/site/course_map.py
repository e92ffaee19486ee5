"""The front page of each language: what the course is, its map, and how to open it on one's own computer."""

import html
from collections.abc import Sequence

from utils.authoring.front_cells import in_language
from utils.parts import PARTS, spans
from utils.site import own_computer
from utils.site.pages import place

TITLE = {"tr": "Derin Öğrenme", "en": "Deep Learning"}

OPENING = {
    "tr": (
        "Tek bir yapay nörondan VAE'lere ve GAN'lara: okuyarak, oynatarak, tahmin ederek, "
        "kodlayarak. Sayfalardaki etkileşimli resimler kayıttan oynar; kodu değiştirmek ve alıştırmaları denetletmek "
        "için defterleri açın."
    ),
    "en": (
        "From one artificial neuron to VAEs and GANs: by reading, moving, predicting and "
        "coding. The interactive pictures on these pages play recordings; to change the code and have your answers "
        "checked, open the notebooks."
    ),
}


def parts_of(lessons: Sequence, language: str) -> list:
    """Return [(part's title, its lessons)] for the parts that have a lesson; a lesson has a ``lesson`` "03_…"."""
    found = []
    for numbers, tr, en in spans(PARTS):
        inside = [course for course in lessons if int(course["lesson"][:2]) in numbers]
        if inside:
            found.append((in_language(language, tr, en), inside))
    return found


def map_page(lessons: Sequence, language: str) -> str:
    """Return the front page as markdown; lessons: the ``course`` metadata of the notebooks in order."""
    parts = "\n".join(_part(title, inside, language) for title, inside in parts_of(lessons, language))
    return "\n\n".join(
        [
            f"# {TITLE[language]}",
            OPENING[language],
            parts,
            f'<span class="place" id="{place("run")}"></span>',
            f"## {own_computer.TITLE[language]}",
            own_computer.steps(language),
            *(_contents(title, inside) for title, inside in parts_of(lessons, language)),
            _contents(in_language(language, "Ekler", "Appendix"), [], "glossary"),
        ]
    )


def _contents(caption, lessons, *pages):
    entries = [f"{course['lesson'][:2]} · {course['title']} <{course['lesson']}>" for course in lessons]
    lines = "\n".join([*entries, *pages])
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```"


def _part(title, lessons, language):
    rows = "\n".join(_row(course, language) for course in lessons)
    return f'## {title}\n\n<ol class="lessons">\n{rows}\n</ol>\n'


def _row(course, language):
    minutes = sum(course["minutes"].values())
    facts = [in_language(language, f"{minutes} dk", f"{minutes} min")]
    if count := course["exercises"]:
        facts.append(in_language(language, f"{count} alıştırma", f"{count} exercises"))
    slug, title, promise = course["lesson"], html.escape(course["title"]), html.escape(course["promise"])
    return (
        f'<li value="{int(slug[:2])}"><a href="{slug}.html">{title}</a> <small>{" · ".join(facts)}</small>'
        f"<p>{promise}</p></li>"
    )
