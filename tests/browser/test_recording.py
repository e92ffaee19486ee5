"""A recording opened from a file, with no network: it moves, it is drawn, it says that it is a recording."""

import pytest

from tests.browser.lab import ExplorerHandle, recorded_requests, shot, strangers
from utils.widgets.first_steps import FirstStepsExplorer
from utils.widgets.perceptron import PerceptronExplorer
from utils.widgets.recording import recording_html

SAYS = {"tr": "kayıttır", "en": "recording"}


@pytest.fixture
def opened(page, tmp_path, reader):
    """A function from an explorer to its recording, opened in the browser from a file."""

    def open_recording(explorer):
        file = tmp_path / "kayıt.html"
        file.write_text(recording_html(explorer.record()), encoding="utf-8")
        page.goto(file.as_uri())
        return ExplorerHandle(page.locator(".dlx"))

    return open_recording


def test_a_recording_moves_without_kernel_and_network(page, opened, reader):
    requests, trouble = recorded_requests(page), []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    explorer = opened(FirstStepsExplorer())
    assert SAYS[reader] in explorer.note()

    pictures, said = explorer.settle(), explorer.summary()
    explorer.press("steepness", "End")
    pictures = explorer.wait_for_change(pictures)
    explorer.drag_slider("start", 0.2)
    pictures = explorer.wait_for_change(pictures)
    explorer.click("second")
    explorer.wait_for_change(pictures)
    assert explorer.summary() != said
    shot(page, f"recording_{reader}")
    assert not trouble and not strangers(requests)


def test_a_recording_steps_through_a_player_and_changes_data(page, opened, reader):
    explorer = opened(PerceptronExplorer())
    pictures = explorer.settle()
    explorer.press("step", "ArrowRight", "ArrowRight")
    assert explorer.value("step") == "2 / 40"
    pictures = explorer.wait_for_change(pictures)
    explorer.click("data", "XOR")
    explorer.wait_for_change(pictures)
    assert not explorer.has_handles()  # what was not recorded cannot be dragged


def test_a_request_to_elsewhere_is_noticed(page):
    requests = recorded_requests(page)
    page.goto("about:blank")
    page.evaluate("fetch('https://example.org/x.js').catch(() => null)")
    assert strangers(requests) == ["https://example.org/x.js"]
