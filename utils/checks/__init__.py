"""Exercise checks: the engine that the lessons' own checks share (``utils/lessons/<slug>/checks.py``).

A lesson says ``from utils.lessons.perceptron import check`` and, under an exercise, ``check.step(step)``. The check
answers in the reader's language with one of four outcomes (correct, wrong, error, not attempted); it never raises and
never hangs. ``utils.checks.engine`` is what a check is written with; ``utils.checks.progress`` keeps what was done.
"""
