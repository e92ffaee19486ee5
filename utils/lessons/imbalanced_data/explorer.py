"""The explorer of lesson 13: two normal distributions of scores, a threshold, and all that follows from it at once."""

from math import sqrt

import numpy as np

from utils.language import L, number, percent, thousands
from utils.special import erf
from utils.widgets.controls import Button, Choice, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Area, Line, Panel, Points, Scene, Table

EXAMPLES = 10_000
LEAST, MOST = -3.5, 7.5  # scores that are drawn
CUTS = np.linspace(-6, 10, 321)  # thresholds at which the curves are computed
WIDTH = 0.25  # of a bin of the histogram
FLOOR = 0.5  # examples: the lowest count on the logarithmic axis
SHARES = (50, 20, 10, 5, 2, 1, 0.5, 0.1)  # percent


def normal_below(z):
    """Return the probability that a standard normal number is below ``z``, of any shape."""
    return 0.5 * (1 + erf(np.asarray(z, dtype=float) / sqrt(2)))


def rates(threshold, separation):
    """Return recall and false positive rate where scores from ``threshold`` on raise an alarm.

    The scores of normal examples are N(0, 1), those of the rare class N(separation, 1).
    """
    return normal_below(separation - np.asarray(threshold)), normal_below(-np.asarray(threshold))


def precision(recall, false_rate, share):
    """Return the share of true alarms; 1 where there are none, as a threshold above all scores has it."""
    true, false = share * np.asarray(recall), (1 - share) * np.asarray(false_rate)
    return np.divide(true, true + false, out=np.ones(np.shape(true)), where=true + false > 0)


def roc_area(separation):
    """Return the probability that an example of the rare class scores higher than a normal one."""
    return float(normal_below(separation / sqrt(2)))


def average_precision(separation, share):
    """Return the area under the precision-recall curve, added up in small steps of the threshold."""
    recall, false_rate = rates(CUTS[::-1], separation)
    heights = precision(recall, false_rate, share)
    middles = (heights[1:] + heights[:-1]) / 2
    return float(np.sum(np.diff(recall) * middles))


def f1_score(recall, precise):
    """Return the harmonic mean of recall and precision, 0 where both are."""
    return 2 * recall * precise / np.maximum(recall + precise, 1e-12)


def best_threshold(separation, share):
    """Return the threshold of the largest F1, to two decimals."""
    cuts = np.arange(-300, 701) / 100
    recall, false_rate = rates(cuts, separation)
    return float(cuts[np.argmax(f1_score(recall, precision(recall, false_rate, share)))])


def counts(threshold, share, separation):
    """Return how many of EXAMPLES are (true positive, false negative, false positive, true negative), not rounded."""
    recall, false_rate = rates(threshold, separation)
    rare, usual = share * EXAMPLES, (1 - share) * EXAMPLES
    return rare * recall, rare * (1 - recall), usual * false_rate, usual * (1 - false_rate)


class ThresholdExplorer(Explorer):
    """Scores of a normal and of a rare class, the confusion matrix of a threshold, and both curves."""

    name = "threshold"
    recorded = ("threshold", "share", "best")

    def title(self):
        return L("Eşik, oran ve iki eğri", "Threshold, share and two curves")

    def task(self):
        return L(
            "Nadir sınıfın payını %50'den %1'e indirin. İki eğriden hangisi yerinde kalıyor? Eşik 1 iken her yüz alarmdan kaçı "
            "doğru?",
            "Lower the share of the rare class from 50% to 1%. Which curve stays put? At threshold 1, "
            "what share of alarms is true?",
        )

    def controls(self):
        return [
            Slider("threshold", L("Eşik", "Threshold"), -3, 7, step=0.1, value=1.0),
            Choice(
                "share",
                L("Nadir sınıfın payı", "Share of the rare class"),
                [(value, percent(value / 100, int(value < 1))) for value in SHARES],
                50,
            ),
            Slider("separation", L("Sınıfların ayrılığı", "Separation of the classes"), 0, 4, step=0.1, value=2.0),
            Button("best", L("En iyi F1'e git", "Go to the best F1")),
        ]

    def presets(self):
        return {
            "balanced": {"share": 50},
            "rare": {"share": 1},
            "rare_best": {"share": 1, "threshold": 2.6},
            "well_separated": {"share": 1, "separation": 4, "threshold": 3.1},
            "no_information": {"share": 10, "separation": 0},
        }

    def on_best(self, state):
        return {"threshold": best_threshold(state["separation"], state["share"] / 100)}

    def scene(self, threshold, share, separation):
        share = share / 100
        of_four = counts(threshold, share, separation)
        recall, false_rate = rates(threshold, separation)
        here = float(recall), float(false_rate), float(precision(recall, false_rate, share))
        return Scene(
            [
                [_scores(threshold, share, separation), [_matrix(of_four), *_measures(of_four, share)]],
                [_roc(separation, here), _curve(separation, share, here)],
            ],
            _summary(of_four, share, separation, here),
        )


def _scores(threshold, share, separation):
    """Draw how many examples fall into each bin of the score, on a logarithmic axis so that rare ones are seen."""
    x = np.linspace(LEAST, MOST, 111)
    layers = []
    for middle, part, color, label in (
        (0, 1 - share, "blue", L("olağan", "normal")),
        (separation, share, "orange", L("nadir", "rare")),
    ):
        heights = np.maximum(EXAMPLES * part * WIDTH * np.exp(-((x - middle) ** 2) / 2) / sqrt(2 * np.pi), FLOOR)
        layers += [Area(x, FLOOR, heights, color, 0.25), Line(x, heights, color, 2, label=label)]
    layers.append(Line([threshold, threshold], [FLOOR, 2000], "ink", 2, dash=True, label=L("eşik", "threshold")))
    return Panel(
        layers,
        (LEAST, MOST),
        (FLOOR, 2000),
        L("Puanların dağılımı", "Distribution of the scores"),
        L("puan (sağdakilere alarm)", "score (alarm to the right)"),
        L("örnek sayısı", "examples"),
        width=1.25,
        ylog=True,
        yticks=[(value, thousands(value)) for value in (1, 10, 100, 1000)],
    )


def _matrix(of_four):
    tp, fn, fp, tn = (thousands(round(float(count))) for count in of_four)
    return Table(
        [L("gerçek", "true class"), L("alarm", "alarm"), L("alarm yok", "no alarm")],
        [[L("nadir", "rare"), f"TP {tp}", f"FN {fn}"], [L("olağan", "normal"), f"FP {fp}", f"TN {tn}"]],
        title=L("Karışıklık matrisi (10.000)", "Confusion matrix (of 10,000)"),
        height=0.9,
    )


def _measures(of_four, share):
    tp, fn, fp, tn = (float(count) for count in of_four)
    precise = tp / (tp + fp) if tp + fp > 0 else 1.0
    recall = tp / (tp + fn)
    f1 = number(float(f1_score(recall, precise)), 3)
    names = [L("kesinlik", "precision"), L("duyarlılık", "recall"), "F1"]
    accuracies = [L("doğruluk", "accuracy"), L("hep 'hayır' diyenin", "of always 'no'")]
    return (
        Table(names, [[percent(precise, 1), percent(recall, 1), f1]], height=0.6),
        Table(accuracies, [[percent((tp + tn) / EXAMPLES, 2), percent(1 - share, 2)]], height=0.6),
    )


def _roc(separation, here):
    recall, false_rate = rates(CUTS, separation)
    layers = [
        Line([0, 1], [0, 1], "muted", 1.2, dash=True, label=L("yazı tura", "tossing a coin")),
        Line(false_rate, recall, "green", 2.5),
        Points([here[1]], [here[0]], "ink", size=7),
    ]
    return Panel(
        layers,
        (-0.02, 1.02),
        (-0.02, 1.02),
        L("ROC eğrisi, alan ", "ROC curve, area ") + number(roc_area(separation), 3),
        L("yanlış pozitif oranı", "false positive rate"),
        L("duyarlılık", "recall"),
    )


def _curve(separation, share, here):
    recall, false_rate = rates(CUTS, separation)
    layers = [
        Line([0, 1], [share, share], "muted", 1.2, dash=True, label=L("nadir sınıfın payı", "share of the rare class")),
        Line(recall, precision(recall, false_rate, share), "purple", 2.5),
        Points([here[0]], [here[2]], "ink", size=7),
    ]
    return Panel(
        layers,
        (-0.02, 1.02),
        (-0.02, 1.02),
        L("Kesinlik-duyarlılık eğrisi, AP ", "Precision-recall curve, AP ")
        + number(average_precision(separation, share), 3),
        L("duyarlılık", "recall"),
        L("kesinlik", "precision"),
    )


def _summary(of_four, share, separation, here):
    tp, fn, fp, _ = (round(float(count)) for count in of_four)
    rare, alarms = thousands(tp + fn), thousands(tp + fp)
    return L(
        f"10.000 örneğin {rare} tanesi nadir sınıftan. Bu eşikte {alarms} alarm var; yüz alarmdan {number(100 * here[2], 1)} "
        f"tanesi doğru ve nadir örneklerin {percent(here[0], 1)} kadarı bulunuyor. ROC alanı {number(roc_area(separation), 3)}, "
        f"ortalama kesinlik {number(average_precision(separation, share), 3)}.",
        f"Of 10,000 examples {rare} belong to the rare class. At this threshold there are {alarms} alarms; "
        f"{number(100 * here[2], 1)} of a hundred are true, and {percent(here[0], 1)} of the rare examples are found. "
        f"The ROC area is {number(roc_area(separation), 3)}, the average precision "
        f"{number(average_precision(separation, share), 3)}.",
    )
