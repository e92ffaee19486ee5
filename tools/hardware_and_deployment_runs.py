"""Make assets/deployment_runs.npz, the measurements of lesson 32 that take too long for it or that only a quiet machine repeats.

    python tools/hardware_and_deployment_runs.py            about five minutes of one core
    python tools/hardware_and_deployment_runs.py memory     only this group of GROUPS; the others stay as they are

It needs Linux. The times are processor seconds of one thread (AMD EPYC, no accelerator). The
arrays, for each of SEEDS or REPEATS:

accuracy      (seed, 4) of the float network, and of its dynamic-range, int8 and Keras int8 versions on the test digits
difference    (seed, 3) largest difference of a probability from the float network: the same three versions
drift         (seed, change, 4) accuracy, mean of the largest probability, mean ink, mean column of the ink, in pixels
alarms        (seed, change, 3) share of batches of 100 digits for which confidence, ink, column raise an alarm
training      (repeat, mode, 2) processor seconds of the first and of the second epoch
throughput    (repeat, batch, 2) digits in a processor second, without and with XLA
chain         (repeat, 2) processor seconds of a chain of elementwise operations, without and with XLA
memory        (repeat, batch) most memory of a fresh process in training, in MB above what it held before
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

os.environ["TF_NUM_INTRAOP_THREADS"] = "1"

import numpy as np

from utils.assets import read_asset
from utils.datasets import load_digits28
from utils.lessons.hardware_and_deployment.runs import BATCHES, CHANGES, MODES, PATH, STEP_BATCHES
from utils.training import keras, seed_everything
from utils.training.quiet import held_back_errors

SEEDS, REPEATS, MEMORY_REPEATS = range(5), 5, 3
layers = keras.layers
digits = load_digits28()
x_train, x_test = (x[..., None] / np.float32(255) for x in (digits.x_train, digits.x_test))
y_train, y_test = digits.y_train, digits.y_test


def network():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax", dtype="float32"),
        ]
    )
    return model


def compiled(model, **options):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=10, **options)
    return model


def trained(seed):
    seed_everything(seed)
    model = compiled(network())
    model.fit(x_train, y_train, batch_size=64, epochs=5, verbose=0)
    return model


def tflite(saved, kind):
    """Return the bytes of a converted SavedModel."""
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_saved_model(saved)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "int8":
        converter.representative_dataset = lambda: ([x_train[i : i + 1]] for i in range(200))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.int8
    return converter.convert()


def answers(content, x):
    """Return a TFLite model's probabilities."""
    import tensorflow as tf

    interpreter = tf.lite.Interpreter(model_content=content)
    entry, out = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.resize_tensor_input(entry["index"], x.shape)
    interpreter.allocate_tensors()
    if entry["dtype"] == np.int8:
        scale, zero = entry["quantization"]
        x = np.clip(np.round(x / scale + zero), -128, 127).astype(np.int8)
    interpreter.set_tensor(entry["index"], x)
    interpreter.invoke()
    result = interpreter.get_tensor(out["index"])
    if out["dtype"] == np.int8:
        scale, zero = out["quantization"]
        result = (result.astype(np.float32) - zero) * np.float32(scale)
    return result


def versions(model, folder):
    """Return (accuracy of four versions, largest difference of three from the first)."""
    reference = np.asarray(model(x_test))
    model.export(folder, verbose=False)
    small = keras.models.clone_model(model)
    small.set_weights(model.get_weights())
    small.quantize("int8")
    given = [answers(tflite(folder, kind), x_test) for kind in ("dynamic", "int8")] + [np.asarray(small(x_test))]
    right = [np.mean(p.argmax(axis=1) == y_test) for p in (reference, *given)]
    return right, [np.abs(p - reference).max() for p in given]


def changed(x, change, rng):
    """Return the digits (n, 28, 28, 1) as they come after a change of what is outside."""
    if change.startswith("right"):
        pixels = int(change[5:])
        return np.concatenate([np.zeros_like(x[:, :, :pixels]), x[:, :, :-pixels]], axis=2)
    if change == "thick":
        wide = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0)))
        return np.maximum(x, np.maximum(wide[:, :, :-2], wide[:, :, 2:]))
    if change == "noise":
        return np.clip(x + 0.3 * rng.standard_normal(x.shape), 0, 1).astype(np.float32)
    return {"none": x, "pale": 0.5 * x, "turned": x[:, ::-1, ::-1]}[change]


def watched(x, probabilities):
    """Return what can be watched without labels, (3, n): confidence, ink, column of the ink's middle."""
    ink = x.mean(axis=(1, 2, 3))
    columns = x.sum(axis=(1, 3)) @ np.arange(28) / np.maximum(x.sum(axis=(1, 2, 3)), 1e-9)
    return np.stack([probabilities.max(axis=1), ink, columns])


def drift(model, seed):
    """Return (change, 4) and (change, 3): what the docstring says of ``drift`` and ``alarms``."""
    rng = np.random.default_rng(seed)
    half = np.arange(len(x_test)) < 500  # the first half is the reference, the second comes after the release
    usual = watched(x_test[half], np.asarray(model(x_test[half])))
    centre, spread = usual.mean(axis=1), usual.std(axis=1)
    rows, alarms = [], []
    for change in CHANGES:
        x = changed(x_test, change, rng)
        probabilities = np.asarray(model(x))
        values = watched(x, probabilities)
        rows.append([np.mean(probabilities.argmax(axis=1) == y_test), *values.mean(axis=1)])
        batches = [rng.choice(np.flatnonzero(~half), 100, replace=False) for _ in range(200)]
        scores = [np.abs(values[:, b].mean(axis=1) - centre) / (spread / 10) for b in batches]
        alarms.append(np.mean(np.array(scores) > 4, axis=0))
    return rows, alarms


def training():
    """Return (mode, 2): processor seconds of a first and of a second epoch in each mode."""
    rows = []
    for mode in MODES:
        keras.mixed_precision.set_global_policy(mode if mode.startswith("mixed") else "float32")
        seed_everything(0)
        model = compiled(network(), jit_compile=mode == "xla")
        seconds = []
        for _ in range(2):
            began = time.process_time()
            model.fit(x_train, y_train, batch_size=64, epochs=1, verbose=0)
            seconds.append(time.process_time() - began)
        rows.append(seconds)
    keras.mixed_precision.set_global_policy("float32")
    return rows


def seconds_of(call, budget=0.5):
    """Return the processor seconds of one call, the mean over ``budget`` seconds."""
    call()
    began, count = time.process_time(), 0
    while time.process_time() - began < budget:
        call()
        count += 1
    return (time.process_time() - began) / count


def throughput(model):
    """Return (batch, 2): digits in a processor second."""
    import tensorflow as tf

    rows = []
    for batch in BATCHES:
        x = tf.constant(x_test[np.arange(batch) % len(x_test)])
        calls = [tf.function(lambda x: model(x), jit_compile=jit) for jit in (False, True)]
        rows.append([batch / seconds_of(lambda call=call, x=x: call(x).numpy()) for call in calls])
    return rows


def chain():
    """Return the processor seconds of eight elementwise operations on four million numbers, without and with XLA."""
    import tensorflow as tf

    def operations(x):
        for _ in range(4):
            x = tf.maximum(1.5 * x - 0.5, 0.25 * x)
        return x

    x = tf.random.normal((2048, 2048))
    calls = [tf.function(operations, jit_compile=jit) for jit in (False, True)]
    return [seconds_of(lambda call=call: call(x).numpy()[0, 0]) for call in calls]


def memory_of(batch):
    """Print by how many MB a fresh process grows at most while it trains on batches of this size."""
    model = compiled(network())
    model.optimizer.build(model.trainable_variables)
    model.train_on_batch(x_train[:2], y_train[:2])
    x, y = np.resize(x_train, (batch, 28, 28, 1)), np.resize(y_train, batch)
    Path("/proc/self/clear_refs").write_text("5")  # the most memory so far is forgotten
    before = _status("VmRSS")
    for _ in range(2):
        model.train_on_batch(x, y)
    print(json.dumps((_status("VmHWM") - before) * 1024 / 1e6))


def _status(field):
    """Return a number of kB that Linux tells of this process."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{field}:")]
    return int(line.split()[1])


def memory():
    rows = []
    for batch in STEP_BATCHES:
        run = subprocess.run([sys.executable, __file__, str(batch)], check=True, capture_output=True, text=True)
        rows.append(json.loads(run.stdout))
    return rows


def networks():
    """Return {name: array} of five trained networks: their versions, and drift."""
    found: dict[str, list] = {name: [] for name in ("accuracy", "difference", "drift", "alarms")}
    for seed in SEEDS:
        model = trained(seed)
        with tempfile.TemporaryDirectory() as folder:
            right, difference = versions(model, f"{folder}/digits")
        for name, value in zip(found, (right, difference, *drift(model, seed)), strict=True):
            found[name].append(value)
    return found


def times():
    """Return {name: array} of processor seconds and of speeds."""
    model = trained(0)
    found: dict[str, list] = {name: [] for name in ("training", "throughput", "chain")}
    for _ in range(REPEATS):
        for name, value in zip(found, (training(), throughput(model), chain()), strict=True):
            found[name].append(value)
    return found


def memories():
    return {"memory": [memory() for _ in range(MEMORY_REPEATS)]}


GROUPS = {"networks": networks, "times": times, "memory": memories}


def main(names):
    arrays: dict[str, Any] = dict(read_asset(PATH)) if names else {}
    with warnings.catch_warnings(), held_back_errors():
        warnings.simplefilter("ignore")
        for name in names or GROUPS:
            arrays |= {key: np.array(values, dtype=np.float32) for key, values in GROUPS[name]().items()}
    for name, values in arrays.items():
        print(name, np.round(np.median(values, axis=0), 4), sep="\n", end="\n\n")
    np.savez_compressed(PATH, **arrays)
    print(PATH.stat().st_size, "bytes")


if __name__ == "__main__":
    memory_of(int(sys.argv[1])) if sys.argv[1:] and sys.argv[1].isdigit() else main(sys.argv[1:])
