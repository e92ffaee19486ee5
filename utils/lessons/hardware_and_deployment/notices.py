"""Keep the notices of TensorFlow's exports out of a notebook."""

import contextlib
import io
import logging
import warnings

from utils.training.quiet import held_back_errors


@contextlib.contextmanager
def without_notices():
    """Hold back warnings, records below an error and what is printed; after an error file descriptor 2 is shown after all.

    TensorFlow's export and its converter write a line for each model, from C++ and into the log; the interpreter warns that
    another package, ``ai-edge-litert``, will replace it; Keras says of every convolution that it does not quantize it.
    """
    usual = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), held_back_errors(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(usual)
