"""Lesson 05, Activation functions, in JupyterLab."""

from tests.browser.lesson import Lesson

LESSON = Lesson(
    explorer="play-first-2",
    keys=("layers", "ArrowRight"),
    mouse=lambda explorer: explorer.drag_slider("scale", 0.8),
    answer="exercise-2-build-a-roof-2",
    check="exercise-2-build-a-roof-5",
    wrong="roof_weights = np.array([2.0, -1.0, 0.0])",
    hears={"tr": "Bunlar parçaların eğimleri", "en": "Those are the slopes of the parts"},
    right="roof_weights = np.array([2.0, -3.0, 1.0])",
)
