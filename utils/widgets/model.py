"""An explorer without its page: controls, states and the scenes of states. Nothing here changes once it is made.

A state is JSON: the value of every control that holds one, as the page sends them (``Control.clean``).
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from utils.language import L
from utils.widgets.controls import Button, Control, DragBoxes, DragPoints, Live
from utils.widgets.luggage import Packed
from utils.widgets.scene import Box, Points, Scene
from utils.widgets.spec import describe


class Model:
    """What ``Explorer`` adds a page to, and ``recording.record`` films. ``Explorer`` says what a subclass writes.

    ``by_name``: the controls. ``live``: the one that starts ``train``, None without; ``rest``: the change that ends it.
    ``first``, ``first_scene``: the state at the beginning and its scene. ``spec``: what the page is told once. ``given``:
    the arguments that it was made with.
    """

    name: ClassVar[str] = ""
    luggage: ClassVar[tuple[Packed, ...]] = ()
    recorded: ClassVar[tuple[str, ...] | None] = None
    train: Any = None
    given: tuple[tuple, dict] = (), {}

    def __new__(cls, *arguments, **named):
        made = super().__new__(cls)
        made.given = arguments, named
        return made

    def __init__(self, *, preset: str | None = None, large: bool = False, **state):
        self.by_name: dict[str, Control] = {control.name: control for control in self.controls()}
        lives = [control for control in self.by_name.values() if isinstance(control, Live)]
        self.live = lives[0] if lives else None
        self.rest = {control.name: False for control in lives}
        self._check_controls(lives)
        self.first = self._first_state(preset, state)
        self.first_scene = self.draw(self.first)
        self._check_drags(self.first_scene)
        self.spec = describe(self, large)

    def title(self) -> str:
        raise NotImplementedError

    def task(self) -> str:
        raise NotImplementedError

    def controls(self) -> list[Control]:
        raise NotImplementedError

    def scene(self, **state) -> Scene:
        raise NotImplementedError

    def presets(self) -> dict[str, dict]:
        return {}

    @classmethod
    def needs(cls) -> str:
        """Return, in the reader's language, what it needs that no page has; "" where NumPy and its ``luggage`` are enough."""
        return ""

    # States

    def changed(self, state: dict, changes: dict) -> dict:
        """Return ``state`` (as JSON) after ``changes``, with what the ``on_<control>`` methods make of them."""
        cleaned = self.clean(changes)
        state = {**state, **cleaned}
        for name in changes:
            follow = getattr(self, f"on_{name}", None)
            if follow is not None:
                state |= self.clean(follow(self.for_scene(state)) or {})
        return state

    def draw(self, state: dict, latest: dict | None = None) -> Scene:
        """Return the scene of a ``state`` (as JSON), with what ``train`` has yielded last."""
        extra = {"live": latest} if self.train is not None else {}
        scene = self.scene(**self.for_scene(state), **extra)
        if not isinstance(scene, Scene):
            raise TypeError(f"{type(self).__name__}.scene returned {type(scene).__name__}, not a Scene")
        return scene

    def for_scene(self, state: Mapping) -> dict:
        """Return a state, or some of its controls, as ``scene``, ``train`` and ``on_<control>`` get it."""
        return {name: self.by_name[name].for_scene(value) for name, value in state.items()}

    def clean(self, changes: Mapping) -> dict:
        """Return ``changes`` as valid JSON; ValueError where a control is not there or a value makes no sense."""
        unknown = changes.keys() - self.by_name.keys()
        if unknown:
            known = ", ".join(self.by_name)
            raise ValueError(
                L(f"{unknown} adlı denetim yok. Olanlar: {known}", f"There is no control {unknown}: {known}")
            )
        return {name: self.by_name[name].clean(value) for name, value in changes.items()
                if self.by_name[name].holds_state}  # fmt: skip

    def starts(self) -> list[dict]:
        """Return the first state and that of every preset, a training off."""
        presets = (self._set(self.first, changes) for changes in self.presets().values())
        return [{**state, **self.rest} for state in (self.first, *presets)]

    def _first_state(self, preset: str | None, state: dict) -> dict:
        first = {name: control.value for name, control in self.by_name.items() if control.holds_state}
        if preset is not None:
            presets = self.presets()
            if preset not in presets:
                known = ", ".join(presets)
                raise ValueError(
                    L(
                        f"Hazır durum {preset!r} yok. Olanlar: {known}",
                        f"There is no preset {preset!r}: {known}",
                    )
                )
            first = self._set(first, presets[preset])
        return self._set(first, state)

    def _set(self, state: dict, changes: dict) -> dict:
        """Return ``state`` after ``changes``, which hold whatever follows from them (as a preset means what it names)."""
        return {**self.changed(state, changes), **self.clean(changes)}

    # Checks of the subclass itself, so that a slip shows when the explorer is made

    def _check_controls(self, lives: list[Live]) -> None:
        if not self.name:
            raise ValueError(f"{type(self).__name__} needs a name")
        if len(self.by_name) != len(self.controls()):
            raise ValueError(f"{type(self).__name__}: two controls share a name")
        buttons = {f"on_{name}" for name, control in self.by_name.items() if isinstance(control, Button)}
        hooks = {name for name in dir(type(self)) if name.startswith("on_")}
        strangers = (buttons - hooks) | {hook for hook in hooks if hook[3:] not in self.by_name}
        if strangers:
            raise ValueError(f"{type(self).__name__}: {', '.join(sorted(strangers))}: no such method or control")
        if len(lives) != (self.train is not None):
            raise ValueError(f"{type(self).__name__}: train and exactly one Live control belong together")

    def _check_drags(self, scene: Scene) -> None:
        panels = scene.panels()
        for control in self.by_name.values():
            if not isinstance(control, DragPoints | DragBoxes):
                continue
            layer: type[Points | Box] = Points if isinstance(control, DragPoints) else Box
            homes = {panel.name for panel in panels for item in panel.layers
                     if isinstance(item, layer) and item.drag == control.name}  # fmt: skip
            if control.value and control.panel not in homes:
                raise ValueError(
                    f"{type(self).__name__}: no {layer.__name__}(drag={control.name!r}) in a panel named {control.panel!r}"
                )
