"""Where Python runs in a browser, there is no Keras: a cell that needs it says so in one sentence, and the lesson goes on.

``utils.training.keras`` is a stand-in there, and whatever is done with it raises ``NoKeras``. The cell then ends without
an error, so that "run all cells" goes on, and the names that it did not come to make become stand-ins too: a later cell
that works with one of them says the same sentence, not that a name is unknown.
"""

import sys

from utils.language import L

IN_BROWSER = sys.platform == "emscripten"
PACKAGES = {"keras", "tensorflow"}


def sentence() -> str:
    return L(
        "Bu hücreye Keras gerekiyor, Keras ise tarayıcıda çalışmaz: hücre atlandı, sonrakilerle devam edebilirsiniz; "
        "kendi bilgisayarınızda bütün ders çalışır.",
        "This cell needs Keras, which does not run in a browser: the cell was skipped, and you can go on with the next; "
        "on your own computer the whole lesson runs.",
    )


class NoKeras(Exception):
    """Something was done that needs Keras."""

    def __str__(self):
        return sentence()


class Missing:
    """Stands for Keras, and for what only Keras could have made."""

    def __getattr__(self, name):
        if name.startswith("__") or name.startswith(("_repr_", "_ipython_")):  # what others ask of any object
            raise AttributeError(name)
        raise NoKeras

    def __repr__(self):
        return sentence()


def _refuse(self, *_, **__):
    raise NoKeras


REFUSED = """
    abs add and array bool call contains delitem divmod enter eq exit float floordiv format ge getitem
    gt index int invert iter le len lt matmul mod mul ne neg next or pos pow radd rand rfloordiv rmatmul
    rmod rmul ror round rpow rsub rtruediv setitem str sub truediv xor
"""
for _name in REFUSED.split():
    setattr(Missing, f"__{_name}__", _refuse)


def install() -> None:
    """Tell IPython, where it runs in a browser, what to do with a cell that needs Keras."""
    if IN_BROWSER and "IPython" in sys.modules:  # an explorer in a page has no IPython
        shell = sys.modules["IPython"].get_ipython()
        shell.set_custom_exc((NoKeras, ModuleNotFoundError), skip)


def skip(shell, kind, error, trace, tb_offset=None):
    """End a cell that failed with ``error``: as one that needs Keras, else as IPython would have."""
    if not isinstance(error, NoKeras) and (error.name or "").partition(".")[0] not in PACKAGES:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    while trace is not None and trace.tb_frame.f_globals is not shell.user_ns:
        trace = trace.tb_next
    if trace is not None:
        for name in _left_out(trace):
            shell.user_ns[name] = Missing()
    print(sentence())


def _left_out(trace) -> list[str]:
    """Return the names that a cell's code would have made from the statement on that failed."""
    import ast
    import dis
    import linecache

    source = "".join(linecache.getlines(trace.tb_frame.f_code.co_filename))
    rest = [statement for statement in ast.parse(source).body if statement.end_lineno >= trace.tb_lineno]
    code = compile(ast.Module(rest, type_ignores=[]), "<rest>", "exec")
    return [step.argval for step in dis.get_instructions(code) if step.opname == "STORE_NAME"]
