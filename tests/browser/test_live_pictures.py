"""When the page draws the pictures of a live training: against a kernel of a few lines, without JupyterLab."""

import base64

import pytest

from tests.unit.widgets.sample_explorers import LiveExplorer
from utils.widgets.frontend import module_text

# A widget's model as anywidget gives it to the module. `deliver(packets)`: they come one after the other, before the
# screen has its next frame. `seen()`: what is shown, and how often the page has said that it has drawn.
PAGE = """async ([text, spec, first]) => {
  const bytes = (packet) => new DataView(Uint8Array.from(atob(packet), (letter) => letter.charCodeAt(0)).buffer);
  const module = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const values = { spec, packet: bytes(first) };
  const sent = [];
  let told;
  const model = { get: (name) => values[name], on: (_, action) => (told = action), send: (message) => sent.push(message) };
  module.default.initialize({ model });
  module.default.render({ model, el: document.body });
  const frame = () => new Promise(requestAnimationFrame);
  window.seen = () => [
    document.querySelector(".dlx-summary").textContent.match(/\\d+/)?.[0],
    sent.filter(({ type }) => type === "drawn").length,
  ];
  window.deliver = async (packets) => {
    for (const packet of packets) {
      values.packet = bytes(packet);
      told();
    }
    const states = [seen()];
    for (let i = 0; i < 4; i++) {
      await frame();
      states.push(seen());
    }
    return states;
  };
}"""


@pytest.fixture
def deliver(page, tmp_path):
    """A function from (epoch, what ``_packet`` is told) pairs to what was seen at once and after each frame."""
    explorer = LiveExplorer()
    learned = next(explorer.train(explorer.state))

    def packet(epoch, **message):
        explorer._training.latest = learned | {"epoch": epoch}
        return base64.b64encode(explorer._packet(**message)).decode()

    blank = tmp_path / "blank.html"
    blank.write_text("<!doctype html><title>.</title>", encoding="utf-8")
    page.goto(blank.as_uri())
    page.evaluate(PAGE, [module_text(), explorer.spec, packet(0)])
    return lambda *pictures: page.evaluate("deliver", [packet(epoch, **how) for epoch, how in pictures])


def test_one_picture_is_drawn_for_each_frame_of_the_screen(deliver):
    seen = deliver((1, {"frame": True, "asks": True}), (2, {"frame": True}), (3, {"frame": True, "asks": True}))
    assert seen[0] == ["1", 1]
    assert ["2", 1] in seen
    assert seen[-1] == ["3", 2]


def test_while_an_answer_is_awaited_no_other_picture_is_drawn(page, deliver):
    deliver((1, {"frame": True, "asks": True}))
    page.locator("[data-control=rate] input").press("ArrowRight")
    assert deliver((2, {"frame": True, "asks": True}))[-1] == ["1", 1]
    seen = deliver((3, {"answer": 1}))
    assert seen[0] == seen[-1] == ["3", 2]  # at once; the picture that asked is behind it


def test_a_page_behind_another_one_asks_for_no_more_until_it_is_in_front(page, deliver):
    show = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });" \
           " document.dispatchEvent(new Event('visibilitychange')); return seen(); }"  # fmt: skip
    page.evaluate(show, True)
    assert deliver((1, {"frame": True, "asks": True}), (2, {"frame": True}))[-1] == ["2", 0]
    assert page.evaluate(show, False) == page.evaluate(show, False) == ["2", 1]
