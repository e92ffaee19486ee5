"""Explorers: the interactive pictures of the course.

An explorer is a class with controls and a pure function from their values to a ``Scene``. This is a whole one:

    from utils.language import L, number
    from utils.widgets.controls import Slider
    from utils.widgets.explorer import Explorer
    from utils.widgets.scene import Line, Panel, Scene

    class ParabolaExplorer(Explorer):
        name = "parabola"

        def title(self):
            return L("Bir parabol", "A parabola")

        def task(self):
            return L("a eksi olunca kollar ne yapar?", "What do the arms do when a turns negative?")

        def controls(self):
            return [Slider("a", "a", -2, 2, step=0.1, value=1.0)]

        def scene(self, a):
            x = np.linspace(-1, 1, 101)
            panel = Panel([Line(x, a * x**2)], x=(-1, 1), y=(-2, 2), xlabel="x", ylabel="y")
            return Scene([[panel]], L(f"Tepe değeri 0, a = {number(a)}", f"The vertex is at 0, a = {number(a)}"))

``ParabolaExplorer()`` as the last line of a cell shows it. The modules: ``scene`` (what can be seen),
``controls`` (what can be moved), ``model`` (both, without a page), ``explorer`` (the base), ``live`` (training while
the reader looks on), ``marks`` (what is drawn), ``recording`` (life without a kernel), ``still`` (a PNG) and
``static/explorer.js`` (the browser's side). The explorers themselves stand in the lessons' rooms.
"""
