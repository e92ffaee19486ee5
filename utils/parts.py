"""The parts of the course, by the number of their first lesson."""

from collections.abc import Iterator

PARTS = (  # (first lesson's number, Turkish title, English title)
    (0, "Başlangıç", "Start"),
    (1, "1. Bölüm · Tek nörondan ağa", "Part 1 · One neuron to a network"),
    (9, "2. Bölüm · Derin ağları eğitmek", "Part 2 · Training deep networks"),
    (14, "3. Bölüm · Görmek", "Part 3 · Seeing"),
    (22, "4. Bölüm · Diziler ve dil", "Part 4 · Sequences and language"),
    (28, "5. Bölüm · Çizgeler ve üretim", "Part 5 · Graphs and generation"),
    (32, "6. Bölüm · Sınıfın dışında", "Part 6 · Out of the classroom"),
)


def spans(rows: tuple[tuple[int, str, str], ...]) -> Iterator[tuple[range, str, str]]:
    """Yield (the numbers of its lessons, Turkish, English) of each row: from its own first number to the next row's."""
    ends = [start for start, _, _ in rows[1:]] + [100]
    for (start, tr, en), end in zip(rows, ends, strict=True):
        yield range(start, end), tr, en
