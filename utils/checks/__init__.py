"""Exercise checks: one module per lesson, and the engine that they share.

A lesson says ``from utils.lessons.perceptron import checks as check`` and, under an exercise, ``check.step(step)``.
The check answers in the reader's language with one of four outcomes (correct, wrong, error, not attempted);
it never raises and never hangs. ``utils.checks.engine`` is what a check is written with;
``utils.checks.progress`` keeps what was done.
"""
