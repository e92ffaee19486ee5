"""How fast explorers are, beside ``interact`` with the same picture, in a real JupyterLab and one run.

    python benchmarks/explorers.py            # two minutes; needs Chromium and the test extra

Printed: time of a scene, size of a message; the same and the still picture for every explorer that needs no trained
model; key press to changed pixels of an explorer and of ``interact``; drawn frames a second of a live training (lesson
09's playground, the spiral), and a control's answer meanwhile. The picture: a 100 x 100 decision map with 200 points.
Times are compared within a run; between machines only the ratios mean something. Aims on a laptop: 8 ms for a scene, 300
for a still picture.
"""

import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

KEYS = 60
LIVE_SECONDS = 6

SETUP = f"""
import sys; sys.path.insert(0, {str(CHECKOUT)!r})
import numpy as np, matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact
from utils.language import use_language
use_language("en")
from benchmarks.explorers import BenchmarkMap, decision, POINTS
from utils.lessons.first_keras_network.explorer import PlaygroundExplorer
"""
EXPLORER = "BenchmarkMap()"
INTERACT = """
def draw(angle):
    figure, axes = plt.subplots(figsize=(6, 4))
    axes.imshow(decision(angle), origin="lower", extent=(-2, 2, -2, 2), cmap="RdBu")
    axes.scatter(*POINTS[:, :2].T, c=POINTS[:, 2], cmap="RdBu", edgecolors="white")
    plt.show()
interact(draw, angle=IntSlider(20, -90, 90, 1))
None
"""
LIVE = "PlaygroundExplorer(preset='spiral')"

# Wait in small steps, and look: so the time is not rounded up to the screen's next frame.
WATCH = """
window.__nap = () => new Promise((wake) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = wake;
  channel.port2.postMessage(0);
});
window.__canvas = (root) => {
  const canvas = root.querySelector(".dlx-frame > canvas");
  const size = Math.min(160, canvas.width >> 1);
  const data = canvas.getContext("2d").getImageData((canvas.width - size) >> 1, canvas.height >> 2, size, size).data;
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i]) | 0;
  return sum;
};
window.__picture = (root) => {
  const image = root.querySelector(".jp-OutputArea-child img, img");
  return image && image.complete && image.naturalWidth ? image.src.length + image.src.slice(-4000) : null;
};
window.__arm = (selector, look) => {
  const root = document.querySelector(selector);
  const see = window[look];
  window.__result = null;
  const before = see(root);
  root.addEventListener("keydown", async (event) => {
    const start = event.timeStamp;
    for (;;) {
      await __nap();
      const now = see(root);
      if (now !== null && now !== before) break;
      if (performance.now() - start > 3000) throw new Error(`no pixel of ${selector} changed`);
    }
    window.__result = performance.now() - start;
  }, { once: true, capture: true });
};
"""


def decision(angle):
    """Return a (100, 100) map from -1 to 1 whose boundary is turned by ``angle`` degrees."""
    import numpy as np

    x, y = np.meshgrid(np.linspace(-2, 2, 100), np.linspace(-2, 2, 100))
    turn = np.deg2rad(angle)
    return np.tanh(2 * (np.cos(turn) * x + np.sin(turn) * y + 0.3 * np.sin(3 * y)))


def _points():
    import numpy as np

    rng = np.random.default_rng(0)
    xy = rng.uniform(-2, 2, (200, 2))
    return np.column_stack([xy, xy[:, 0] > 0])


POINTS = _points()


def _benchmark_map():
    from tests.unit.widgets.sample_explorers import BOUNDS
    from utils.widgets.controls import Slider
    from utils.widgets.explorer import Explorer
    from utils.widgets.scene import HeatMap, Panel, Points, Scene

    class BenchmarkMap(Explorer):
        """The same picture as ``interact`` draws."""

        name = "benchmark_map"

        def title(self):
            return "A decision map"

        def task(self):
            return "Turn it."

        def controls(self):
            return [Slider("angle", "Angle", -90, 90, step=1, value=20)]

        def scene(self, angle):
            x, y, classes = POINTS.T
            layers = [HeatMap(decision(angle), BOUNDS), Points(x, y, classes=classes)]
            return Scene([[Panel(layers, BOUNDS[:2], BOUNDS[2:], equal=True)]], f"Angle {angle}")

    return BenchmarkMap


BenchmarkMap = _benchmark_map()


class Server:
    """A JupyterLab of its own in a folder of its own."""

    def __init__(self, folder: Path):
        self.token = secrets.token_hex(16)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        homes = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
                   f"--ServerApp.port={port}", f"--IdentityProvider.token={self.token}",
                   f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None",
                   "--ServerApp.kernel_websocket_connection_class=utils.server.CourseConnection",
                   f"--LabApp.user_settings_dir={folder / 'settings'}",
                   f"--LabApp.workspaces_dir={folder / 'workspaces'}"]  # fmt: skip
        self._log = (folder / "log.txt").open("w")
        self._process = subprocess.Popen(command, env={**os.environ, **homes}, stdout=self._log, stderr=self._log)
        self._wait(folder)

    def _wait(self, folder):
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}api?token={self.token}", timeout=1):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError((folder / "log.txt").read_text())

    def stop(self):
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


def write_notebook(path: Path, cells: list[str]) -> None:
    """Write a notebook with these code cells."""
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


def open_and_run(page, server: Server, name: str) -> None:
    """Open a notebook in JupyterLab and run all its cells."""
    page.goto(f"{server.url}lab/tree/{name}?token={server.token}")
    page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=90_000)
    page.evaluate("async () => { await jupyterapp.shell.currentWidget.sessionContext.ready; }")
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")


def key_times(page, root: str, focus: str, look: str, count: int = KEYS) -> list[float]:
    """Press the right and the left arrow in turn; return milliseconds from each key press to changed pixels."""
    page.locator(f"{root} {focus}").first.scroll_into_view_if_needed()
    # JupyterLab would take the arrow keys of ipywidgets' slider for itself; explorers say this of themselves.
    page.eval_on_selector(f"{root} {focus}", "(node) => node.setAttribute('data-lm-suppress-shortcuts', 'true')")
    page.locator(f"{root} {focus}").first.focus()
    times = []
    for i in range(count + 5):
        page.wait_for_timeout(60)
        page.evaluate("([root, look]) => __arm(root, look)", [root, look])
        page.keyboard.press("ArrowRight" if i % 2 else "ArrowLeft")
        page.wait_for_function("window.__result !== null", polling=20, timeout=5000)
        times.append(page.evaluate("window.__result"))
    return times[5:]  # the first ones warm up both sides


# Train for LIVE_SECONDS and count the pictures that the screen shows; then move a control 30 times meanwhile. An answer has
# come when the explorer is no longer busy.
MEASURE_LIVE = """(seconds) => {
  const root = document.querySelector("[data-explorer=playground]");
  const button = root.querySelector("[data-control=training] button");
  const rate = root.querySelector("[data-control=rate] input");
  const summary = root.querySelector(".dlx-summary");
  const nap = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
  const frames = () => new Promise((done) => {
    const start = performance.now();
    let [count, before] = [0, null];
    const look = () => {
      if (summary.textContent !== before) count += 1;
      before = summary.textContent;
      if (performance.now() - start < seconds * 1000) requestAnimationFrame(look);
      else done(count / seconds);
    };
    look();
  });
  const answer = () => new Promise((done) => {
    const start = performance.now();
    const watch = new MutationObserver(() => {
      if (root.ariaBusy !== "false") return;
      watch.disconnect();
      done(performance.now() - start);
    });
    watch.observe(root, { attributes: true, attributeFilter: ["aria-busy"] });
    rate.value = rate.value === "2" ? 4 : 2;
    rate.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const measure = async () => {
    await nap(2000);
    button.click();
    await nap(1000);
    const result = { frames: await frames(), answers: [] };
    while (result.answers.length < 30) {
      await nap(70);
      result.answers.push(await answer());
    }
    button.click();
    window.__live = { ...result, reached: summary.textContent };
  };
  window.__live = null;
  measure();
}"""


def live_figures(browser) -> dict:
    """Train in the page; return frames a second that a reader sees, and the answer times of a control meanwhile."""
    browser.page.evaluate(MEASURE_LIVE, LIVE_SECONDS)
    browser.leave()
    time.sleep(LIVE_SECONDS + 10)
    browser.connect()
    browser.page.wait_for_function("window.__live", timeout=30_000)
    return browser.page.evaluate("window.__live")


class Browser:
    """A Chromium that can be left alone: whoever is connected is sent a copy of all that the page gets and says, a fifth
    of the frames."""

    def __init__(self, playwright, folder: Path):
        from utils.slides import chromium

        self._playwright, self._profile = playwright, folder / "profile"
        program = chromium.find() or sys.exit("no Chromium, Chrome or Edge on this machine")
        command = [program, *chromium.ARGUMENTS, "--headless=new", "--hide-scrollbars", "--remote-debugging-port=0",
                   f"--user-data-dir={self._profile}", "about:blank"]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connect()
        self.page.set_viewport_size({"width": 1280, "height": 1500})

    def connect(self):
        port = self._profile / "DevToolsActivePort"
        for _ in range(100):
            if port.is_file() and port.read_text():
                break
            time.sleep(0.1)
        address = f"http://127.0.0.1:{port.read_text().split()[0]}"
        self._connection = self._playwright.chromium.connect_over_cdp(address)
        self.page = self._connection.contexts[0].pages[0]

    def leave(self):
        self._connection.close()

    def stop(self):
        self.leave()
        self._process.terminate()
        self._process.wait(20)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def report(name, times):
    row = f"{name:44} median {statistics.median(times):6.1f} ms   p95 {percentile(times, 0.95):6.1f} ms"
    print(row)


def milliseconds(call, *arguments):
    start = time.perf_counter()
    call(*arguments)
    return 1000 * (time.perf_counter() - start)


def scene_figures():
    explorer = BenchmarkMap()
    times, packets = [], []
    for angle in range(-60, 60):
        state = explorer.changed(explorer._state, {"angle": angle})
        times.append(milliseconds(explorer.draw, state))
        packets.append(len(explorer._packet()))
    report("scene() of the decision map", times)
    print(f"{'message of one scene':44} {max(packets)} bytes")


def every_explorer():
    """Yield each of the course's explorers that can be opened without arguments."""
    import inspect
    import pkgutil
    from importlib import import_module

    from utils import lessons
    from utils.widgets.explorer import Explorer

    for module in pkgutil.walk_packages(lessons.__path__, "utils.lessons."):
        for _, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            if not issubclass(kind, Explorer) or kind.__module__ != module.name:
                continue
            if kind.controls is not Explorer.controls:
                needs = inspect.signature(kind).parameters.values()
                if not any(each.kind is not each.VAR_KEYWORD and each.default is each.empty for each in needs):
                    yield kind()


def explorer_figures():
    from tests.unit.widgets.explorers import states_to_try

    for explorer in every_explorer():
        scenes = [milliseconds(explorer.draw, state) for state in states_to_try(explorer)]
        stills = [milliseconds(explorer.still) for _ in range(5)]
        report(f"{explorer.name}: scene()", scenes)
        report(f"{explorer.name}: still()", stills)


def main():
    from playwright.sync_api import sync_playwright

    scene_figures()
    explorer_figures()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        write_notebook(folder / "bench.ipynb", [SETUP, EXPLORER, INTERACT, LIVE])
        server = Server(folder)
        browser = Browser(playwright, folder)
        page = browser.page
        page.add_init_script(WATCH)
        try:
            open_and_run(page, server, "bench.ipynb")
            page.wait_for_selector("[data-explorer=playground]", timeout=60_000)
            page.wait_for_selector(".widget-interact img", timeout=60_000)
            page.wait_for_timeout(1000)
            explorer = key_times(page, "[data-explorer=benchmark_map]", "input[type=range]", "__canvas")
            plain = key_times(page, ".widget-interact", ".noUi-handle", "__picture")
            report("key press to changed pixels: explorer", explorer)
            report("key press to changed pixels: interact", plain)
            print(f"{'ratio of the medians':44} {statistics.median(plain) / statistics.median(explorer):.1f}")
            live = live_figures(browser)
            print(f"{'live training: drawn frames a second':44} {live['frames']:.0f}   ({live['reached']})")
            report("live training: a control's answer", live["answers"])
            if os.environ.get("COURSE_SHOTS"):
                browser.page.screenshot(path=Path(os.environ["COURSE_SHOTS"]) / "benchmark.png", full_page=True)
        finally:
            browser.stop()
            server.stop()


if __name__ == "__main__":
    main()
