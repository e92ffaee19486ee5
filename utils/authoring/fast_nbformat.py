"""nbformat, imported without the seconds that one of its dependencies takes. Whoever imports jupytext, nbclient or
myst-nb, which import it too, takes it from here before.

It imports jsonschema, which imports ``rfc3987_syntax`` where that is installed (JupyterLab brings it); that compiles a
grammar of addresses for 2 to 4 s at its import. No notebook of ours is checked for addresses.
"""

import sys

SLOW = "rfc3987_syntax"
known = SLOW in sys.modules
if not known:
    # An import of it fails at once, and jsonschema does without.
    sys.modules[SLOW] = None  # type: ignore[assignment]
try:
    import nbformat
finally:
    if not known:
        del sys.modules[SLOW]

__all__ = ["nbformat"]
