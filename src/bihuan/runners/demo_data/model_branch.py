"""The first branch, which the pictures show: 规划处党支部, two Party groups, the second of which missed May.

As of 18 June it has 90.8 points of the demonstration pack, with 3.7 not due yet; with all of that done, 94.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bihuan.runners.demo_data.bodies import Body, Order
from bihuan.runners.demo_data.telling import MADE_UP, MISSED, MOVED


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is decided about one measure in the first half: a place from the best, a value, a share in percent."""

    place: int = 0
    value: Fraction = Fraction(0)
    share: int = 100
    day: date | None = None
    reason: str = ""


FIXED: Mapping[str, Fixed] = {
    "politics.deployment": Fixed(),
    "politics.study_effect": Fixed(value=Fraction(2, 5)),
    "members.floating": Fixed(day=date(2026, 3, 18), reason="抽查三名，一处没有按时联系"),
    "members.youth_group": Fixed(),
    "service.integration": Fixed(place=1),
    "service.business": Fixed(share=95),
    "service.problems": Fixed(),
    "service.satisfaction": Fixed(share=85),
    "service.integration_bonus": Fixed(
        value=Fraction(1), day=date(2026, 4, 10), reason="超限治理攻关，附议定事项 1 份"
    ),
    "integrity.risks": Fixed(place=1),
    "integrity.image": Fixed(share=85),
}
"""By measure of the demonstration pack; with other packs the branch is simply a diligent one."""


def shape(body: Body, year: int) -> None:
    """Give the first branch the year of the pictures."""
    body.quiet, body.slide, body.care, body.others = True, 0, 97, ()
    body.hurry = date(year, 6, 17)
    half = (date(year, 6, 19), date(year, 6, 29))
    body.orders |= {
        ("党小组会", f"{year}-05", 1): Order(MADE_UP, date(year, 6, 22), date(year, 6, 24)),
        ("主题党日", f"{year}-06", -1): Order(MOVED, *half, told=False),
        ("党课", f"{year}H1", -1): Order(MOVED, date(year, 6, 22), date(year, 6, 29), told=False),
        ("集中学习", f"{year}-W11", -1): Order(MISSED),
        ("集中学习", f"{year}-W17", -1): Order(MISSED),
        ("青年理论学习", f"{year}Q1", -1): Order(MISSED),
    }
