"""What the browser tests do in each lesson: a new lesson adds an entry to ``LESSONS``."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.lab import ExplorerHandle


@dataclass(frozen=True)
class Lesson:
    """One lesson's first explorer and one of its exercises.

    ``explorer``, ``answer``, ``check``: ids of the cells that show the explorer, take the answer and check
    it; ``needs``: cells that the exercise needs besides the lesson's first. ``keys``: (control, keys to
    press). ``mouse``: what the mouse does. ``wrong``: an answer with a misconception, ``hears``: a part of
    what the reader is then told, per language; ``right``: a right answer.
    """

    explorer: str
    keys: tuple[str, ...]
    mouse: Callable[[ExplorerHandle], None]
    answer: str
    check: str
    wrong: str
    hears: dict[str, str]
    right: str
    needs: tuple[str, ...] = ()


LESSONS = {
    "00_start": Lesson(
        explorer="play-first-2",
        keys=("steepness", "ArrowRight", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("start", 0.2),
        answer="exercises-2",
        check="exercises-5",
        wrong="pixels = 28 + 28",
        hears={"tr": "çarpın", "en": "multiply"},
        right="pixels = 28 * 28",
    ),
    "03_perceptron": Lesson(
        explorer="play-first-2",
        keys=("step", "ArrowRight"),
        mouse=lambda explorer: explorer.drag(-1, -60, 50),  # the second handle of the line
        answer="exercises-2",
        check="exercises-5",
        wrong="def predict_one(sample, weights, bias):\n    return 1 if sum(sample * weights) >= 0 else 0",
        hears={"tr": "Bias'ı toplama eklemeyi unutmuşsunuz", "en": "forgot to add the bias"},
        right="def predict_one(sample, weights, bias):\n    return int(sample @ weights + bias >= 0)",
    ),
    "04_linear_regression": Lesson(
        explorer="play-first-2",
        keys=("step", "ArrowRight"),
        mouse=lambda explorer: explorer.drag(-1, -60, 50),  # the second handle of the line
        answer="exercises-2",
        check="exercises-5",
        wrong="def losses_of(y, predictions):\n    return np.mean((y - predictions) ** 2), np.mean(y - predictions)",
        hears={"tr": "mutlak değer unutulmuş", "en": "lacks its absolute value"},
        right="def losses_of(y, predictions):\n"
        "    return np.mean((y - predictions) ** 2), np.mean(np.abs(y - predictions))",
    ),
    "09_first_keras_network": Lesson(
        explorer="play-first-2",
        keys=("seed", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("noise", 0.8),
        answer="exercises-2",
        check="exercises-5",
        wrong="def count_parameters(sizes):\n    return sum(a * b for a, b in zip(sizes, sizes[1:]))",
        hears={"tr": "Her nöronun bir de bias'ı var", "en": "Each neuron has a bias as well"},
        right="def count_parameters(sizes):\n    return sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))",
    ),
    "15_cnn": Lesson(
        explorer="play-first-4",
        keys=("filter", "ArrowRight"),
        mouse=lambda explorer: explorer.draw("drawing", (0.2, 0.8), (0.8, 0.8)),
        answer="exercises-2",
        check="exercises-5",
        wrong="def output_size(n, kernel, stride=1, padding=0):\n    return (n + 2 * padding - kernel) // stride",
        hears={"tr": "İlk konumu saymayı unuttunuz", "en": "forgot the first position"},
        right="def output_size(n, kernel, stride=1, padding=0):\n    return (n + 2 * padding - kernel) // stride + 1",
    ),
}
