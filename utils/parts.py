"""The parts of the course, by the number of their first lesson."""

PARTS = (  # (first lesson's number, Turkish title, English title)
    (0, "Başlangıç", "Start"),
    (1, "1. Bölüm · Tek nörondan ağa", "Part 1 · One neuron to a network"),
    (9, "2. Bölüm · Derin ağları eğitmek", "Part 2 · Training deep networks"),
    (14, "3. Bölüm · Görmek", "Part 3 · Seeing"),
    (22, "4. Bölüm · Diziler ve dil", "Part 4 · Sequences and language"),
    (28, "5. Bölüm · Çizgeler ve üretim", "Part 5 · Graphs and generation"),
    (32, "6. Bölüm · Sınıfın dışında", "Part 6 · Out of the classroom"),
)
