"""Telling the truth about what was planted at a sitting or a paper: which rows, and what must come of it."""

from dataclasses import dataclass, replace

from bihuan.responsibility.windows import Window
from bihuan.runners.demo_data.asks import Ask, Asked
from bihuan.runners.demo_data.bodies import Body
from bihuan.runners.demo_data.truth import Planted

HELD, MISSED, MADE_UP, TOO_LATE = "照办", "漏开", "补开", "过期补开"
SHORT, THIN, WRONG_SPEAKER, MOVED = "时长不足", "到会不足", "主讲不符", "改期"
LATE_ENTRY, CORRECTED, WITHDRAWN, EXEMPTED = "迟录", "更正", "作废", "豁免"
NOT_SENT, SENT_LATE, RETURNED = "漏报", "迟报", "退回"

FAILING = frozenset({MISSED, TOO_LATE, SHORT, THIN, WRONG_SPEAKER, NOT_SENT, RETURNED})
LATE = frozenset({MADE_UP, SENT_LATE})

WHAT = {
    MISSED: "{window}没有开{kind}",
    MADE_UP: "{window}的{kind}在截止后补开，写明补办期间",
    TOO_LATE: "{window}的{kind}过了补办期限才开",
    SHORT: "{window}的{kind}时间太短",
    THIN: "{window}的{kind}到会人数不够",
    WRONG_SPEAKER: "{window}的{kind}不是规定的人主讲",
    LATE_ENTRY: "{window}的{kind}按时开了，一个多月后才录入",
    CORRECTED: "{window}的{kind}先录错人数，后来更正",
    WITHDRAWN: "{window}的{kind}录了两遍，其中一行作废",
    EXEMPTED: "{window}的{kind}经批准豁免，没有开",
    NOT_SENT: "{window}没有报送{kind}",
    SENT_LATE: "{window}的{kind}在截止后才报送",
    RETURNED: "{window}的{kind}被退回，没有再报",
}

OTHER_EFFECTS = {
    LATE_ENTRY: "照计，不扣分；标明迟录，知悉至录入之前时看不到这一行",
    CORRECTED: "只计更正后的一行，原来的一行留痕",
    WITHDRAWN: "作废的一行不计，另一行照计",
    EXEMPTED: "这个窗口不适用，不算应办，不扣分",
}


@dataclass
class Teller:
    """Keeps the list of what was planted."""

    asked: Asked
    truth: list[Planted]

    def tell(self, body: Body, verb: str, kind: str, window: Window, asks: list[Ask], rows: tuple[str, ...]) -> None:
        """Add what was planted at one sitting or paper of ``body``."""
        known = {measure.id for measure in self.asked.pack.measures}
        counting = [ask for ask in asks if ask.owner in known]
        measures = list(dict.fromkeys(ask.owner for ask in counting))
        first = next(iter(counting), None)
        papers = bool(asks and asks[0].requirement.submissions)
        table = "exemptions" if verb == EXEMPTED else "submissions" if papers else "activities"
        missing, late = (1 if verb in FAILING else 0), (1 if verb in LATE else 0)
        if first is None or first.requirement.at_least.value != 1:
            missing, late = 0, 0
        self.truth.append(
            Planted(
                organisation=body.id,
                kind=verb,
                what=WHAT[verb].format(window=window.label, kind=kind),
                table=table,
                rows=rows,
                period=window.key,
                round=self.asked.round_of(window).label,
                measures=tuple(measures),
                expected=_effect(verb, first),
                missing=missing,
                late=late,
            )
        )


def reckoned(truth: list[Planted]) -> tuple[Planted, ...]:
    """Add up what several plants do to one measure of one organisation in one round, so that each tells the whole."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for one in truth:
        if one.measures and one.missing is not None:
            both = sums.setdefault((one.organisation, one.round, one.measures[0]), [0, 0])
            both[0] += one.missing
            both[1] += one.late or 0
    result = []
    for one in truth:
        if one.measures and one.missing is not None:
            missing, late = sums[(one.organisation, one.round, one.measures[0])]
            result.append(replace(one, missing=missing, late=late))
        else:
            result.append(one)
    return tuple(result)


def _effect(verb: str, ask: Ask | None) -> str:
    if verb in OTHER_EFFECTS:
        return OTHER_EFFECTS[verb]
    name = f"“{ask.name}”" if ask else "有关责任"
    if verb in LATE:
        return f"{name}补办 1 次，不算缺" + (f"，扣 {ask.late_costs}" if ask and ask.late_costs else "")
    return f"{name}缺 1 次" + (f"，扣 {ask.missing_costs}" if ask and ask.missing_costs else "")
