"""jupytext's reader of MyST notebooks, imported without the four seconds that one of its dependencies takes.

nbformat imports jsonschema, which imports ``rfc3987_syntax`` where it is installed (JupyterLab brings it); that
compiles a grammar of addresses for 4 s at its import. No notebook of ours is checked for addresses.
"""

import sys

SLOW = "rfc3987_syntax"
known = SLOW in sys.modules
if not known:
    sys.modules[SLOW] = None  # an import of it fails at once, and jsonschema does without
try:
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook
    from nbformat import ValidationError as NotebookValidationError
finally:
    if not known:
        del sys.modules[SLOW]

__all__ = ["MystMetadataParsingError", "NotebookValidationError", "myst_to_notebook"]
