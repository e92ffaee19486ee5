"""The graph of words of lesson 28: meanings of KeNet or of WordNet, their relations, their texts and the topics of some.

A node is a meaning (a synset). In it are those that belong to exactly one of seven topics (``DOMAIN_TOPIC`` in the dictionary)
and all that these are related to, as far as they hang together. An edge is any relation of two meanings except those that say
what a topic is: the label would come in through them. A node's features are the words of its text, its gloss without what
stands in brackets (it often names the topic) and its own words, each cut to five letters and weighted by TF-IDF.
"""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from utils.datasets.turkish_names import lower
from utils.datasets.wordnet import load_wordnet

TOPICS = {  # the words by which each dictionary knows them; the same seven in both
    "tr": ("hukuk", "askerlik", "kimya", "biyoloji", "fizik", "müzik", "matematik"),
    "en": ("law", "military", "chemistry", "biology", "physics", "music", "mathematics"),
}
TELLING = (
    "DOMAIN",
    "MEMBER_TOPIC",
    "MEMBER_REGION",
    "MEMBER_USAGE",
    "SYNONYM",
)  # beginnings of relations that are no edges
LETTERS = 5  # of each word that are kept: Turkish suffixes, and most English ones, come later


@dataclass(frozen=True)
class WordGraph:
    """n meanings. words, glosses: (n,) texts. a: (n, n) sparse, 1 for an edge. x: (n, d) sparse TF-IDF features, float32.

    y: (n,) the topic's number, −1 where none of ``topics`` is known.
    """

    words: tuple[str, ...]
    glosses: tuple[str, ...]
    topics: tuple[str, ...]
    a: sparse.csr_array
    x: sparse.csr_array
    y: np.ndarray


def word_graph(language: str) -> WordGraph:
    """Return the graph of ``language``, "tr" (KeNet) or "en" (WordNet 3.1): its largest connected part."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    synsets = {synset.id: synset for synset in load_wordnet(language)}
    topic_of, number_of = _topics(synsets, TOPICS[language])
    related = _relations(synsets)
    ids = sorted(set(topic_of).union(*(related.get(one, ()) for one in topic_of)))
    place = {one: i for i, one in enumerate(ids)}
    edges = np.array([(place[u], place[v]) for u in ids for v in related.get(u, ()) if v in place])
    a = sparse.csr_array((np.ones(len(edges), np.float32), edges.T), shape=(len(ids), len(ids)))
    part = connected_components(a, directed=False)[1]
    kept = np.flatnonzero(part == np.bincount(part).argmax())
    nodes = [synsets[ids[i]] for i in kept]
    texts = [_text(node, language) for node in nodes]
    x = TfidfVectorizer(token_pattern=r"\S+", min_df=3, lowercase=False).fit_transform(texts)
    y = np.array([number_of.get(topic_of.get(node.id), -1) for node in nodes])
    return WordGraph(
        tuple(node.words[0] for node in nodes), tuple(node.gloss for node in nodes), TOPICS[language],
        sparse.csr_array(a[kept][:, kept]), sparse.csr_array(x, dtype=np.float32), y,
    )  # fmt: skip


def _topics(synsets, names):
    """Return {meaning: id of its only topic}, of the topics with these names, and {id of the topic: its number}."""
    only = {}
    for synset in synsets.values():
        found = {other for kind, other in synset.relations if kind == "DOMAIN_TOPIC" and other in synsets}
        if len(found) == 1:
            only[synset.id] = found.pop()
    sizes = Counter(only.values())
    number_of = {
        max((one for one in sizes if synsets[one].words[0] == name), key=sizes.__getitem__): i
        for i, name in enumerate(names)
    }
    return {one: topic for one, topic in only.items() if topic in number_of}, number_of


def _relations(synsets):
    """Return {meaning: the meanings that it is linked to}, in both directions."""
    related: dict[str, set[str]] = {}
    for synset in synsets.values():
        for kind, other in synset.relations:
            if other in synsets and other != synset.id and not kind.startswith(TELLING):
                related.setdefault(synset.id, set()).add(other)
                related.setdefault(other, set()).add(synset.id)
    return related


def _text(synset, language):
    """Return the beginnings of the words of a meaning's text."""
    text = re.sub(r"\([^)]*\)", " ", f"{synset.gloss} {' '.join(synset.words)}")
    text = lower(text) if language == "tr" else text.lower()
    return " ".join(word[:LETTERS] for word in re.findall(r"[^\W\d_]+", text))
