"""Numbers in words, Turkish and English: the pairs that the networks of lesson 26 learn from.

English is written without "and" and with a space in place of the hyphen ("twenty one"), so that a word is always one token.
Turkish says "bin" and "yüz", not "bir bin" and "bir yüz", for one thousand and one hundred.
"""

from collections.abc import Iterable

import numpy as np

from utils.language import L

LIMIT = 10**9  # numbers below it can be written
UNITS_TR = ["bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"]
TENS_TR = ["on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"]
UNITS_EN = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS_EN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

PADDING, START, END = 0, 1, 2  # tokens of the target; 0 is padding in the source as well
SOURCE = ("", *UNITS_TR, *TENS_TR, "yüz", "bin", "milyon")
TARGET = ("", "<s>", "</s>", *UNITS_EN, *TENS_EN, "hundred", "thousand", "million")
SOURCE_LENGTH, TARGET_LENGTH = 14, 16  # words of the longest number; tokens of the longest target, with both marks
_SOURCE_TOKEN = {word: token for token, word in enumerate(SOURCE)}
_TARGET_TOKEN = {word: token for token, word in enumerate(TARGET)}


def turkish_words(number: int) -> list[str]:
    """Return a whole number from 1 to 999,999,999 as Turkish words; ValueError outside."""
    millions, thousands, rest = _groups(number)
    words = [*_below_thousand_tr(millions), "milyon"] if millions else []
    if thousands:
        words += ([] if thousands == 1 else _below_thousand_tr(thousands)) + ["bin"]
    return words + _below_thousand_tr(rest)


def english_words(number: int) -> list[str]:
    """Return a whole number from 1 to 999,999,999 as English words; ValueError outside."""
    millions, thousands, rest = _groups(number)
    words = [*_below_thousand_en(millions), "million"] if millions else []
    if thousands:
        words += [*_below_thousand_en(thousands), "thousand"]
    return words + _below_thousand_en(rest)


def parse_number(text: str) -> int:
    """Return the whole number that a reader typed, 12345, "12.345" or "12 345"; ValueError with advice where it is none."""
    plain = str(text).strip()
    for mark in " .,'_\N{NO-BREAK SPACE}":
        plain = plain.replace(mark, "")
    if not plain:
        raise ValueError(L("Bir sayı yazın, örneğin 12345.", "Type a number, for example 12345."))
    if not (plain.isascii() and plain.isdigit()):
        advice = L(
            "Yalnızca rakam yazın, örneğin 12345; “{}” bir tam sayı değil.",
            "Type digits only, such as 12345; “{}” is not a whole number.",
        )
        raise ValueError(advice.format(str(text).strip()))
    if not 1 <= int(plain) < LIMIT:
        raise ValueError(L("1 ile 999.999.999 arasında bir sayı yazın.", "Type a number from 1 to 999,999,999."))
    return int(plain)


def aligned(number: int) -> list[set[int]]:
    """Return for each English word of a number the places of the Turkish words that it translates: twelve, {on, iki}."""
    places: list[set[int]] = []
    start = 0
    for group, word in zip(_groups(number), ("milyon", "bin", ""), strict=True):
        if group == 0:
            continue
        silent = word == "bin" and group == 1
        turkish = [] if silent else _below_thousand_tr(group)
        hundreds, tens, units = group // 100, group // 10 % 10, group % 10
        place = start
        if hundreds:
            places += [{place}, {place + (hundreds > 1)}]
            place += 1 + (hundreds > 1)
        if tens == 1:
            places += [{place, place + 1} if units else {place}]
        else:
            places += [{place}] * (tens > 0) + [{place + (tens > 0)}] * (units > 0)
        start += len(turkish)
        if word:
            places += [{start}]
            start += 1
    return places


def encode(numbers: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the tokens of numbers, padded with 0: source (n, 14), and target (n, 16) with <s> before and </s> behind."""
    numbers = list(numbers)
    source = np.zeros((len(numbers), SOURCE_LENGTH), dtype=int)
    target = np.zeros((len(numbers), TARGET_LENGTH), dtype=int)
    for x, y, number in zip(source, target, numbers, strict=True):
        words = turkish_words(number)
        x[: len(words)] = [_SOURCE_TOKEN[word] for word in words]
        words = ["<s>", *english_words(number), "</s>"]
        y[: len(words)] = [_TARGET_TOKEN[word] for word in words]
    return source, target


def draw_numbers(count: int, rng: np.random.Generator, groups: int = 3) -> list[int]:
    """Return different numbers below 1000**groups, drawn in groups of three digits.

    A group is zero with probability 0.2, else a number from 1 to 999, so that short numbers come up as well.
    """
    drawn: dict[int, None] = {}
    while len(drawn) < count:
        parts = np.where(rng.random(groups) < 0.2, 0, rng.integers(1, 1000, groups))
        number = sum(int(part) * 1000**place for place, part in enumerate(parts))
        if number:
            drawn[number] = None
    return list(drawn)


def _groups(number):
    if not 1 <= number < LIMIT:
        raise ValueError(
            L("1 ile 999.999.999 arasında bir sayı gerekir.", "The number has to be from 1 to 999,999,999.")
        )
    return int(number) // 10**6, int(number) // 1000 % 1000, int(number) % 1000


def _below_thousand_tr(number):
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    words = [] if hundreds == 0 else ["yüz"] if hundreds == 1 else [UNITS_TR[hundreds - 1], "yüz"]
    return words + ([TENS_TR[tens - 1]] if tens else []) + ([UNITS_TR[units - 1]] if units else [])


def _below_thousand_en(number):
    hundreds, rest = divmod(number, 100)
    words = [UNITS_EN[hundreds - 1], "hundred"] if hundreds else []
    if rest >= 20:
        return words + [TENS_EN[rest // 10 - 2]] + ([UNITS_EN[rest % 10 - 1]] if rest % 10 else [])
    return words + ([UNITS_EN[rest - 1]] if rest else [])
