"""The Keras code of the network that the playground shows, ready to be run in a cell."""

FEATURES = {  # name: how the code writes it, for columns x1 and x2
    "x1": "x1", "x2": "x2", "x1²": "x1**2", "x2²": "x2**2", "x1·x2": "x1 * x2", "sin x1": "np.sin(x1)", "sin x2": "np.sin(x2)",
}  # fmt: skip


def keras_code(state: dict, hidden: list[int], regression: bool, epochs: int) -> str:
    """Return a program that builds, trains for ``epochs`` (at least 1) and measures the network of a playground ``state``.

    It leaves ``model``, ``data`` and ``features``; with data "own" it holds the reader's points.
    """
    parts = [_imports(state), _data(state), _features(state["features"])]
    parts += [_model(state, hidden, regression), _training(state, regression, epochs)]
    return "\n".join(parts)


def _imports(state):
    source = "split_plane" if state["data"] == "own" else "make_plane"
    return (
        "import numpy as np\n"
        f"from utils.datasets import {source}\n"
        "from utils.training import keras, seed_everything\n"
        "layers = keras.layers\n"
        f"seed_everything({state['seed']})\n"
    )


def _data(state):
    share = state["test_share"] / 100
    if state["data"] != "own":
        return (
            f'data = make_plane("{state["data"]}", noise={state["noise"] / 100:g},\n'
            f"                  test_share={share:g}, seed={state['seed']})\n"
        )
    rows = ", ".join(f"({x:g}, {y:g}, {kind})" for x, y, kind in state["own"])
    return f"points = np.array([{rows}])\ndata = split_plane(points[:, :2], points[:, 2], {share:g}, {state['seed']})\n"


def _features(names):
    columns = ", ".join(FEATURES[name] for name in names)
    return f"def features(x):\n    x1, x2 = x.T\n    return np.stack([{columns}], axis=1)    # (n, {len(names)})\n\n"


def _model(state, hidden, regression):
    penalty = {"l1": "L1", "l2": "L2"}.get(state["penalty"])
    strength = f"keras.regularizers.{penalty}({state['strength']:g})" if penalty else None
    extra = ", kernel_regularizer=penalty" if penalty else ""
    lines = [f"penalty = {strength}"] if penalty else []
    lines += ["model = keras.Sequential([", f"    keras.Input(({len(state['features'])},)),"]
    for size in hidden:
        lines.append(f'    layers.Dense({size}, activation="{state["activation"]}"{extra}),')
        if state["dropout"]:
            lines.append(f"    layers.Dropout({state['dropout'] / 100:g}),")
    last = "linear" if regression else "sigmoid"
    lines += [f'    layers.Dense(1, activation="{last}"{extra}),', "])"]
    return "\n".join(lines)


def _training(state, regression, epochs):
    optimizer = {"sgd": "SGD", "adam": "Adam"}[state["optimizer"]]
    loss = "mean_squared_error" if regression else "binary_crossentropy"
    metrics = [] if regression else ['    metrics=["accuracy"],']
    lines = [
        "model.compile(",
        f"    keras.optimizers.{optimizer}({state['rate']:g}),",
        f'    loss="{loss}",',
        *metrics,
        "    steps_per_execution=10,",  # ten batches in one call: an epoch takes a third less
        ")",
        "x_train, x_test = features(data.x_train), features(data.x_test)",
        "model.fit(x_train, data.y_train, verbose=0,",
        f"          batch_size={state['batch']}, epochs={epochs})",
        "print(model.evaluate(x_test, data.y_test, verbose=0))",
    ]
    return "\n".join(lines)
