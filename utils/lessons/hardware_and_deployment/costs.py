"""What a network costs by arithmetic: memory, operations and traffic of each of its layers, and the time that a device needs."""

from dataclasses import dataclass
from itertools import pairwise

NETWORKS = ("digits", "dense", "vgg")
FORMATS = {"float32": 4, "mixed": 2, "int8": 1}  # bytes of a number while the network computes
PER_PARAMETER = {"float32": (4, 4, 8), "mixed": (6, 4, 8)}  # in training: weights, gradients, Adam's two moments
BACKWARD = 3  # a training step does about three times the work of a forward pass
VGG = (64, 64, "pool", 128, 128, "pool", *[256] * 3, "pool", *[512] * 3, "pool", *[512] * 3, "pool")


@dataclass(frozen=True)
class Device:
    """Published peaks: operations in a second by number format (None: no figure), bytes in a second, bytes of memory."""

    peaks: dict[str, float | None]
    bandwidth: float
    memory: float


# Jouppi et al. (2017), table 2: Haswell E5-2699 v3, with the 256 GB of that server; NVIDIA (2020): A100 with 40 GB, without
# sparsity; Jouppi et al. (2023): TPU v4.
DEVICES = {
    "cpu": Device({"float32": 1.3e12, "mixed": 1.3e12, "int8": 2.6e12}, 51e9, 256e9),
    "gpu": Device({"float32": 19.5e12, "mixed": 312e12, "int8": 624e12}, 1555e9, 40e9),
    "tpu": Device({"float32": None, "mixed": 275e12, "int8": 275e12}, 1200e9, 32e9),
}


@dataclass(frozen=True)
class Layer:
    """One layer: its kind, parameters, multiplications for an example, numbers that it reads and writes for an example."""

    kind: str
    parameters: int
    products: int
    reads: int
    writes: int

    def operations(self, batch: int) -> int:
        """Return the additions and multiplications of a forward pass."""
        return 2 * self.products * batch

    def traffic(self, batch: int, size: int) -> int:
        """Return the bytes that a forward pass moves at least: weights once, input and output of each example."""
        return size * (self.parameters + batch * (self.reads + self.writes))


def layers_of(network: str, width: float = 1) -> list[Layer]:
    """Return the layers of one of ``NETWORKS``; width: how many times as many filters and hidden neurons it has."""

    def wide(count):
        return max(int(count * width), 1)

    if network == "dense":
        return _dense(784, [wide(1024), wide(1024)], 10)
    if network == "digits":
        maps, channels = _convolutions(28, 1, [wide(16), "pool", wide(32), "pool"])
        return maps + _dense(49 * channels, [wide(64)], 10)
    maps, channels = _convolutions(224, 3, [one if one == "pool" else wide(one) for one in VGG])
    return maps + _dense(49 * channels, [wide(4096), wide(4096)], 1000)


def _dense(inputs, hidden, classes):
    sizes = [inputs, *hidden, classes]
    return [Layer("dense", (n + 1) * m, n * m, n, m) for n, m in pairwise(sizes)]


def _convolutions(side, channels, plan):
    """Return the layers of 3 x 3 convolutions and poolings, and the channels after the last of them."""
    rows = []
    for one in plan:
        before = side * side * channels
        if one == "pool":
            side //= 2
            rows.append(Layer("pool", 0, 0, before, side * side * channels))
        else:
            weights = 9 * channels * one
            rows.append(Layer("conv", weights + one, weights * side * side, before, side * side * one))
            channels = one
    return rows, channels


def activations(layers: list[Layer]) -> int:
    """Return the numbers that a training keeps for an example: the input and the output of every layer."""
    return layers[0].reads + sum(layer.writes for layer in layers)


def memory(layers: list[Layer], batch: int, form: str, training: bool) -> dict[str, int]:
    """Return the bytes of weights, gradients, moments and activations.

    Without training only a layer's own input and output are held at a time. In mixed precision a training keeps the weights
    in 32 bits beside their 16-bit copy.
    """
    parameters, size = sum(layer.parameters for layer in layers), FORMATS[form]
    if not training:
        held = max(layer.reads + layer.writes for layer in layers)
        return {"weights": size * parameters, "gradients": 0, "moments": 0, "activations": size * batch * held}
    weights, gradients, moments = (each * parameters for each in PER_PARAMETER[form])
    kept = size * batch * activations(layers)
    return {"weights": weights, "gradients": gradients, "moments": moments, "activations": kept}


def seconds(layer: Layer, batch: int, form: str, training: bool, device: str) -> tuple[float, float] | None:
    """Return the least seconds that a layer takes for computing and for moving its numbers; None: no published peak."""
    peak = DEVICES[device].peaks[form]
    if peak is None:
        return None
    times = BACKWARD if training else 1
    return (
        times * layer.operations(batch) / peak,
        times * layer.traffic(batch, FORMATS[form]) / DEVICES[device].bandwidth,
    )
