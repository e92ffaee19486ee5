"""Old import paths go on working in notebooks that readers have edited and kept.

Until 2026-12 a lesson's checks stood in ``utils.checks``, its explorer in ``utils.widgets`` and its drawing in
``utils.plots``; now all of them stand in the lesson's room. An import by an old name gets the module by its new one: one
module, whatever it is called.
"""

from importlib import import_module
from importlib.util import spec_from_loader

CHECKS = {
    "activations": "activation_functions",
    "backpropagation": "backpropagation",
    "cnn": "cnn",
    "convolution": "convolution",
    "deep_learning": "what_is_deep_learning",
    "first_network": "first_keras_network",
    "gan": "gan",
    "gradient_descent": "gradient_descent",
    "linear_regression": "linear_regression",
    "losses": "losses",
    "lstm_gru": "lstm_gru",
    "overfitting": "overfitting",
    "perceptron": "perceptron",
    "rnn": "rnn",
    "start": "start",
    "tensors": "tensors",
    "transfer": "transfer_learning",
    "vae": "autoencoder_vae",
}
EXPLORERS = {
    "activations": "activation_functions",
    "backpropagation": "backpropagation",
    "convolution": "convolution",
    "draw_digit": "cnn",
    "feature_maker": "what_is_deep_learning",
    "first_steps": "start",
    "gan": "gan",
    "gates": "lstm_gru",
    "latent_plane": "autoencoder_vae",
    "line_fit": "linear_regression",
    "losses": "losses",
    "optimizers": "gradient_descent",
    "overfitting": "overfitting",
    "perceptron": "perceptron",
    "playground": "first_keras_network",
    "rnn": "rnn",
    "tensor_slicer": "tensors",
    "transfer": "transfer_learning",
}
MOVED = {
    **{f"utils.checks.{old}": f"utils.lessons.{slug}.checks" for old, slug in CHECKS.items()},
    **{f"utils.widgets.{old}": f"utils.lessons.{slug}.explorer" for old, slug in EXPLORERS.items()},
    "utils.widgets.glossary_search": "utils.lessons.start.glossary_search",
    "utils.plots.neurons": "utils.lessons.perceptron.drawings",
}
MOVED_NAMES = {"utils.plots.draw_neurons": "utils.lessons.perceptron.drawings"}  # of what a package hands out by name


class MovedFinder:
    """Finds a module by its old name; Python asks it last, when nothing else has found the name."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in MOVED:
            return None
        return spec_from_loader(name, _ByNewName(MOVED[name]))  # type: ignore[arg-type]  # load_module: of old Pythons


class _ByNewName:
    def __init__(self, name):
        self._name = name

    def create_module(self, spec):
        self._module = import_module(self._name)
        self._spec = self._module.__spec__  # which the import system is about to replace by the old name's
        return self._module

    def exec_module(self, module):
        module.__spec__ = self._spec
