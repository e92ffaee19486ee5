"""jupytext's reader of MyST notebooks, imported without the four seconds that one of its dependencies takes.

nbformat imports jsonschema, which imports ``rfc3987_syntax`` where it is installed (JupyterLab brings it); that
compiles a grammar of addresses for 4 s at its import. No notebook of ours is checked for addresses.
"""

import sys

SLOW = "rfc3987_syntax"


def _myst():
    if SLOW in sys.modules:
        from jupytext import myst

        return myst
    sys.modules[SLOW] = None  # an import of it fails at once, and jsonschema does without
    try:
        from jupytext import myst
    finally:
        del sys.modules[SLOW]
    return myst


_reader = _myst()
MystMetadataParsingError = _reader.MystMetadataParsingError
myst_to_notebook = _reader.myst_to_notebook
