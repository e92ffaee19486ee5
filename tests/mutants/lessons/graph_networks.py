"""Lesson 28: a normalized matrix, messages in a loop, hops, a shuffled graph, attention, a leaking split, a classifier."""

import numpy as np

from tests.mutants.exercises import Exercise


def random_graph(rng, n, chance):
    a = np.triu(rng.random((n, n)) < chance, 1).astype(int)
    return a + a.T


def matrices(rng):
    """Graphs of one to eight nodes, without edges, with all of them, with nodes that have no neighbour."""
    yield (np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]]),)
    for i in range(219):
        yield (random_graph(rng, int(rng.integers(1, 9)), (0.0, 0.3, 0.6, 1.0)[i % 4]),)


def edge_list(rng, n, chance):
    edges = np.argwhere(np.triu(random_graph(rng, n, chance)))
    turned = rng.random(len(edges)) < 0.5
    edges[turned] = edges[turned][:, ::-1]
    return rng.permutation(edges)


def vectors(rng):
    """Vectors of one to four numbers at one to eight nodes, edges in any order and direction."""
    yield np.array([[1.0], [5.0], [9.0]]), np.array([[2, 0], [0, 1]])
    for i in range(219):
        n = int(rng.integers(1, 9))
        yield rng.normal(0, 3, (n, int(rng.integers(1, 5)))), edge_list(rng, n, (0.0, 0.3, 0.6, 1.0)[i % 4])


def journeys(rng):
    """Starts anywhere, no hop up to more than there are nodes, parts that are never reached."""
    yield np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]), 0, 1
    for i in range(239):
        n = int(rng.integers(1, 9))
        yield random_graph(rng, n, (0.0, 0.2, 0.35, 0.8)[i % 4]), int(rng.integers(n)), i % 6


def orders(rng):
    """Any order, the given one and those that are their own inverse among them."""
    yield np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]), np.array([[1.0], [2.0], [3.0]]), np.array([1, 2, 0])
    for i in range(219):
        n = int(rng.integers(1, 8))
        order = np.arange(n) if i % 10 == 0 else rng.permutation(n)
        yield random_graph(rng, n, 0.5), rng.normal(0, (1, 20)[i % 2], (n, int(rng.integers(1, 4)))), order


def scored(rng):
    """Scores of both signs, small and so large that exp overflows; nodes without neighbours."""
    yield np.array([[0, 1], [1, 0]]), np.array([[1.0], [2.0]]), np.array([1.0]), np.array([-1.0])
    for i in range(219):
        n, d = int(rng.integers(1, 7)), int(rng.integers(1, 4))
        size = (0.5, 2.0, 2.0, 400.0)[i % 4]
        yield (
            random_graph(rng, n, (0.2, 0.5)[i % 2]),
            rng.normal(0, size, (n, d)),
            rng.normal(size=d),
            rng.normal(size=d),
        )


def splits(rng):
    """Nodes in the training set, in the test set or in neither; at least one in the test set."""
    yield np.array([[0, 1], [1, 2]]), np.array([True, False, False]), np.array([False, True, True])
    for i in range(239):
        n = int(rng.integers(1, 10))
        kind = rng.integers(0, 3, n)
        kind[int(rng.integers(n))] = 1
        yield edge_list(rng, n, (0.0, 0.2, 0.4, 0.8)[i % 4]), kind == 0, kind == 1


def loops(a):
    return a + np.eye(len(a))


def root(a):
    degree = loops(a).sum(axis=1)
    return loops(a) / np.sqrt(np.outer(degree, degree))


def mean(h, edges, own=1.0):
    a = own * np.eye(len(h))
    for u, v in edges:
        a[u, v] = a[v, u] = 1
    return a @ h / np.maximum(a.sum(axis=1, keepdims=True), 1)


def seen(a, start, hops):
    return np.linalg.matrix_power(a + np.eye(len(a), dtype=int), hops)[start] > 0


def shares(a, z, left, right, *, leak=0.2, own=True, axis=1, rule=np.add):
    e = rule((z @ left)[:, None], (z @ right)[None, :])
    e = np.where(e > 0, e, leak * e)
    e = np.where((loops(a) if own else a) > 0, e, -np.inf)
    with np.errstate(all="ignore"):
        e = np.exp(e - e.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)


def touched(edges, train, test):
    met = np.zeros(len(train), bool)
    for u, v in edges:
        met[v] |= train[u]
        met[u] |= train[v]
    return met & test


EXERCISES = [
    Exercise(
        "normalize",
        inputs=matrices,
        ideas={
            "no self-loops": lambda a: a / np.sqrt(np.outer(np.maximum(a.sum(1), 1), np.maximum(a.sum(1), 1))),
            "rows": lambda a: loops(a) / loops(a).sum(axis=1, keepdims=True),
            "columns": lambda a: loops(a) / loops(a).sum(axis=0),
            "no root": lambda a: loops(a) / np.outer(loops(a).sum(1), loops(a).sum(1)),
            "by the largest degree": lambda a: loops(a) / loops(a).sum(1).max(),
            "Laplacian": lambda a: np.eye(len(a)) - root(a),
            "two loops": lambda a: root(a) + np.eye(len(a)) / 10,
            "unnormalized": loops,
            "mean of the two sides": lambda a: (loops(a) / loops(a).sum(1) + loops(a) / loops(a).sum(1)[:, None]) / 2,
        },
        right={"by matrices": lambda a: np.diag(loops(a).sum(1) ** -0.5) @ loops(a) @ np.diag(loops(a).sum(1) ** -0.5)},
    ),
    Exercise(
        "collect",
        inputs=vectors,
        ideas={
            "no own value": lambda h, edges: mean(h, edges, own=0.0),
            "own value twice": lambda h, edges: mean(h, edges, own=2.0),
            "over all": lambda h, edges: np.repeat(h.mean(axis=0)[None], len(h), axis=0),
            "one way": lambda h, edges: _one_way(h, edges),
            "the other way": lambda h, edges: _one_way(h, edges[:, ::-1]),
            "sum": lambda h, edges: mean(h, edges) * (1 + np.bincount(np.ravel(edges), minlength=len(h)))[:, None],
            "divided by the nodes": lambda h, edges: mean(h, edges) / len(h),
            "largest": lambda h, edges: np.array(
                [h[[i, *edges[edges[:, 0] == i, 1], *edges[edges[:, 1] == i, 0]]].max(axis=0) for i in range(len(h))]
            ),
            "half and half": lambda h, edges: (h + mean(h, edges)) / 2,
        },
        right={"by a matrix": lambda h, edges: mean(h, edges)},
    ),
    Exercise(
        "reached",
        inputs=journeys,
        ideas={
            "exactly": lambda a, s, hops: np.linalg.matrix_power(a, hops)[s] > 0,
            "one more": lambda a, s, hops: seen(a, s, hops + 1),
            "one less": lambda a, s, hops: seen(a, s, max(hops - 1, 0)),
            "without the start": lambda a, s, hops: seen(a, s, hops) & (np.arange(len(a)) != s),
            "the whole part": lambda a, s, hops: seen(a, s, len(a)),
            "two at most": lambda a, s, hops: seen(a, s, min(hops, 2)),
            "at least one": lambda a, s, hops: seen(a, s, max(hops, 1)),
            "from node 0": lambda a, s, hops: seen(a, 0, hops),
            "numbers": lambda a, s, hops: np.flatnonzero(seen(a, s, hops)),
            "counts": lambda a, s, hops: np.linalg.matrix_power(a + np.eye(len(a), dtype=int), hops)[s],
        },
        right={"by powers": seen},
    ),
    Exercise(
        "shuffle_graph",
        inputs=orders,
        ideas={
            "rows": lambda a, h, order: (a[order], h[order]),
            "columns": lambda a, h, order: (a[:, order], h[order]),
            "inverse": lambda a, h, order: (a[np.argsort(order)][:, np.argsort(order)], h[np.argsort(order)]),
            "features only": lambda a, h, order: (a, h[order]),
            "edges only": lambda a, h, order: (a[order][:, order], h),
            "one inverse": lambda a, h, order: (a[order][:, order], h[np.argsort(order)]),
            "rows and inverse columns": lambda a, h, order: (a[order][:, np.argsort(order)], h[order]),
            "reversed": lambda a, h, order: (a[::-1, ::-1], h[::-1]),
        },
        right={"by a matrix": lambda a, h, order: (np.eye(len(a))[order] @ a @ np.eye(len(a))[order].T, h[order])},
    ),
    Exercise(
        "attention_weights",
        inputs=scored,
        ideas={
            "no leak": lambda *case: shares(*case, leak=0.0),
            "no activation": lambda *case: shares(*case, leak=1.0),
            "a leak of 0.01": lambda *case: shares(*case, leak=0.01),
            "columns": lambda *case: shares(*case, axis=0),
            "sides swapped": lambda a, z, left, right: shares(a, z, right, left),
            "product of the sides": lambda *case: shares(*case, rule=np.multiply),
            "the sender only": lambda a, z, left, right: shares(a, z, 0 * left, right),
            "over all": lambda a, *rest: shares(np.ones((len(a), len(a)), int), *rest),
            "equal": lambda a, *rest: loops(a) / loops(a).sum(axis=1, keepdims=True),
            "dot products": lambda a, z, left, right: shares(a, z, left, right, rule=lambda one, two: z @ z.T),
        },
        right={"other words": lambda *case: shares(*case)},
    ),
    Exercise(
        "exposed",
        inputs=splits,
        ideas={
            "one way": lambda e, tr, te: float(np.mean(np.isin(np.flatnonzero(te), e[tr[e[:, 0]], 1]))),
            "the other way": lambda e, tr, te: float(np.mean(np.isin(np.flatnonzero(te), e[tr[e[:, 1]], 0]))),
            "of all nodes": lambda e, tr, te: float(touched(e, tr, te).mean()),
            "count": lambda e, tr, te: int(touched(e, tr, te).sum()),
            "of edges": lambda e, tr, te: sum(tr[u] & te[v] | tr[v] & te[u] for u, v in e) / max(len(e), 1),
            "edges a node": lambda e, tr, te: sum(tr[u] & te[v] | tr[v] & te[u] for u, v in e) / te.sum(),
            "the training side": lambda e, tr, te: float(touched(e, te, tr).sum() / max(tr.sum(), 1)),
            "the clean share": lambda e, tr, te: 1 - float(touched(e, tr, te).sum() / te.sum()),
            "any neighbour": lambda e, tr, te: float(touched(e, np.ones(len(tr), bool), te).sum() / te.sum()),
            "everyone else": lambda e, tr, te: float(touched(e, ~te, te).sum() / te.sum()),
        },
        right={"by sets": lambda e, tr, te: float(touched(e, tr, te).sum() / te.sum())},
    ),
    Exercise(
        "classify",
        by_hand="it trains a classifier",
        trains=True,
        ideas={
            "always the first": lambda a, x, y: np.zeros(len(y), int),
            "at random": lambda a, x, y: np.random.default_rng(0).integers(0, 4, len(y)),
            "what is known": lambda a, x, y: np.maximum(y, 0),
            "by degree": lambda a, x, y: a.sum(axis=1) % 4,
        },
    ),
]


def _one_way(h, edges):
    total, count = h.copy(), np.ones(len(h))
    for u, v in edges:
        total[v] = total[v] + h[u]
        count[v] += 1
    return total / count[:, None]
