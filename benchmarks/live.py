"""How fast explorers are that run in a page of the site, with Python in the page's own worker.

    python benchmarks/live.py SITE            # one minute; SITE: a site built with Pyodide, its lessons 03 and 09 among it

Printed: seconds from the press on "Run live" to the drawn explorer, for the first time (cold) and on the next page;
milliseconds from a key press to changed pixels; drawn pictures a second of a live training (lesson 09's playground). Beside
``benchmarks/explorers.py``, which measures the same in JupyterLab. Aims on a quiet laptop: 10 s, 30 ms, 30 pictures.
"""

import statistics
import sys
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.site.serve import server  # noqa: E402
from utils.slides import chromium  # noqa: E402

KEYS = 60
LIVE_SECONDS = 6
START_SECONDS = 180
RUNNING = "[data-running] .dlx"
# The milliseconds from a key's event to changed pixels of the explorer's first picture.
WATCH = """
window.__sum = (root) => {
  const canvas = root.querySelector(".dlx-frame > canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i]) | 0;
  return sum;
};
window.__nap = () => new Promise((wake) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = wake;
  channel.port2.postMessage(0);
});
window.__arm = (root) => {
  const before = __sum(root);
  window.__took = null;
  root.addEventListener("keydown", async ({ timeStamp }) => {
    do await __nap(); while (__sum(root) === before && performance.now() - timeStamp < 3000);
    window.__took = performance.now() - timeStamp;
  }, { once: true, capture: true });
};
"""
# Pictures that are drawn: a picture is cleared before it is drawn anew.
COUNT = """(root, seconds) => {
  const pen = root.querySelector(".dlx-frame > canvas").getContext("2d");
  let count = 0;
  const clear = pen.clearRect.bind(pen);
  pen.clearRect = (...where) => (count++, clear(...where));
  return new Promise((resolve) => setTimeout(() => resolve(count / seconds), seconds * 1000));
}"""


def run_live(page, address):
    """Open a page, start its first explorer and return it, and the seconds from the press to the drawn picture."""
    page.goto(address)
    page.locator(".dlx-embedded[data-played] .dlx-live").first.wait_for()
    page.locator(".dlx-live").first.scroll_into_view_if_needed()
    start = time.perf_counter()
    page.locator(".dlx-live").first.click()
    page.locator(RUNNING).wait_for(timeout=START_SECONDS * 1000)
    return page.locator(RUNNING), time.perf_counter() - start


def key_times(page, root, control):
    """Return the milliseconds that each of KEYS presses took on a control's slider."""
    root.locator(f"[data-control={control}] input").first.focus()
    times = []
    for _ in range(KEYS):
        page.wait_for_timeout(60)
        root.evaluate("root => __arm(root)")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("window.__took !== null")
        times.append(page.evaluate("window.__took"))
    return times


def main(site):
    with server(Path(site), 0) as serving, sync_playwright() as playwright:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{serving.server_port}/en"
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(WATCH)
        root, cold = run_live(page, f"{address}/03_perceptron.html")
        root.get_by_text("XOR", exact=True).click()  # there the rule goes on, and every step changes the picture
        times = sorted(key_times(page, root, "step"))
        print(f"drawn after the press       {cold:6.1f} s, the first time")
        print(f"key press to changed pixels {statistics.median(times):6.1f} ms, p95 {times[int(0.95 * KEYS)]:.1f} ms")
        root, warm = run_live(page, f"{address}/09_first_keras_network.html")
        print(f"drawn after the press       {warm:6.1f} s, on the next page")
        root.locator("[data-control=training] button").click()
        page.wait_for_timeout(500)
        print(f"live training               {root.evaluate(COUNT, LIVE_SECONDS):6.1f} pictures a second")
        browser.close()
        serving.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
