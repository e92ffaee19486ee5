"""What explorers take along into a page: networks, arrays and data, so that they are there what they are in a notebook."""

import html
import json
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from tests.unit.widgets.untrained import draw_digit, film, gates, hearing, latent_plane, network
from utils.lessons.object_detection.explorer import BoxExplorer, SuppressionExplorer
from utils.lessons.tensors.explorer import TensorSlicer
from utils.lessons.what_is_deep_learning.explorer import FeatureMakerExplorer
from utils.site import live
from utils.site.outputs import Outputs
from utils.widgets.browser import make
from utils.widgets.embed import RECIPE, embedded_html, luggage_in
from utils.widgets.luggage import LARGE, Packed, pack, parted, unpack
from utils.widgets.packing import pack as pack_scene

ROOT = live.HERE.parents[1]


MADE = [
    film,
    gates,
    hearing,
    draw_digit,
    latent_plane,
    BoxExplorer,
    SuppressionExplorer,
    TensorSlicer,
    FeatureMakerExplorer,
]


@pytest.fixture(scope="module")
def embedded():
    """{how it is made: (the explorer, its HTML)}"""
    made = {how: how() for how in MADE}
    return {how: (explorer, embedded_html(explorer)) for how, explorer in made.items()}


@pytest.mark.parametrize("how", MADE)
def test_in_a_page_it_is_the_same_explorer(how, embedded, monkeypatch):
    explorer, page = embedded[how]
    recipe = json.loads(html.unescape(RECIPE.search(page)[1]))
    [(name, file)] = luggage_in(page).items()
    assert recipe[3] == name and len(file) < 400_000
    for load in type(explorer).luggage:
        monkeypatch.setattr(load, "_given", None)  # else what the page gets would stay for other tests
    other = make(recipe, file)
    assert other.first == explorer.first
    for state in explorer.starts():
        assert pack_scene(other.draw(state)) == pack_scene(explorer.draw(state))


def test_all_run_on_numpy_alone_and_what_they_take_along_lies_beside(embedded, tmp_path):
    texts = [page for _, page in embedded.values()]
    prepared = live.prepare(ROOT, texts, {"pyodide.js": b"// Pyodide"})
    assert prepared.unable == () and len(prepared.able) == len(prepared.luggage) == len(MADE)
    files = {name for _, name in prepared.luggage}  # the two explorers of lesson 20 share one
    heavy = sum(len(prepared.files[name]) for name in files)
    assert prepared.size == sum(map(len, prepared.files.values())) - heavy
    outputs = Outputs(tmp_path, [], prepared.able, "Run live")
    shown = outputs.rewritten(nbformat.v4.new_output("display_data", {"text/html": texts[0]}), "").data["text/html"]
    assert "▶ Run live" in shown and "dlx-luggage" not in shown


def test_a_large_network_travels_with_half_of_its_bits_and_a_small_one_whole():
    none = SimpleNamespace(luggage=())
    for size, close in ((LARGE, 1e-3), (10, 0)):
        model = network([(size, 1), (1,)], last="tanh")
        [layer] = unpack(none, pack(none, {"model": model}))["model"].layers
        np.testing.assert_allclose(layer.get_weights()[0], model.layers[1].get_weights()[0], atol=close)
        assert layer.activation.__name__ == "tanh" and layer.get_weights()[1].dtype == np.float32


def test_what_is_neither_json_nor_an_array_stays_out():
    def kind(model, *, preset=None, **state):
        return model, preset, state

    weights = np.ones(3)
    assert parted(kind, (weights,), {"preset": "a", "w": np.float32(2)}) == (
        {"preset": "a", "w": 2.0},
        {"model": weights},
    )
    assert parted(kind, (len,), {}) is None


def test_data_is_read_once_in_each_language_and_what_came_along_stands_for_both(reader):
    asked = []
    load = Packed(lambda: asked.append(reader) or {"x": np.ones(1)})
    assert load() is load() and asked == [reader]
    load.give({"x": np.zeros(1)})
    assert load()["x"] == 0
