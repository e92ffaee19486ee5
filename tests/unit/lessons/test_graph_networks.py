"""Lesson 28: the explorer's mathematics, the graph of words, its records, the drawings and the checks."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LogisticRegression

from tests.unit.checks.checking import assert_check
from tests.unit.widgets.explorers import check_explorer
from utils.lessons.graph_networks import checks as check
from utils.lessons.graph_networks import drawings, explorer, words
from utils.lessons.graph_networks import runs as cached

PLACES = drawings.PLACES

# The explorer


@given(arrays(bool, (6, 6)), st.sampled_from(["mean", "gcn", "skip"]))
def test_the_weights_of_messages(links, rule):
    a = np.triu(links, 1)
    a = a + a.T
    weights = explorer.message_weights(np.argwhere(np.triu(links, 1)).tolist(), 6, rule)
    assert np.array_equal(weights > 0, a + np.eye(6) > 0)
    if rule == "gcn":
        assert weights == pytest.approx(check._normalized(a.astype(float)))
        assert np.abs(np.linalg.eigvalsh(weights)).max() <= 1 + 1e-9
    else:
        assert weights.sum(axis=1) == pytest.approx(np.ones(6))


def values_of(preset, rule="mean", start="camps", rounds=12):
    places, edges = explorer.GRAPHS[preset]
    count = len(places)
    weights = explorer.message_weights(edges, count, rule)
    return explorer.rounds_of(weights, explorer.starting_values(start, count), rule, rounds)


def test_what_the_play_section_says():
    two = values_of("groups")
    ends = two[:, 0] - two[:, -1]
    assert ends[0] == 2 and ends[12] == pytest.approx(0.13, abs=0.005) and np.all(np.diff(ends) < 0)
    drop = values_of("groups", start="drop")
    assert drop[2, -1] == 0 and drop[3, -1] > 0  # A reaches F in the third round
    cut = [edge for edge in explorer.GRAPHS["groups"][1] if edge != [2, 3]]
    apart = explorer.rounds_of(
        explorer.message_weights(cut, 6, "mean"), explorer.starting_values("camps", 6), "mean", 12
    )
    assert apart[12] == pytest.approx([1 / 3] * 3 + [-1 / 3] * 3)
    assert values_of("groups", rule="skip")[12, 0] > 0.5


def test_the_gcn_rule_ends_at_the_degrees():
    _, edges = explorer.GRAPHS["star"]
    weights = explorer.message_weights(edges, 6, "gcn")
    end = explorer.rounds_of(weights, explorer.starting_values("drop", 6), "gcn", 200)[-1]
    degree = np.array([2, 2, 2, 2, 2, 6])
    assert end / np.sqrt(degree) == pytest.approx(np.full(6, end[0] / np.sqrt(2)))


def test_nodes_that_move_change_nothing_but_the_drawing(reader):
    shown = explorer.MessageExplorer(step=20)
    moved = [[x + 0.3, y] for x, y in shown.value("nodes")]
    state = shown.changed(shown._state, {"nodes": moved})
    assert state["edges"] == shown._state["edges"] and state["known"] == state["nodes"]
    assert shown.draw(state).summary == shown.draw(shown._state).summary


def test_a_node_can_be_added_and_taken_away(reader):
    shown = explorer.MessageExplorer()
    nodes = shown.value("nodes")
    more = shown.changed(shown._state, {"nodes": [*nodes, [5.0, 1.0]]})
    linked = shown.changed({**more, "one": 6, "other": 0}, {"toggle": None})
    assert [0, 6] in linked["edges"]
    fewer = shown.changed(linked, {"nodes": [node for i, node in enumerate(linked["nodes"]) if i != 2]})
    assert sorted(fewer["edges"]) == [[0, 1], [0, 5], [2, 3], [2, 4], [3, 4]]
    shown.draw(fewer)


def test_an_edge_is_toggled(reader):
    shown = explorer.MessageExplorer()
    once = shown.changed(shown._state, {"toggle": None})
    twice = shown.changed(once, {"toggle": None})
    assert [2, 3] not in once["edges"] and sorted(twice["edges"]) == sorted(shown._state["edges"])
    for pair in ({"one": 3, "other": 3}, {"one": 0, "other": 7}):  # no edge to itself, none to a node that is not there
        assert shown.changed({**shown._state, **pair}, {"toggle": None})["edges"] == shown._state["edges"]


def test_without_node():
    assert explorer.without_node([[0, 1], [1, 2], [2, 3], [0, 3]], 1) == [[1, 2], [0, 2]]


def test_the_explorer_keeps_its_promises():
    check_explorer(explorer.MessageExplorer)


# Data, records, drawings


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_graph_of_words(language):
    graph = words.word_graph(language)
    n = len(graph.words)
    assert graph.a.shape == (n, n) and graph.x.shape[0] == n == len(graph.y) == len(graph.glosses)
    assert (n, graph.a.nnz // 2) == {"tr": (7999, 11027), "en": (4173, 5075)}[language]
    assert abs(graph.a - graph.a.T).nnz == 0 and graph.a.diagonal().sum() == 0 and set(graph.a.data) == {1.0}
    assert nx.is_connected(nx.from_scipy_sparse_array(graph.a))
    assert np.bincount(graph.y + 1, minlength=8).min() > 80 and len(graph.topics) == 7
    assert set(words.TOPICS[language]) == set(graph.topics)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_no_relation_that_names_a_topic_is_an_edge(language):
    synsets = {synset.id: synset for synset in words.load_wordnet(language)}
    related = words._relations(synsets)
    telling = 0
    for synset in synsets.values():
        others = {other for kind, other in synset.relations if not kind.startswith(words.TELLING)}
        back = {one for one in related.get(synset.id, ()) if one not in others}
        for kind, topic in synset.relations:
            if kind == "DOMAIN_TOPIC" and topic in synsets and topic not in others and topic not in back:
                telling += 1
                assert topic not in related.get(synset.id, ())
    assert telling > 5000


def test_brackets_are_no_features():
    synset = words.load_wordnet("en")[0]._replace(gloss="(law) a formal Agreement", words=("treaty (pact)",))
    assert words._text(synset, "en") == "a forma agree treat"


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_records_hold_five_seeds(language):
    hops, depth, apart = cached.runs(language)
    assert hops.shape == (5, 3) and depth.shape == apart.shape == (3, 3, 5)
    assert ((hops > 0) & (hops < 1)).all() and ((depth > 0) & (depth < 1)).all() and ((apart >= 0) & (apart < 2)).all()


def test_damaged_records_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(cached, "PATH", tmp_path / "graph_networks_runs.npz")
    cached.runs.cache_clear()
    with pytest.raises(RuntimeError, match="graph_networks_runs"):
        cached.runs("en")
    cached.runs.cache_clear()


@pytest.mark.parametrize("draw", [drawings.draw_example, lambda: drawings.draw_network(2102, 32, 7)])
def test_drawings_speak_both_languages(draw, reader):
    assert draw().axes


def test_a_graph_is_drawn(reader):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    a = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    drawings.show_graph(axes, [[0, 0], [1, 0], [1, 1]], a, [0, 1, 1], known=(0,), wrong=[2], names="ABC", title="t")
    assert len(axes.collections[0].get_segments()) == 2 and axes.get_title() == "t"
    plt.close(figure)


# The checks


def normalize(a):
    a = a + np.eye(len(a))
    root = np.sqrt(a.sum(axis=1))
    return a / root / root[:, None]


def test_normalize():
    def stub(a): ...

    @np.errstate(all="ignore")
    def without_loops(a):
        degree = a.sum(axis=1)
        return a / np.sqrt(np.outer(degree, degree))

    @np.errstate(all="ignore")
    def old_degrees(a):
        degree = a.sum(axis=1)
        return (a + np.eye(len(a))) / np.sqrt(np.outer(degree, degree))

    loops = lambda a: a + np.eye(len(a))  # noqa: E731
    assert_check(
        check.normalize,
        solution=normalize,
        stub=stub,
        wrong={
            "no_self_loops": without_loops,
            "degrees_before_loops": old_degrees,
            "row_mean": lambda a: loops(a) / loops(a).sum(axis=1, keepdims=True),
            "column_mean": lambda a: loops(a) / loops(a).sum(axis=0),
            "no_root": lambda a: loops(a) / np.outer(loops(a).sum(axis=1), loops(a).sum(axis=1)),
            "one_side": lambda a: loops(a) / np.sqrt(loops(a).sum(axis=1))[:, None],
            "multiplied": lambda a: loops(a) * np.sqrt(np.outer(loops(a).sum(axis=1), loops(a).sum(axis=1))),
            "not_normalized": loops,
            "shape": lambda a: loops(a).sum(axis=1),
            "no_return": lambda a: print(end=""),
        },
        also_correct=[lambda a: normalize(a).tolist(), lambda a: normalize(a).astype(np.float32)],
    )


def collect(h, edges):
    a = np.eye(len(h))
    for u, v in edges:
        a[u, v] = a[v, u] = 1
    return a @ h / a.sum(axis=1, keepdims=True)


def test_collect():
    def stub(h, edges): ...

    def one_way(h, edges):
        total, count = h.copy(), np.ones(len(h))
        for u, v in edges:
            total[v] += h[u]
            count[v] += 1
        return total / count[:, None]

    def in_turn(h, edges):
        h = h.copy()
        for v in range(len(h)):
            met = [v, *[a for a, b in edges if b == v], *[b for a, b in edges if a == v]]
            h[v] = h[met].mean(axis=0)
        return h

    def without_self(h, edges):
        new = np.zeros(h.shape)
        for v in range(len(h)):
            met = [*[a for a, b in edges if b == v], *[b for a, b in edges if a == v]]
            new[v] = h[met].mean(axis=0) if met else 0
        return new

    assert_check(
        check.collect,
        solution=collect,
        stub=stub,
        wrong={
            "own_value_forgotten": without_self,
            "in_turn": in_turn,
            "one_way": one_way,
            "other_way": lambda h, edges: one_way(h, edges[:, ::-1]),
            "sum": lambda h, edges: check._mean(h, edges, divide=False),
            "mean_over_all": lambda h, edges: np.ones(h.shape) * h.mean(axis=0),
            "unchanged": lambda h, edges: h,
            "no_return": lambda h, edges: print(end=""),
        },
        also_correct=[lambda h, edges: collect(h, edges).tolist()],
    )


def reached(a, start, hops):
    return np.linalg.matrix_power(a + np.eye(len(a), dtype=int), hops)[start] > 0


def test_reached():
    def stub(a, start, hops): ...

    assert_check(
        check.reached,
        solution=reached,
        stub=stub,
        wrong={
            "numbers": lambda a, s, hops: np.flatnonzero(reached(a, s, hops)),
            "walks": lambda a, s, hops: np.linalg.matrix_power(a + np.eye(len(a)), hops)[s],
            "exactly": lambda a, s, hops: np.linalg.matrix_power(a, hops)[s] > 0,
            "newest": lambda a, s, hops: reached(a, s, hops) & ~(reached(a, s, hops - 1) if hops else False),
            "without_start": lambda a, s, hops: reached(a, s, hops) & (np.arange(len(a)) != s),
            "one_more": lambda a, s, hops: reached(a, s, hops + 1),
            "one_less": lambda a, s, hops: reached(a, s, max(hops - 1, 0)),
            "component": lambda a, s, hops: reached(a, s, len(a)),
            "neighbours_only": lambda a, s, hops: reached(a, s, min(hops, 1)),
            "no_return": lambda a, s, hops: print(end=""),
        },
        also_correct=[lambda *case: reached(*case).tolist(), lambda *case: reached(*case).astype(int)],
    )


def shuffled(a, h, order):
    return a[np.ix_(order, order)], h[order]


def test_shuffle_graph():
    def stub(a, h, order): ...

    assert_check(
        check.shuffle_graph,
        solution=shuffled,
        stub=stub,
        wrong={
            "rows_only": lambda a, h, order: (a[order], h[order]),
            "columns_only": lambda a, h, order: (a[:, order], h[order]),
            "graph_unchanged": lambda a, h, order: (a, h[order]),
            "features_unchanged": lambda a, h, order: (shuffled(a, h, order)[0], h),
            "inverse": lambda a, h, order: shuffled(a, h, np.argsort(order)),
            "swapped": lambda a, h, order: shuffled(a, h, order)[::-1],
            "wrong_number_of_results": lambda a, h, order: a[order][:, order],
            "no_return": lambda a, h, order: print(end=""),
        },
        also_correct=[lambda *case: [part.tolist() for part in shuffled(*case)]],
    )


def attention(a, z, left, right):
    n = len(a)
    out = np.zeros((n, n))
    for i in range(n):
        met = [j for j in range(n) if a[i, j] or j == i]
        scores = np.array([z[i] @ left + z[j] @ right for j in met])
        scores = np.maximum(scores, 0.2 * scores)
        share = np.exp(scores - scores.max())
        out[i, met] = share / share.sum()
    return out


def test_attention_weights():
    def stub(a, z, left, right): ...

    def without_self(a, z, left, right):
        with np.errstate(all="ignore"):
            return check._attention(a, z, left, right, loops=False)

    def overflowing(a, z, left, right):
        with np.errstate(all="ignore"):
            return check._attention(a, z, left, right, stable=False)

    assert_check(
        check.attention_weights,
        solution=attention,
        stub=stub,
        wrong={
            "all_nodes": lambda *case: check._attention(*case, masked=False),
            "masked_after_softmax": lambda a, *rest: check._attention(a, *rest, masked=False) * (a + np.eye(len(a))),
            "no_self": without_self,
            "columns": lambda *case: check._attention(*case, axis=0),
            "sides_swapped": lambda a, z, left, right: attention(a, z, right, left),
            "no_leaky_relu": lambda *case: check._attention(*case, leak=1.0),
            "relu": lambda *case: check._attention(*case, leak=0.0),
            "equal_shares": lambda a, *rest: (a + np.eye(len(a))) / (a + np.eye(len(a))).sum(axis=1, keepdims=True),
            "overflow": overflowing,
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[lambda *case: attention(*case).tolist()],
    )


def exposed(edges, train, test):
    met = {*edges[train[edges[:, 1]], 0].tolist(), *edges[train[edges[:, 0]], 1].tolist()}
    return len(met & set(np.flatnonzero(test).tolist())) / test.sum()


def test_exposed():
    def stub(edges, train, test): ...

    def crossing(edges, train, test):
        return sum(train[u] & test[v] | train[v] & test[u] for u, v in edges)

    assert_check(
        check.exposed,
        solution=exposed,
        stub=stub,
        wrong={
            "one_way": lambda e, tr, te: float(np.mean([any(e[e[:, 1] == v, 0][tr[e[e[:, 1] == v, 0]]] >= 0)
                                                        for v in np.flatnonzero(te)])),
            "other_way": lambda e, tr, te: float(check._touching(e, tr, te, there=False).sum() / te.sum()),
            "share_of_edges": lambda e, tr, te: crossing(e, tr, te) / max(len(e), 1),
            "edges_for_nodes": lambda e, tr, te: crossing(e, tr, te) / te.sum(),
            "of_all": lambda e, tr, te: exposed(e, tr, te) * te.sum() / len(te),
            "count": lambda e, tr, te: exposed(e, tr, te) * te.sum(),
            "training_side": lambda e, tr, te: exposed(e, te, tr),
            "not_a_number": lambda e, tr, te: te,
            "no_return": lambda *case: print(end=""),
        },
        also_correct=[lambda *case: np.array([exposed(*case)])],
    )  # fmt: skip


def by_averages(hops):
    def answer(a, x, y):
        smooth = np.linalg.matrix_power(normalize(a), hops) @ x
        known = y >= 0
        return LogisticRegression(max_iter=500).fit(smooth[known], y[known]).predict(smooth)

    return answer


def spread(a, x, y):
    a = a + np.eye(len(a))
    given = np.eye(4)[y] * (y >= 0)[:, None]
    shares = given
    for _ in range(30):
        shares = a @ shares / a.sum(axis=1, keepdims=True)
        shares[y >= 0] = given[y >= 0]
    return shares.argmax(axis=1)


def right_share(answer):
    shares = []
    for seed in (1, 2):
        a, x, y, truth = check.open_task(seed)
        shares.append(np.mean((answer(a, x, y) == truth)[y < 0]))
    return min(shares), max(shares)


def test_what_the_open_exercise_says_of_simple_methods():
    assert right_share(by_averages(0))[1] < 0.65
    assert right_share(spread)[1] < check.LEAST < right_share(by_averages(2))[0]


def test_classify():
    def stub(a, x, y): ...

    assert_check(
        check.classify,
        solution=by_averages(3),
        stub=stub,
        wrong={
            "chance": lambda a, x, y: np.zeros(len(y)),
            "too_few_hops": by_averages(0),
            "not_classes": lambda a, x, y: y,
            "shape": lambda a, x, y: np.zeros(5),
            "no_return": lambda a, x, y: print(end=""),
        },
        also_correct=[lambda *case: by_averages(2)(*case).tolist()],
        examples=3,
    )
