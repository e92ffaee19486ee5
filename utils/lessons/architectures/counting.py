"""What the layers of a network cost, counted and not run: shapes, parameters, multiplications, receptive fields.

A stack is a list of texts, "conv3:16" or "pool", as the explorer keeps it. All maps are square.

    conv1, conv3, conv5   k x k convolution, padding "same"           valid5      5 x 5 convolution without padding
    separable             a 3 x 3 filter per channel, then 1 x 1      pool        2 x 2, stride 2
    inception             four parallel paths, shares of GoogLeNet's  residual, half   two 3 x 3 and a skip; half: stride 2
"""

from dataclasses import dataclass
from typing import NamedTuple

CLASSES = 10
HEADS = {"mean": (), "dense": (64,), "lenet": (120, 84)}  # the hidden dense layers; "mean" takes no flattening
NETWORKS = {
    "lenet": (["conv5:6", "pool", "valid5:16", "pool"], "lenet"),
    "vgg": (["conv3:16", "conv3:16", "pool", "conv3:32", "conv3:32", "pool", "conv3:48", "conv3:48", "pool"], "dense"),
    "inception": (["conv3:16", "pool", "inception:48", "pool", "inception:64", "inception:64"], "mean"),
    "resnet": (["conv3:16", "pool", "residual:16", "residual:16", "half:32", "residual:32"], "mean"),
}


class Paths(NamedTuple):
    """The filters of an Inception block: of each path, and of the 1 x 1 convolutions in front of 3 x 3 and 5 x 5."""

    one: int
    before_three: int
    three: int
    before_five: int
    five: int
    pooled: int


def paths(filters: int) -> Paths:
    """Return the filters of an Inception block with so many in all, in the shares of GoogLeNet's first block (3a)."""
    one, five = max(filters // 4, 1), max(filters // 8, 1)
    return Paths(one, max(3 * filters // 8, 1), filters - one - 2 * five, max(filters // 16, 1), five, five)


@dataclass(frozen=True)
class Row:
    """A layer or a block: its kind, its output (side x side x channels; side 0: a vector), and what it costs.

    kind: as in a stack, or "flatten", "mean", "dense". multiplications: for one picture. field: the side of the input region
    that an output sees; 0 where it sees all of it.
    """

    kind: str
    side: int
    channels: int
    parameters: int
    multiplications: int
    field: int


def convolution(places: int, size: int, channels: int, filters: int) -> tuple[int, int]:
    """Return (parameters, multiplications) of a convolution with so many output places."""
    weights = size * size * channels * filters
    return weights + filters, weights * places


def _together(*costs: tuple[int, int]) -> tuple[int, int]:
    return sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)


def _inception(places, channels, filters):
    one, before_three, three, before_five, five, pooled = paths(filters)
    return _together(
        convolution(places, 1, channels, one),
        convolution(places, 1, channels, before_three), convolution(places, 3, before_three, three),
        convolution(places, 1, channels, before_five), convolution(places, 5, before_five, five),
        convolution(places, 1, channels, pooled),
    )  # fmt: skip


def _residual(places, channels, filters, half):
    costs = [convolution(places, 3, channels, filters), convolution(places, 3, filters, filters)]
    if half or channels != filters:  # the skip needs a 1 x 1 convolution to get the same shape
        costs.append(convolution(places, 1, channels, filters))
    return _together(*costs)


def _separable(places, channels, filters):
    """A 3 x 3 kernel for each channel without bias, then a 1 x 1 convolution, as Keras counts them."""
    parameters, products = convolution(places, 1, channels, filters)
    return parameters + 9 * channels, products + 9 * channels * places


def count(stack, head: str, side: int = 28, channels: int = 1) -> list[Row]:
    """Return a row for each block of a stack, for the layers of its ``head`` (a key of HEADS) and for the ten outputs.

    side, channels: of the input, whose maps are square.
    """
    rows, field, jump = [], 1, 1
    for item in stack:
        kind, _, filters = item.partition(":")
        filters = int(filters or channels)
        cost = 0, 0
        if kind == "pool":
            field, jump, side = field + jump, 2 * jump, side // 2
        elif kind == "half":
            side = -(-side // 2)
            field, jump = field + 2 * jump + 2 * 2 * jump, 2 * jump
            cost = _residual(side * side, channels, filters, True)
        elif kind == "residual":
            field += 2 * 2 * jump
            cost = _residual(side * side, channels, filters, False)
        elif kind == "inception":
            field += 4 * jump
            cost = _inception(side * side, channels, filters)
        elif kind == "separable":
            field += 2 * jump
            cost = _separable(side * side, channels, filters)
        else:
            size = int(kind[-1])
            side -= size - 1 if kind.startswith("valid") else 0
            field += (size - 1) * jump
            cost = convolution(side * side, size, channels, filters)
        channels = filters
        rows.append(Row(kind, side, channels, *cost, field))
    inputs = channels if head == "mean" else side * side * channels
    return [*rows, Row("mean" if head == "mean" else "flatten", 0, inputs, 0, 0, 0), *_dense(inputs, HEADS[head])]


def _dense(inputs, hidden):
    rows = []
    for neurons in (*hidden, CLASSES):
        rows.append(Row("dense", 0, neurons, (inputs + 1) * neurons, inputs * neurons, 0))
        inputs = neurons
    return rows
