"""How fast explorers are that run in a page of the site, with Python in the page's own worker, beside JupyterLab in one run.

    python benchmarks/live.py SITE            # two minutes; SITE: a site built with Pyodide, its lessons 03 and 09 among it

Printed for both: milliseconds from a key press to changed pixels (lesson 03's explorer), drawn pictures a second of a live
training (lesson 09's playground); of the site also the seconds from the press on "Run live" to the drawn explorer, for the
first time and on the next page. Aims on a quiet laptop: 30 ms, 30 pictures, 10 s.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from benchmarks.explorers import Browser, Server, open_and_run, percentile, write_notebook  # noqa: E402
from utils.site.serve import server  # noqa: E402

KEYS = 60
LIVE_SECONDS = 6
START_SECONDS = 180
RUNNING = "[data-running] .dlx"
IN_LAB = """import sys; sys.path.insert(0, {folder!r})
from utils.language import use_language
use_language("en")
from {module} import {name}
{name}()"""
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
# Pictures that are drawn: a picture is cleared before it is drawn anew. Train first, count after half a second.
COUNT = """([selector, seconds]) => {
  const root = document.querySelector(selector);
  const pen = root.querySelector(".dlx-frame > canvas").getContext("2d");
  const clear = pen.clearRect.bind(pen);
  window.__pictures = null;
  root.querySelector("[data-control=training] button").click();
  setTimeout(() => {
    let count = 0;
    pen.clearRect = (...where) => (count++, clear(...where));
    setTimeout(() => (window.__pictures = count / seconds), seconds * 1000);
  }, 500);
}"""


def run_live(page, address):
    """Open a page of the site and start its first explorer; return the seconds from the press to the drawn picture."""
    page.goto(address)
    page.locator(".dlx-embedded[data-played] .dlx-live").first.wait_for()
    page.locator(".dlx-live").first.scroll_into_view_if_needed()
    start = time.perf_counter()
    page.locator(".dlx-live").first.click()
    page.locator(RUNNING).wait_for(timeout=START_SECONDS * 1000)
    return time.perf_counter() - start


def key_times(page, selector):
    """Return, sorted, the milliseconds that each of KEYS presses took on the perceptron's steps."""
    root = page.locator(selector)
    root.get_by_text("XOR", exact=True).click()  # there the rule goes on, and every step changes the picture
    root.locator("[data-control=step] input").first.focus()
    times = []
    for _ in range(KEYS):
        page.wait_for_timeout(60)
        root.evaluate("root => __arm(root)")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("window.__took !== null")
        times.append(page.evaluate("window.__took"))
    return sorted(times)


def pictures_a_second(browser, selector):
    """Train and count; nobody looks at the page meanwhile, which would cost JupyterLab most of its pictures."""
    browser.page.evaluate(COUNT, [selector, LIVE_SECONDS])
    browser.leave()
    time.sleep(LIVE_SECONDS + 2)
    browser.connect()
    browser.page.wait_for_function("window.__pictures !== null", timeout=30_000)
    return browser.page.evaluate("window.__pictures")


def of_site(browser, address):
    """Return the key presses' times, the pictures a second, and the seconds until an explorer is drawn: first, then."""
    browser.page.add_init_script(WATCH)
    first = run_live(browser.page, f"{address}/en/03_perceptron.html")
    times = key_times(browser.page, RUNNING)
    then = run_live(browser.page, f"{address}/en/09_first_keras_network.html")
    return times, pictures_a_second(browser, RUNNING), first, then


def of_lab(browser, lab, folder):
    """Return the key presses' times and the pictures a second."""
    explorers = {"perceptron": "PerceptronExplorer", "first_keras_network": "PlaygroundExplorer"}
    cells = [
        IN_LAB.format(folder=str(CHECKOUT), module=f"utils.lessons.{room}.explorer", name=name)
        for room, name in explorers.items()
    ]
    write_notebook(folder / "bench.ipynb", cells)
    browser.page.add_init_script(WATCH)
    open_and_run(browser.page, lab, "bench.ipynb")
    browser.page.wait_for_selector("[data-explorer=playground]", timeout=60_000)
    browser.page.wait_for_timeout(1000)
    times = key_times(browser.page, "[data-explorer=perceptron]")
    browser.page.locator("[data-explorer=playground]").scroll_into_view_if_needed()
    return times, pictures_a_second(browser, "[data-explorer=playground]")


def main(site):
    with tempfile.TemporaryDirectory() as scratch, server(Path(site), 0) as serving, sync_playwright() as playwright:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        folder = Path(scratch)
        browser, lab = Browser(playwright, folder), Server(folder)
        try:
            times, pictures, first, then = of_site(browser, f"http://127.0.0.1:{serving.server_port}")
            lab_times, lab_pictures = of_lab(browser, lab, folder)
        finally:
            browser.stop()
            lab.stop()
            serving.shutdown()
    print(f"{'':36}{'page':>8}{'JupyterLab':>12}")
    for name, share in (("median", 0.5), ("p95", 0.95)):
        row = percentile(times, share), percentile(lab_times, share)
        print(f"key press to changed pixels, {name:7} {row[0]:8.1f}{row[1]:12.1f} ms")
    print(f"{'live training':36}{pictures:8.1f}{lab_pictures:12.1f} pictures a second")
    print(f"{'drawn after the press, first':36}{first:8.1f}{'':12} s")
    print(f"{'drawn after the press, next page':36}{then:8.1f}{'':12} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
