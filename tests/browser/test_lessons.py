"""Each lesson in JupyterLab, in both languages: its explorer moves, its exercise is checked."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from tests.browser.conftest import VIEW
from tests.browser.lab import LAPTOP
from tests.browser.lessons import LESSONS
from tests.browser.server import CHECKOUT

CORRECT = {"tr": "Doğru", "en": "Correct"}
NOT_YET = {"tr": "Henüz değil", "en": "Not yet"}
YOUR_TURN = {"tr": "Sıra sizde", "en": "Your turn"}

MOST_HEIGHT = 640  # pixels: what JupyterLab leaves a notebook on a laptop's screen

PLACES = [(slug, language) for slug in LESSONS for language in ("tr", "en")]


@pytest.fixture(scope="module", params=PLACES, ids="-".join)
def place(request, labs):
    """An open lesson with what its table says: slug, language, lab, lesson. Its first cell has run."""
    slug, language = request.param
    lab = labs(language)
    lab.open(slug)
    lab.run_by_keyboard(lab.cell_ids()[0])
    return SimpleNamespace(slug=slug, language=language, lab=lab, lesson=LESSONS[slug])


def test_every_lesson_is_tried():
    written = {source.stem for source in (CHECKOUT / "notebooks").glob("[0-9][0-9]_*.md")}
    assert set(LESSONS) == written


def test_the_explorer_fits_the_screen_of_a_laptop(place):
    lab, lesson = place.lab, place.lesson
    lab.page.set_viewport_size(LAPTOP)
    try:
        lab.run_to(lesson.explorer)
        explorer = lab.explorer(lesson.explorer)
        lab.shot(f"{place.slug}_laptop")
        assert explorer.height() <= MOST_HEIGHT
    finally:
        lab.page.set_viewport_size(VIEW)


def test_the_explorer_moves_by_keyboard_and_mouse(place):
    lab, lesson = place.lab, place.lesson
    lab.run_to(lesson.explorer)
    explorer = lab.explorer(lesson.explorer)
    lab.shot(f"{place.slug}_explorer")
    pictures, screen, said = explorer.settle(), explorer.pixels(), explorer.summary()
    assert said and not explorer.error()

    explorer.press(*lesson.keys)
    pictures = explorer.wait_for_change(pictures)
    lesson.mouse(explorer)
    pictures = explorer.wait_for_change(pictures)
    if explorer.has_handles():
        explorer.press_on_handle(0, "ArrowLeft", "ArrowUp")  # some handles move along one axis only
        explorer.wait_for_change(pictures)
    assert explorer.summary() != said and not explorer.error()
    assert not np.array_equal(explorer.pixels(), screen)
    lab.wait_idle()
    lab.shot(f"{place.slug}_moved")
    assert not [message for message in lab.messages if message.startswith("page error")]


def test_an_exercise_is_untouched_then_wrong_then_right(place):
    lab, lesson, language = place.lab, place.lesson, place.language
    for cell in (*lesson.needs, lesson.answer):
        lab.run_cell(cell)
    assert YOUR_TURN[language] in lab.run_cell(lesson.check)

    def try_out(code):
        lab.edit_cell(lesson.answer, code)
        lab.run_by_keyboard(lesson.answer)
        return lab.run_by_keyboard(lesson.check)

    told = try_out(lesson.wrong)
    assert NOT_YET[language] in told and lesson.hears[language] in told
    lab.shot(f"{place.slug}_wrong")
    assert CORRECT[language] in try_out(lesson.right)
    lab.shot(f"{place.slug}_right")
    kept = json.loads(lab.server.progress.read_text(encoding="utf-8"))
    assert place.slug in json.dumps(kept)
