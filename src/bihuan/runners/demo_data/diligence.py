"""How the four kinds of branch do: excellent, good, plain and poor, in whole numbers found by trying."""

from dataclasses import dataclass

MOST_FAIL = 4200
"""However poor a branch, it fails no more often than this in ten thousand."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What befalls a kind of branch; chances are in ten thousand, pairs are the lowest and the highest percentage.

    ``care`` is diligence itself; ``places`` and ``lacks`` weigh how far from the best level a branch comes and how
    many things are lacking on a list; ``earns`` and ``costs`` are chances of what is good and bad; ``spread`` is of the
    worst a judged value can be, ``share`` of satisfied votes, ``merit`` of the full value of another appraisal; of what
    earns points ``wishes`` percent is done, of what was missed ``made_up`` percent is made up.
    """

    care: tuple[int, int]
    places: tuple[int, int, int, int]
    lacks: tuple[int, int, int, int]
    earns: int
    costs: int
    spread: tuple[int, int]
    share: tuple[int, int]
    merit: tuple[int, int]
    named: int
    honoured: int
    wishes: int
    made_up: int


EXCELLENT = Quality((92, 98), (66, 34, 0, 0), (82, 16, 2, 0), 9500, 5, (0, 30), (92, 100), (88, 97), 60, 2200, 100, 97)
GOOD = Quality((74, 91), (36, 54, 10, 0), (56, 32, 12, 0), 8700, 40, (5, 55), (86, 97), (85, 95), 300, 800, 75, 94)
PLAIN = Quality((58, 68), (10, 52, 36, 2), (25, 45, 22, 8), 5500, 500, (35, 75), (80, 90), (78, 90), 2500, 100, 50, 75)
POOR = Quality((36, 46), (0, 20, 60, 20), (8, 30, 42, 20), 3500, 1500, (60, 95), (70, 86), (66, 82), 5000, 0, 25, 50)
QUALITIES = (EXCELLENT, GOOD, PLAIN, POOR)


def quality_of(care: int) -> Quality:
    """Give the kind of branch that is so diligent."""
    return next((one for one in QUALITIES if care >= one.care[0]), POOR)


def failing(care: int, slide: int, month: int, *, is_weekly: bool) -> int:
    """How often in ten thousand a sitting goes wrong; a sliding unit gets worse from February to June."""
    lack = (100 - care) * (100 - care)
    slid = slide * min(max(month - 1, 0), 5) if month < 7 else slide * 2
    return min(MOST_FAIL, lack * (3 if is_weekly else 4) + slid)
