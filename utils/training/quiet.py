"""Import Keras with TensorFlow and its fast convolutions, without another course's settings, and without what
TensorFlow's libraries write about the processor.

Another course may have chosen Keras' backend, precision or order of channels, in ``KERAS_...`` variables or in
``~/.keras/keras.json``; the lessons' code and numbers are TensorFlow's, so Keras gets a home of its own.

By itself TensorFlow uses oneDNN only on processors with AVX-512 VNNI; without it lesson 15's CNN takes 1.5 times as
long, as it would on most laptops (``benchmarks/training.py``). On these oneDNN then reports as an "error" every kind
of number that it leaves to TensorFlow, so C++ writes nothing below a fatal one; what goes wrong in a model is a Python
exception. A reader's own settings hold.

The notices at the import are no warnings and cannot be turned off by TF_CPP_MIN_LOG_LEVEL (TensorFlow 2.21), so the
process's own error stream (file descriptor 2) is turned aside for the import. Where the import fails, what was held
back is shown.
"""

import gc
import os
import sys
import tempfile
from contextlib import contextmanager
from importlib import import_module

from utils.in_browser import IN_BROWSER, Missing
from utils.training.once import work_once

KERAS_HOME = "~/.keras/deep-learning-course"  # course.py has it too, for a kernel that imports Keras by itself


def import_keras():
    """Return the module ``keras``, imported quietly the first time (about 4 s, with TensorFlow); in a browser what stands
    for it.
    """
    if IN_BROWSER:
        return Missing()
    if "keras" not in sys.modules:
        for foreign in [name for name in os.environ if name.startswith(("KERAS_", "TF_USE_LEGACY_KERAS"))]:
            del os.environ[foreign]
        os.environ.update(KERAS_BACKEND="tensorflow", KERAS_HOME=os.path.expanduser(KERAS_HOME))
        os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        with held_back_errors(), _uncollected():
            import_module("keras")
    work_once()
    return sys.modules["keras"]


@contextmanager
def _uncollected():
    """Keep what the block makes out of the garbage collector's sight, for good.

    TensorFlow's 400,000 objects live as long as the process. Looking through them for garbage takes a fifth of the
    import's time, and 0.2-0.4 s at each full pass of the collector later.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


@contextmanager
def held_back_errors():
    """Hold back what is written to file descriptor 2; write it out after all if the block raises."""
    with tempfile.TemporaryFile() as held:
        sys.stderr.flush()
        usual = os.dup(2)
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(usual, held.read())
            raise
        finally:
            os.dup2(usual, 2)
            os.close(usual)
