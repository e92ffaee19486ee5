"""Naming the misconception behind a wrong number: the one that explains every answer."""

from collections.abc import Callable, Sequence

from utils.checks.engine import require_return, same, shown, wrong
from utils.language import L


def name_belief(cases: Sequence[tuple], given: Sequence, right: Callable, beliefs: dict, called: Callable) -> None:
    """End the check with the first case that is wrong; do nothing where all are right.

    cases: the arguments of each call; given: what the answer returned for each. right(*case): the right value.
    beliefs: {misconception: (belief(*case), why)}; the first that explains every answer is named. called(*case): the
    call in words.
    """
    expected = [right(*case) for case in cases]
    first = next((i for i in range(len(cases)) if not same(given[i], expected[i])), None)
    if first is None:
        return
    require_return(*given)
    report = L(
        f"{called(*cases[first])} için {shown(expected[first])} bekleniyordu, {shown(given[first])} geldi. ",
        f"For {called(*cases[first])}, {shown(expected[first])} was expected and {shown(given[first])} came. ",
    )
    for name, (belief, why) in beliefs.items():
        if all(same(one, belief(*case)) for one, case in zip(given, cases, strict=True)):
            wrong(report + why, name)
    wrong(report, "wrong_number")
