"""Lesson 00: a value, a decimal number, texts that are to be numbers, a function, the shape of an array."""

import numpy as np

from tests.mutants.exercises import Exercise

GRADES = np.array([[70, 85, 90], [55, 60, 65], [80, 95, 75], [40, 50, 60], [90, 85, 95]])


def brightness(rng):
    """Every whole brightness, and some between."""
    yield (51,)
    for pixel in range(256):
        yield (pixel,)
    for pixel in rng.uniform(0, 255, 50):
        yield (float(pixel),)


EXERCISES = [
    Exercise(
        "pixels",
        by_hand="the answer is a value",
        ideas={
            "rows and columns added": 28 + 28,
            "one row": 28,
            "its border": 4 * 28,
            "half of them": 28 * 28 / 2,
            "a power": 28**28,
            "divided": 28 / 28,
            "two numbers": (28, 28),
            "a text": "784",
            "the task as a text": "28 * 28",
            "only printed": None,
            "a set": {784},
        },
        right={
            "a float": 784.0,
            "NumPy's number": np.int64(784),
            "an array without axes": np.array(784),
            "one element": [784],
            "counted": np.zeros((28, 28)).size,
        },
    ),
    Exercise(
        "weight",
        by_hand="the answer is a value",
        ideas={
            "a comma": (3, 5),
            "a comma and two digits": (3, 50),
            "a list": [3, 5],
            "an array": np.array([3, 5]),
            "a text": "3.5",
            "a text with a comma": "3,5",
            "no point": 35,
            "rounded up": 4,
            "cut off": 3.5 // 1,
            "half of three": 3 / 2,
            "the half forgotten": 3,
            "only printed": None,
        },
        right={"a fraction": 7 / 2, "a sum": 3 + 1 / 2, "float32": np.float32(3.5), "two decimals": 3.50},
    ),
    Exercise(
        "total",
        by_hand="the answer is a value",
        ideas={
            "texts joined": "12" + "30",
            "texts joined the other way": "30" + "12",
            "joined, then a number": int("12" + "30"),
            "joined by a space": "12 30",
            "a sum that became a text": str(12 + 30),
            "both, side by side": (12, 30),
            "both, as texts": ("12", "30"),
            "one of them": 30,
            "subtracted": 30 - 12,
            "multiplied": 12 * 30,
            "lengths": len("12") + len("30"),
            "the sum of the digits": 1 + 2 + 3 + 0,
            "only printed": None,
        },
        right={"floats": float("12") + float("30"), "NumPy's sum": np.array(["12", "30"]).astype(int).sum()},
    ),
    Exercise(
        "scale",
        inputs=brightness,
        ideas={
            "divided by 256": lambda pixel: pixel / 256,
            "256 values from 1": lambda pixel: (pixel + 1) / 256,
            "divided by 225": lambda pixel: pixel / 225,
            "in percent": lambda pixel: pixel / 255 * 100,
            "whole division": lambda pixel: pixel // 255,
            "cut off": lambda pixel: int(pixel / 255),
            "rounded": lambda pixel: round(pixel / 255),
            "two decimals": lambda pixel: round(pixel / 255, 2),
            "four decimals": lambda pixel: round(pixel / 255, 4),
            "black and white": lambda pixel: int(pixel > 127),
            "from -1 to 1": lambda pixel: pixel / 127.5 - 1,
            "turned over": lambda pixel: 1 - pixel / 255,
            "squared": lambda pixel: (pixel / 255) ** 2,
            "the remainder": lambda pixel: pixel % 255,
            "the other way round": lambda pixel: pixel * 255,
            "the ends only": lambda pixel: {0: 0, 255: 1}.get(pixel, 0.5),
            "a text": lambda pixel: f"{pixel / 255}",
            "the call's text": lambda pixel: "pixel / 255",
            "255 in place of the input": lambda pixel: 255 / 255,
            "printed": lambda pixel: print(pixel / 255),
            "not computed": lambda pixel: pixel,
        },
        right={
            "times the inverse": lambda pixel: pixel * (1 / 255),
            "by NumPy": lambda pixel: np.divide(pixel, 255.0),
            "two steps": lambda pixel: pixel / 5 / 51,
        },
    ),
    Exercise(
        "shape",
        by_hand="the answer is a value",
        ideas={
            "columns first": GRADES.T.shape,
            "all marks": GRADES.size,
            "rows": len(GRADES),
            "columns": len(GRADES[0]),
            "axes": GRADES.ndim,
            "a row's shape": GRADES[0].shape,
            "of all marks in a row": GRADES.ravel().shape,
            "an axis more": (5, 3, 1),
            "the array": GRADES,
            "the array, turned": GRADES.T,
            "the array, another shape": GRADES.reshape(3, 5),
            "a text": "(5, 3)",
            "two texts": ("5", "3"),
            "the method that gives it another shape": GRADES.reshape,
            "the function that gives it": np.shape,
            "a decimal point": 5.3,
            "a set": {5, 3},
            "added": 5 + 3,
            "only printed": None,
        },
        right={"a list": [5, 3], "an array": np.array([5, 3]), "by NumPy": np.shape(GRADES), "floats": (5.0, 3.0)},
    ),
    Exercise(
        "lesson",
        by_hand="the answer is a value",
        ideas={
            "the lesson on networks of it": 15,
            "both lessons": (14, 15),
            "the next number": 13,
            "the first lesson": 0,
            "a text": "14",
            "the title": "Convolution",
            "the number of the part": 3,
            "only printed": None,
        },
        right={"a float": 14.0, "NumPy's number": np.int64(14), "one element": [14]},
    ),
    Exercise(
        "missing_name",
        by_hand="the answer is a value",
        ideas={
            "the name not found": "hour",
            "a capital letter": "Hours",
            "the list itself": [8, 10, 12],
            "the array of the lesson": np.array([8, 10, 12, 14, 16, 18, 20, 22]),
            "the whole line": "print(hours)",
            "the first line": "hours = [8, 10, 12]",
            "quotes within quotes": '"hours"',
            "the function": "print",
            "the kind of error": "NameError",
            "another spelling": "hourss",
            "a number": 8,
            "only printed": None,
        },
        right={"with a blank": " hours", "blanks around it": "  hours "},
    ),
]
