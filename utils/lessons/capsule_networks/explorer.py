"""The explorers of lesson 21: one capsule dimension turned at a time, and routing round by round."""

import numpy as np

from utils.language import L, number, percent
from utils.lessons.capsule_networks.runs import trained_longer
from utils.widgets.controls import Choice, DragPoints, Player, Slider
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Arrow, Bars, HeatMap, Image, ImageGrid, Panel, Points, Scene, to_pixels

SIZE = 12  # values of a digit capsule
STEPS = np.round(np.linspace(-0.4, 0.4, 9), 1)
ROUNDS = 5  # that can be watched
REACH = 3.0  # half a side of the votes' planes
PARTS, WHOLES = 3, 2


def squash(s):
    """Return vectors s (..., d) with their direction and the length |s|² / (1 + |s|²)."""
    square = (s**2).sum(axis=-1, keepdims=True)
    return square / (1 + square) * s / np.sqrt(square + 1e-9)


def route(votes, rounds):
    """Return the couplings (i, j) and the capsules (j, d) of each round, as two lists; votes: (i, j, d)."""
    logits = np.zeros(votes.shape[:2])
    couplings, capsules = [], []
    for _ in range(rounds):
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        couplings.append(powers / powers.sum(axis=1, keepdims=True))
        capsules.append(squash((couplings[-1][..., None] * votes).sum(axis=0)))
        logits = logits + (votes * capsules[-1]).sum(axis=-1)
    return couplings, capsules


class CapsuleExplorer(Explorer):
    """A digit's capsule of twelve values, and the picture that the decoder draws when one of them is turned."""

    name = "capsule"
    recorded = ("digit", "dimension", "turn")

    def title(self):
        return L("Bir kapsülün boyutunu çevirin", "Turn one dimension of a capsule")

    def task(self):
        return L(
            "Bir boyut seçip çevirin: çizgi mi kalınlaşıyor, rakam mı kayıyor, bir kolu mu açılıyor? Sonra rakamı "
            "değiştirin: aynı boyut bu rakama da aynı şeyi mi yapıyor?",
            "Choose a dimension and turn it: does the stroke become thicker, does the digit move, does a loop open? Then "
            "change the digit: does the same dimension do the same to this one?",
        )

    def controls(self):
        return [
            Choice("digit", L("Rakam", "Digit"), [(digit, str(digit)) for digit in range(10)], 4),
            Slider("dimension", L("Boyut", "Dimension"), 1, SIZE, step=1, value=6),
            Slider("turn", L("Çevirme", "Turn"), -0.4, 0.4, step=0.1, value=0.0),
        ]

    def presets(self):
        return {f"digit_{digit}": {"digit": digit, "turn": 0.4} for digit in (2, 4, 5, 8)}

    def scene(self, digit, dimension, turn):
        decode = trained_longer()
        capsule = decode.capsules[digit]
        film = np.tile(capsule, (len(STEPS), 1))
        film[:, dimension - 1] += STEPS
        pictures = decode(digit, film)
        now = int(np.abs(STEPS - turn).argmin())
        turned = film[now]
        changed = np.abs(pictures[now] - pictures[len(STEPS) // 2]).mean()
        captions = [number(step, 1) for step in STEPS]
        return Scene(
            [
                [
                    _picture(decode.pictures[digit], L("Test resmi", "Test picture")),
                    _picture(pictures[now], L("Çözücünün çizdiği", "Drawn by the decoder")),
                    _values(turned, dimension - 1),
                ],
                [
                    Panel(
                        [
                            ImageGrid(
                                to_pixels(pictures, 0, 1), captions, columns=len(STEPS), highlight=now, smooth=True
                            )
                        ],
                        title=L(f"{dimension}. boyut −0,4'ten 0,4'e", f"Dimension {dimension} from −0.4 to 0.4"),
                        height=0.55,
                    )
                ],
            ],
            _summary(digit, dimension, turn, turned, changed),
        )


def _picture(pixels, title):
    return Panel([Image(to_pixels(pixels, 0, 1), smooth=True)], title=title, equal=True, axes=False, width=0.8)


def _values(capsule, chosen):
    colors = ["orange" if place == chosen else "blue" for place in range(SIZE)]
    labels = [str(place + 1) for place in range(SIZE)]
    length = number(np.linalg.norm(capsule), 2)
    return Panel(
        [Bars(capsule, labels, colors)],
        y=(-1, 1),
        title=L(f"Kapsülün on iki değeri, boyu {length}", f"The capsule's twelve values, length {length}"),
        xlabel=L("boyut", "dimension"),
        ylabel=L("değer", "value"),
        width=1.4,
    )


def _summary(digit, dimension, turn, turned, changed):
    length = number(np.linalg.norm(turned), 2)
    share = percent(changed, 1)
    if turn == 0:
        return L(
            f"Rakam {digit}, kapsülünün boyu {length}. Henüz hiçbir boyut çevrilmedi.",
            f"Digit {digit}; its capsule has length {length}. No dimension has been turned yet.",
        )
    return L(
        f"Rakam {digit}: {dimension}. boyut {number(turn, 1)} çevrildi. Kapsülün boyu {length}; resmin pikselleri siyah-beyaz "
        f"aralığının ortalama {share} kadarı değişti.",
        f"Digit {digit}: dimension {dimension} turned by {number(turn, 1)}. The capsule has length {length}; the pixels "
        f"changed by {share} of the range from black to white on average.",
    )


# Votes of three parts for A and for B: (wholes, parts, 2).
AGREE = [[[2.0, 0.6], [2.2, 0.0], [1.9, -0.5]], [[1.6, 1.8], [-0.8, 2.2], [1.2, -1.6]]]
OUTLIER = [[[2.0, 0.5], [2.2, 0.0], [-1.8, 0.6]], [[0.3, 1.8], [0.2, -1.8], [-1.6, 0.3]]]
SHORT = [[[0.9, 0.2], [1.0, 0.0], [0.9, -0.2]], [[2.3, 1.5], [-2.4, 1.0], [0.4, -2.3]]]
TIE = [[[1.6, 0.4], [1.7, 0.0], [1.6, -0.4]], [[-0.4, 1.6], [0.0, 1.7], [0.4, 1.6]]]


class RoutingExplorer(Explorer):
    """Three parts vote for two wholes; each round the couplings follow the agreement."""

    name = "routing"
    recorded = ("example", "round")

    def title(self):
        return L("Yönlendirme, tur tur", "Routing, round by round")

    def task(self):
        return L(
            "Oynatın: her turda parçalar, oylarına uyan bütüne daha çok bağlanır. Sonra okların uçlarını sürükleyin: bir "
            "bütün, oyları daha kısa olduğu hâlde kazanabilir mi?",
            "Press play: in each round the parts couple more to the whole that agrees with their votes. Then drag the tips "
            "of the arrows: can a whole win although its votes are shorter?",
        )

    def controls(self):
        names = [
            ("agree", L("A'da uzlaşma", "agreement on A")),
            ("outlier", L("bir aykırı parça", "one outlier")),
            ("short", L("kısa ama uyumlu", "short but in agreement")),
            ("tie", L("eşitlik", "a tie")),
        ]
        bounds = (-REACH, REACH, -REACH, REACH)
        return [
            Choice("example", L("Örnek", "Example"), names, "agree"),
            Player("round", L("Tur", "Round"), last=ROUNDS - 1, fps=1),
            DragPoints("to_a", L("A'ya oylar", "Votes for A"), "a", AGREE[0], bounds=bounds),
            DragPoints("to_b", L("B'ye oylar", "Votes for B"), "b", AGREE[1], bounds=bounds),
        ]

    def presets(self):
        return {
            name: {"example": name, "to_a": votes[0], "to_b": votes[1], "round": 2}
            for name, votes in (("agree", AGREE), ("outlier", OUTLIER), ("short", SHORT), ("tie", TIE))
        }

    def on_example(self, state):
        preset = self.presets()[state["example"]]
        return {"to_a": preset["to_a"], "to_b": preset["to_b"], "round": 0}

    def scene(self, example, round, to_a, to_b):
        votes = np.stack([to_a, to_b], axis=1).astype(float)  # (parts, wholes, 2)
        couplings, capsules = route(votes, ROUNDS)
        coupling, v = couplings[round], capsules[round]
        lengths = np.linalg.norm(np.array(capsules), axis=-1)  # (rounds, wholes)
        return Scene(
            [
                [
                    _votes("A", votes[:, 0], coupling[:, 0], v[0], "a", "to_a"),
                    _votes("B", votes[:, 1], coupling[:, 1], v[1], "b", "to_b"),
                    _couplings(coupling, lengths[round]),
                ]
            ],
            _routing_summary(round, coupling, lengths),
        )


def _votes(name, votes, coupling, capsule, panel, drag):
    layers = [
        Arrow([0.0], [0.0], [x], [y], color="blue", width=1 + 5 * c, opacity=0.35 + 0.6 * c)
        for (x, y), c in zip(votes, coupling, strict=True)
    ]
    layers.append(Arrow(0.0, 0.0, capsule[0], capsule[1], color="orange", width=4))
    texts = [f"{part + 1}" for part in range(PARTS)]
    layers.append(Points(votes[:, 0], votes[:, 1], color="blue", size=7, texts=texts, drag=drag))
    length = number(np.linalg.norm(capsule), 2)
    title = L(f"{name}'ya oylar; turuncu: {name}'nın kapsülü, boyu {length}", "") if name == "A" else L(
        f"{name}'ye oylar; turuncu: {name}'nin kapsülü, boyu {length}", "")  # fmt: skip
    title = title or f"Votes for {name}; orange: its capsule, length {length}"
    return Panel(layers, (-REACH, REACH), (-REACH, REACH), title, L("ilk değer", "first value"),
                 L("ikinci değer", "second value"), equal=True, name=panel, legend=False)  # fmt: skip


def _couplings(coupling, lengths):
    xticks = [(0.5, "A"), (1.5, "B")]
    yticks = [(part + 0.5, str(part + 1)) for part in range(PARTS)]
    layers = [HeatMap(coupling, colormap="sequential", low=0.0, high=1.5, digits=2)]
    return Panel(layers, (0, WHOLES), (PARTS, 0), L("Bağlanma katsayıları", "Coupling coefficients"),
                 L("bütün", "whole"), L("parça", "part"), xticks=xticks, yticks=yticks, grid=False, width=0.7)  # fmt: skip


def _routing_summary(round, coupling, lengths):
    a, b = (number(value, 2) for value in lengths[round])
    shares = L("; ", ", ").join(number(value, 2) for value in coupling[:, 0])
    first, last = (" / ".join(number(value, 2) for value in lengths[place]) for place in (0, -1))
    return L(
        f"{round + 1}. tur: parçaların A'ya bağlanma katsayıları {shares}. A'nın boyu {a}, B'nin boyu {b} (ilk turda {first}, "
        f"{ROUNDS}. turda {last}).",
        f"Round {round + 1}: the parts couple to A with {shares}. Lengths: A {a}, B {b} ({first} in the first round, {last} in "
        f"round {ROUNDS}).",
    )
