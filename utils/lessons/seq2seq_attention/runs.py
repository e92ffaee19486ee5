"""The trainings of lesson 26 that were made beforehand: five seeds of each network, and the weights that the explorer uses."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from utils.places import course_file
from utils.training.recorded import load_recorded

FILES = ("assets/seq2seq_runs.npz", "assets/seq2seq_weights.npz")
RUNS_FILE, WEIGHTS_FILE = map(course_file, FILES)
STEPS = 63  # a weight is stored as a whole number from -63 to 63, in steps of its own column: seven bits


@cache
def runs() -> dict[str, np.ndarray]:
    """Return the recorded trainings of ``tools/seq2seq_attention_runs.py``, which says what each array holds."""
    return {
        name: values if values.dtype.kind == "f" else values.astype(np.int64)
        for name, values in load_recorded(RUNS_FILE).items()
    }


def rounded(name: str, weights: Mapping[str, Sequence[np.ndarray]]) -> dict[str, np.ndarray]:
    """Return the weights {layer: arrays} of a network as seven bits each and a scale for each column."""
    layout, whole, scales = [], [], []
    for layer, arrays in weights.items():
        for values in arrays:
            scale = np.maximum(np.abs(values).reshape(-1, values.shape[-1]).max(axis=0), 1e-6) / STEPS
            layout.append([layer, values.shape])
            whole.append(np.round(values / scale).astype(np.int8).ravel())
            scales.append(scale.astype(np.float32))
    return {
        f"{name}_layout": np.array(json.dumps(layout)),
        f"{name}_whole": np.concatenate(whole),
        f"{name}_scale": np.concatenate(scales),
    }


@cache
def stored_weights(name: str) -> dict[str, list[np.ndarray]]:
    """Return {layer: weights} of a recorded network, "two_way" or "one_way"."""
    found = load_recorded(WEIGHTS_FILE)
    whole, scales = found[f"{name}_whole"], found[f"{name}_scale"]
    weights: dict[str, list[np.ndarray]] = {}
    for layer, shape in json.loads(str(found[f"{name}_layout"])):
        size, columns = int(np.prod(shape)), shape[-1]
        weights.setdefault(layer, []).append(whole[:size].reshape(shape) * scales[:columns])
        whole, scales = whole[size:], scales[columns:]
    return weights
