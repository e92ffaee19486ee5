"""What the site gives a browser for live explorers: the course's code, Pyodide's files, the server of ``--open``."""

import gzip
import hashlib
import html
import io
import json
import re
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest

from utils.language import LANGUAGES
from utils.site import live, pyodide
from utils.site.build import build_site
from utils.site.pyodide import EXPLORERS, NOTEBOOKS, PyodideError
from utils.site.serve import server
from utils.site.words import WORDS
from utils.widgets.embed import RECIPE

ROOT = Path(__file__).resolve().parents[3]
EARLY = {  # lessons 03 to 08, and 14: all of them need NumPy alone
    "perceptron": "PerceptronExplorer",
    "linear_regression": "LineFitExplorer",
    "activation_functions": "ActivationExplorer",
    "losses": "LossExplorer",
    "backpropagation": "BackpropagationExplorer",
    "gradient_descent": "OptimizerExplorer",
    "convolution": "ConvolutionExplorer",
}


def recipe(room, kind, **named):
    return html.escape(json.dumps([f"utils.lessons.{room}.explorer", kind, named]))


def page_with(*recipes):
    return "".join(f'<div class="dlx-embedded" id="x" data-recipe="{each}">' for each in recipes)


@pytest.fixture(scope="module")
def prepared():
    early = [recipe(room, kind) for room, kind in EARLY.items()]
    others = [recipe("seeing_inside", "SeeingInsideExplorer"), recipe("cnn", "DrawDigitExplorer")]
    return live.prepare(ROOT, [page_with(*early), page_with(*others, early[0])], {"pyodide.js": b"// Pyodide"})


def test_what_numpy_can_do_runs_in_a_page_and_the_rest_says_why_not(prepared):
    assert prepared.able == {recipe(room, kind) for room, kind in EARLY.items()}
    unable = dict(prepared.unable)
    assert "SqueezeNet" in unable["SeeingInsideExplorer"]  # says it by itself
    assert "TypeError" in unable["DrawDigitExplorer"] and len(unable) == 2  # it came without its network


def test_the_code_for_the_page_is_whole_and_no_more(prepared):
    [packed] = [content for name, content in prepared.files.items() if name.startswith("course.zip-")]
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(packed))) as file:
        names = set(file.namelist())
    assert {
        "utils/widgets/browser.py",
        "utils/widgets/static/explorer.css",
        "utils/lessons/losses/explorer.py",
    } <= names
    assert not {name for name in names if name.endswith(("checks.py", "frontend.py")) or "seeing" in name}
    assert "utils/lessons/perceptron/__init__.py" not in names  # it opens the whole lesson


def test_the_code_of_all_rooms_is_light():
    rooms = [path.parent.name for path in ROOT.glob("utils/lessons/*/explorer.py")]
    assert len(rooms) > 30
    rooms.remove("seeing_inside")  # a network of 1.2 MB, and photographs of other packages
    contents = live.code(ROOT, [recipe(room, "") for room in rooms])
    assert len(live.zipped(contents)) < 1_000_000


def test_files_are_named_after_their_content_and_the_worker_knows_them(prepared, tmp_path):
    script = prepared.files[prepared.worker].decode()
    told = json.loads(script.removeprefix("const FILES = ").split(";\n", 1)[0])
    assert set(told) == {"pyodide.js", "course.zip"}
    for name, file in told.items():
        assert file["address"].startswith(name) and len(prepared.files[file["address"]]) == file["bytes"]
    assert prepared.size == sum(map(len, prepared.files.values()))
    (tmp_path / "live").mkdir()
    earlier = tmp_path / "live" / "worker-of-an-earlier-site.js"
    earlier.touch()
    prepared.write(tmp_path, whole=False)
    assert earlier.exists()  # pages of other lessons may need it
    prepared.write(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "live").iterdir()} == prepared.files


def test_only_what_can_run_gets_a_button():
    able, other = recipe("perceptron", "PerceptronExplorer"), recipe("seeing_inside", "SeeingInsideExplorer")
    for each, count in ((able, 1), (other, 0)):
        frame = f' id="x" data-recipe="{each}"><header><button type="button" class="dlx-large">A+</button></header>'
        shown = live.with_button(frame, frozenset([able]), "Run live")
        assert shown.count("▶ Run live") == count and bool(RECIPE.search(shown)) == bool(count)


def test_the_page_is_told_what_its_button_needs():
    for language in LANGUAGES:
        told = live.template("../live/worker-1.js", WORDS[language])
        assert 'data-worker="../live/worker-1.js"' in told and f"▶ {WORDS[language]['run_live']}" in told
        assert all(html.escape(WORDS[language][f"live_{name}"]) in told for name in ("fetching", "failed", "folder"))


def test_the_build_says_what_travels_and_what_stays_a_recording(prepared, reader):
    first, *others = live.told(prepared)
    assert re.match(r"\D*7 \(0[,.]\d MB\)$", first)
    assert len(others) == 2 and any("SqueezeNet" in line for line in others)


def test_the_words_are_there_in_both_languages():
    for language in LANGUAGES:
        told = WORDS[language]
        assert "python course.py site --open" in told["live_folder"]
        assert all(told[name] for name in ("run_live", "live_fetching", "live_starting", "live_failed"))


# Pyodide


@pytest.fixture
def pinned(monkeypatch):
    """Two small files in the place of Pyodide's; return {name: content}."""
    contents = {"pyodide.js": b"one", "numpy-2.0.2-cp312.whl": b"two"}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    monkeypatch.setattr(pyodide, "files", lambda packages: sums)
    return contents


def test_pyodide_is_pinned():
    files = pyodide.files(EXPLORERS)
    assert all(len(checksum) == 64 for checksum in pyodide.files(NOTEBOOKS).values())
    assert {name.split("-")[0] for name in files if name.endswith(".whl")} == {"numpy", "contourpy", "threadpoolctl"}


def test_what_a_package_depends_on_comes_with_it():
    names = set(json.loads(pyodide.lock(["scikit-learn"]))["packages"])
    assert names == {"scikit-learn", "scipy", "openblas", "numpy", "joblib", "threadpoolctl"}


def test_the_cache_is_filled_once(pinned, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(pyodide, "_downloaded", lambda url: asked.append(url) or pinned[url.rsplit("/", 1)[1]])
    pyodide.fill(tmp_path / "cache")
    pyodide.fill(tmp_path / "cache")
    assert asked == [pyodide.ADDRESS.format(version="0.27.7", name=name) for name in pinned]
    found = pyodide.read(tmp_path / "cache")
    assert pinned.items() <= found.items()
    assert json.loads(found["pyodide-lock.json"])["packages"]["numpy"]["version"] == "2.0.2"


def test_what_is_not_the_pinned_file_is_refused(pinned, monkeypatch, tmp_path, reader):
    for name in pinned:
        (tmp_path / name).write_bytes(b"three")
    with pytest.raises(PyodideError, match=r"pyodide\.js"):
        pyodide.read(tmp_path)
    monkeypatch.setattr(pyodide, "_downloaded", lambda url: b"three")
    with pytest.raises(PyodideError, match=r"pyodide\.js"):
        pyodide.fill(tmp_path)


def test_without_a_network_it_says_so(pinned, monkeypatch, tmp_path, reader):
    with server(tmp_path) as nobody:
        port = nobody.server_port
    monkeypatch.setattr(pyodide, "ADDRESS", f"http://127.0.0.1:{port}/{{name}}")  # nothing listens there any more
    with pytest.raises(PyodideError, match=str(port)):
        pyodide.fill(tmp_path / "cache")
    with pytest.raises(PyodideError, match="elsewhere"):
        pyodide.read(tmp_path / "elsewhere")


def test_a_wrong_folder_stops_the_build_before_its_work(tmp_path):
    with pytest.raises(PyodideError):
        build_site(ROOT, tmp_path / "site", ["00_start"], tmp_path / "work", pyodide=tmp_path)
    assert not (tmp_path / "work").exists()


# The server of ``--open``


def test_the_site_is_served_to_this_machine_and_scripts_are_scripts(tmp_path):
    (tmp_path / "worker.js").write_text("1", encoding="utf-8")
    with server(tmp_path) as first, server(tmp_path, first.server_port) as second:
        assert first.server_address[0] == "127.0.0.1" and second.server_port != first.server_port
        threading.Thread(target=second.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/worker.js", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith("text/javascript")
        second.shutdown()
