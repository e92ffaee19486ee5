"""An explorer in a page whose Python is the page's own: made by its recipe, shown, answered."""

import html
import json
import re

import numpy as np
import pytest
from scipy import special as trusted

from utils.language import L
from utils.lessons.perceptron.explorer import PerceptronExplorer
from utils.lessons.start.explorer import FirstStepsExplorer
from utils.special import erf, expit
from utils.widgets.browser import begin, words
from utils.widgets.embed import RECIPE, embedded_html

RECIPE_OF_XOR = ["utils.lessons.perceptron.explorer", "PerceptronExplorer", {"preset": "xor"}]


def unpacked(packet):
    length = int.from_bytes(packet[:4], "little")
    return json.loads(packet[4 : 4 + length])


def begun(recipe, language, state):
    """Begin an explorer; return its spec, the packets that came, and what takes messages."""
    specs, packets = [], []
    asked = json.dumps({"recipe": recipe, "language": language, "state": state})
    take = begin(asked, lambda spec: specs.append(json.loads(spec)), packets.append)
    return specs[0], packets, take


def test_it_goes_on_where_the_recording_stands_and_answers(reader):
    state = PerceptronExplorer(preset="or").first | {"step": 3}
    spec, packets, take = begun(RECIPE_OF_XOR, reader, state)
    assert spec["title"] == PerceptronExplorer().title() and spec["language"] == reader
    assert [unpacked(packet)["state"] for packet in packets] == [state]  # step 3, though new points would begin anew
    take(json.dumps({"type": "set", "seq": 7, "changes": {"step": 4}}))
    assert unpacked(packets[-1])["answer"] == 7 and unpacked(packets[-1])["state"]["step"] == 4
    take(json.dumps({"type": "reset", "seq": 8}))
    assert unpacked(packets[-1])["state"] == PerceptronExplorer(preset="xor").first


def test_nobody_is_sent_to_a_cell(reader):
    spec, _, _ = begun(RECIPE_OF_XOR, reader, {})
    assert words().items() <= spec["words"].items()
    for word in words().values():
        assert not re.search(L("hücre|çekirdek", "cell|kernel"), word)


def test_an_explorer_is_embedded_with_its_recipe():
    found = RECIPE.search(embedded_html(PerceptronExplorer(preset="xor")))
    assert json.loads(html.unescape(found[1])) == RECIPE_OF_XOR


class OfNetworkExplorer(FirstStepsExplorer):
    """Made of something that no page can hold."""

    def __init__(self, network, **state):
        self.network = network
        super().__init__(**state)


@pytest.mark.parametrize("made", [lambda: OfNetworkExplorer(object()), lambda: OfNetworkExplorer(network=object())])
def test_what_is_made_of_a_network_has_no_recipe(made):
    assert not RECIPE.search(embedded_html(made()))


def test_functions_without_scipy_are_scipys():
    z = np.concatenate([np.linspace(-40, 40, 2001), [-1e3, 1e3, 0.0]]).reshape(4, -1)
    np.testing.assert_allclose(erf(z), trusted.erf(z), atol=1e-15)
    np.testing.assert_allclose(expit(z), trusted.expit(z), atol=1e-15)
    assert erf(0.5).shape == () and expit(z.astype(np.float32)).dtype == np.float32
