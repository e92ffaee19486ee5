"""Explorers in a page without a kernel: frame and recording as HTML, and the script that plays them."""

import re

from utils.lessons.start.explorer import FirstStepsExplorer
from utils.widgets.embed import embedded_html
from utils.widgets.frontend import player_text


def test_an_explorer_shows_itself_as_a_recording_where_that_is_asked_for(monkeypatch, reader):
    monkeypatch.setenv("COURSE_EXPLORERS", "recording")
    data, _ = FirstStepsExplorer()._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "image/png"}
    assert 'class="dlx-film"' in data["text/html"]


def test_the_frame_stands_there_with_its_first_words(reader):
    explorer = FirstStepsExplorer()
    html = embedded_html(explorer)
    assert explorer.title() in html and explorer.first_scene.summary in html
    assert html.count("<figure") == html.count("<canvas") > 0
    pictures = re.findall(r"<canvas[^>]*>", html)
    assert all(re.search(r'aria-label="[^"]', picture) for picture in pictures), "a picture has no name"
    assert explorer.spec["words"]["recording"] in html
    assert "<style>" not in html, "the page holds the style sheet once"


def test_two_of_the_same_kind_have_ids_of_their_own():
    ids = [re.search(r' id="([^"]+)"', embedded_html(FirstStepsExplorer()))[1] for _ in range(2)]
    assert len(set(ids)) == 2


def test_the_player_is_one_classic_script():
    text = player_text()
    assert not re.search(r"^(import|export)\b", text, flags=re.M)
    assert "</script" not in text
