"""The explorer of lesson 28: messages along the edges of a graph that the reader draws, one node at a time."""

import numpy as np

from utils.language import L, number
from utils.widgets.controls import Button, Choice, DragPoints, Kept, Player
from utils.widgets.explorer import Explorer
from utils.widgets.scene import Box, Graph, Line, Panel, Points, Scene, matrix

LETTERS = "ABCDEFGH"
LEAST, MOST = 2, len(LETTERS)
LAST_STEP = 72  # twelve rounds of six nodes
WIDTH, HEIGHT = 10.0, 6.0
MINUS = "\N{MINUS SIGN}"

GROUPS = [[1.2, 4.8], [1.2, 1.4], [3.6, 3.1], [6.4, 3.1], [8.8, 4.8], [8.8, 1.4]]
ROW = [[0.9 + 1.64 * i, 3.1] for i in range(6)]
CIRCLE = [[5 + 3.6 * np.cos(a), 3.1 + 2.1 * np.sin(a)] for a in np.pi * (1 - np.arange(6) / 3)]
SPOKES = [[5 + 3.6 * np.cos(a), 3.1 + 2.1 * np.sin(a)] for a in np.pi * (1 - 2 * np.arange(5) / 5)]
GRAPHS = {  # name: places of the nodes, edges
    "groups": (GROUPS, [[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [3, 5], [4, 5]]),
    "path": (ROW, [[i, i + 1] for i in range(5)]),
    "ring": (CIRCLE, [[i, i + 1] for i in range(5)] + [[0, 5]]),
    "star": ([*SPOKES, [5.0, 3.1]], [[i, 5] for i in range(5)]),
}


def starting_values(start, count):
    """Return the values (count,) before the first round."""
    x = np.zeros(count)
    if start == "drop":
        x[0] = 1
    elif start == "camps":
        x[0], x[-1] = 1, -1
    else:
        x[:] = (-1.0) ** np.arange(count)
    return x


def message_weights(edges, count, rule):
    """Return (count, count): what node v (row) multiplies the value of node u (column) by, itself included."""
    a = np.eye(count)
    for u, v in edges:
        a[u, v] = a[v, u] = 1
    degree = a.sum(axis=1)
    if rule == "gcn":
        return a / np.sqrt(np.outer(degree, degree))
    return a / degree[:, None]


def rounds_of(weights, x, rule, count):
    """Return the values (count + 1, n) before the first round and after each one."""
    values = [x]
    for _ in range(count):
        received = weights @ values[-1]
        values.append((x + received) / 2 if rule == "skip" else received)
    return np.array(values)


def without_node(edges, gone):
    """Return the edges that are left when a node is taken away; the nodes after it move up by one place."""
    left = [edge for edge in edges if gone not in edge]
    return [[u - (u > gone), v - (v > gone)] for u, v in left]


class MessageExplorer(Explorer):
    """A graph with values at its nodes; a player that lets one node after the other collect its messages."""

    name = "messages"
    recorded = ("graph", "start", "rule", "step")

    def title(self):
        return L("Düğüm düğüm mesajlar", "Messages, node by node")

    def task(self):
        return L(
            "A'nın değeri +1, son düğümünki −1. Turlar sürdükçe iki uç birbirinden daha iyi mi ayrılacak?",
            "A has the value +1, the last node −1. Will the two ends be told apart better with every round?",
        )

    def controls(self):
        letters = [(i, letter) for i, letter in enumerate(LETTERS)]
        graphs = [
            ("groups", L("iki grup", "two groups")),
            ("path", L("yol", "path")),
            ("ring", L("halka", "ring")),
            ("star", L("yıldız", "star")),
        ]
        starts = [
            ("camps", L("iki uç", "two ends")),
            ("drop", L("yalnız A", "only A")),
            ("turns", L("bir + bir −", "+ and − in turn")),
        ]
        rules = [
            ("mean", L("ortalama", "mean")),
            ("gcn", "GCN"),
            ("skip", L("ortalama + atlama", "mean + skip")),
        ]
        places, edges = GRAPHS["groups"]
        return [
            Choice("graph", L("Çizge", "Graph"), graphs, "groups"),
            Choice("rule", L("Kural", "Rule"), rules, "mean"),
            Choice("start", L("Başlangıç değerleri", "Starting values"), starts, "camps"),
            Player("step", L("Düğüm", "Node"), LAST_STEP, fps=2),
            Choice("one", L("Kenarın bir ucu", "One end of an edge"), letters, 2),
            Choice("other", L("Öbür ucu", "Other end"), letters, 3),
            Button("toggle", L("Kenarı ekle / sil", "Add / remove the edge")),
            Button("round", L("Turu bitir", "Finish the round")),
            DragPoints("nodes", L("Düğümler", "Nodes"), "graph", places, bounds=(0.5, WIDTH - 0.5, 0.9, HEIGHT - 0.5),
                       addable=True, least=LEAST, most=MOST),
            Kept("edges", value=edges),
            Kept("known", value=places),  # where the nodes stood before the reader's last move
        ]  # fmt: skip

    def presets(self):
        return {
            "first_round": {"step": 6},
            "too_long": {"step": LAST_STEP},
            "skip": {"rule": "skip", "step": LAST_STEP},
            **{name: self.on_graph({"graph": name}) | {"graph": name} for name in ("path", "ring", "star")},
        }

    def on_graph(self, state):
        places, edges = GRAPHS[state["graph"]]
        return {"nodes": places, "known": places, "edges": edges, "step": 0}

    def on_nodes(self, state):
        nodes, known, edges = state["nodes"], state["known"], state["edges"]
        if len(nodes) < len(known):
            gone = next((i for i, place in enumerate(nodes) if place != known[i]), len(nodes))
            edges = without_node(edges, gone)
        return {"known": nodes, "edges": edges}

    def on_round(self, state):
        count = len(state["nodes"])
        return {"step": min((state["step"] // count + 1) * count, LAST_STEP)}

    def on_toggle(self, state):
        pair = sorted((state["one"], state["other"]))
        if pair[0] == pair[1] or pair[1] >= len(state["nodes"]):
            return {}
        edges = state["edges"]
        return {"edges": [edge for edge in edges if edge != pair] if pair in edges else [*edges, pair]}

    def scene(self, graph, rule, start, step, one, other, nodes, edges, known):
        count = len(nodes)
        edges = [edge for edge in edges if max(edge) < count]
        weights = message_weights(edges, count, rule)
        values = rounds_of(weights, starting_values(start, count), rule, LAST_STEP // count + 1)
        done, turn = divmod(step, count)
        now = np.where(np.arange(count) < turn, values[done + 1], values[done])
        at = (step - 1) % count if step else None
        pair = (one, other) if one != other and max(one, other) < count else None
        charts = [_chart(values[: done + 1], at, LAST_STEP // count), _matrix(weights, at, count)]
        return Scene(
            [[_graph(np.array(nodes), edges, now, at, pair), charts]],
            _summary(weights, values, now, at, step, rule, pair, one, other),
        )


def _graph(places, edges, now, at, pair):
    count = len(places)
    lit = [] if at is None else [i for i, edge in enumerate(edges) if at in edge]
    layers = [Points(*places.T, color="muted", size=13, drag="nodes")]
    if pair is not None:
        ends = places[list(pair)]
        layers.append(Line(*ends.T, color="green", width=4, dash=True))
    layers.append(
        Graph(*places.T, edges, labels=list(LETTERS[:count]), below=[number(value) for value in now],
              values=np.clip(now, -1, 1), highlight_edges=lit, size=15)
    )  # fmt: skip
    if at is not None:
        layers.append(Points(*places[[at]].T, marker="ring", color="purple", size=19))
    title = L("Çizge: altta düğümün değeri", "Graph: below each node its value")
    return Panel(
        layers, (0, WIDTH), (0, HEIGHT), title, width=1.35, height=1.7, axes=False, grid=False, legend=False, name="graph",
    )  # fmt: skip


def _chart(values, at, last):
    rounds = np.arange(len(values))
    layers = [Line(rounds, one, color="muted", width=1.5) for one in values.T]
    layers += [Points(rounds, one, color="muted", size=2.5) for one in values.T]
    if at is not None:
        layers.append(Line(rounds, values[:, at], color="purple", width=3))
    return Panel(
        layers, (0, last), (-1.05, 1.05), L("Turdan tura değerler", "Values round by round"),
        L("biten tur", "finished rounds"), L("değer", "value"), whole="x", legend=False, height=0.9,
    )  # fmt: skip


def _matrix(weights, at, count):
    layers = [] if at is None else [Box(0, at, count, at + 1, color="purple", width=3)]
    letters = list(LETTERS[:count])
    title = L("Satırdaki düğüm sütundakini neyle çarpar?", "What each row multiplies each column by")
    shown = np.where(weights > 0, weights, np.nan)
    return matrix(
        shown, letters, letters, digits=2, low=0, high=1.4, layers=layers, title=title, equal=False, height=1.1
    )


def _summary(weights, values, now, at, step, rule, pair, one, other):
    spread = number(float(now.max() - now.min()))
    far = L(f"En büyük ile en küçük değerin farkı {spread}.", f"The largest and the smallest value differ by {spread}.")
    if pair is None:
        known = ", ".join(LETTERS[i] for i in (one, other))
        far += L(
            f" Seçilen uçlar ({known}) bir kenar oluşturmuyor: çizgede bulunan iki ayrı düğüm seçin.",
            f" The chosen ends ({known}) do not form an edge: choose two different nodes of the graph.",
        )
    if at is None:
        return L("Henüz hiçbir mesaj gitmedi. ", "No message has been sent yet. ") + far
    before = values[(step - 1) // len(now)]
    terms = [f"{number(weights[at, u])} · {_signed(before[u])}" for u in np.flatnonzero(weights[at])]
    received = float(weights[at] @ before)
    text = f"{' + '.join(terms)} = {number(received)}"
    if rule == "skip":
        text = f"({_signed(values[0, at])} + {_signed(received)}) / 2 = {number(float((values[0, at] + received) / 2))}, {text}"
    head = L(
        f"{(step - 1) // len(now) + 1}. tur, {LETTERS[at]}: ", f"Round {(step - 1) // len(now) + 1}, {LETTERS[at]}: "
    )
    return f"{head}{text}. {far}"


def _signed(value):
    """Write a value so that a product with it can be read: a negative one in brackets."""
    text = number(float(value))
    return f"({text})" if text.startswith(MINUS) else text
