"""The course's colours, one list for figures (``utils.plots``) and explorers (``utils.widgets``).

The series colours are Okabe and Ito's (2008), told apart with every common form of colour blindness; the
yellow is left out because it vanishes on white. Colours are asked for by name, never by hex code.
"""

COLORS = {
    "blue": "#0072B2",
    "orange": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "amber": "#E69F00",
    "ink": "#222222",
    "muted": "#767676",
}

# On a dark page the same hues, lifted until each has a contrast of at least 4.5 : 1 on #111.
DARK_COLORS = {
    "blue": "#4FA8DC",
    "orange": "#FF8A4C",
    "green": "#35C79A",
    "purple": "#E39BC4",
    "sky": "#7CC8F2",
    "amber": "#F2B632",
    "ink": "#EEEEEE",
    "muted": "#A0A0A0",
}

# The order in which series and classes take their colours.
SERIES = ("blue", "orange", "green", "purple", "sky", "amber")

# What the colours stand on: a white page, and a dark one.
PAPER = "#FFFFFF"
DARK_PAPER = "#111111"
