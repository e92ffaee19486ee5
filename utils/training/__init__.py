"""What lessons share when they train: a progress display, seeds, and Keras without its start-up notices.

    from utils.training import TrainingProgress, keras, seed_everything

    seed_everything(0)
    model.fit(x, y, epochs=12, verbose=0, callbacks=[TrainingProgress()])

``keras`` here is the very module that ``import keras`` gives; importing it this way only keeps TensorFlow's
notices about the processor out of the notebook. Nothing imports TensorFlow before one of ``keras`` and
``TrainingProgress`` is asked for.
"""

from importlib import import_module

_MODULES = {
    "TrainingProgress": "utils.training.progress",
    "seed_everything": "utils.training.seeds",
}

__all__ = ["TrainingProgress", "keras", "seed_everything"]


def __getattr__(name):
    if name in ("keras", "TrainingProgress"):
        from utils.training.quiet import import_keras

        keras = import_keras()
        if name == "keras":
            return keras
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__():
    return __all__
