"""Requirements, deadlines, conditions and calendars say something that can be reckoned."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from bihuan.appraisal.grammar import Judged, JudgedAs, Ratio, RatioOf, Tally
from bihuan.basics.nodes import Amount, Unit, YearDay
from bihuan.basics.problems import Problem
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath
from bihuan.responsibility.grammar import Applies, Bounds, Deadline, Requirement

COUNTABLE = (Unit.TIMES, Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.PERSON_TIMES)
DURATIONS = (Unit.MINUTES, Unit.HOURS, Unit.DAYS)
WEEKDAYS = tuple("一二三四五六日")
ROLES = ("主讲", "出席", "列席", "主持")
_MONTH_DAY = re.compile(r"^(\d{1,2})-(\d{1,2})$", re.ASCII)


def check_requirements(survey: Survey) -> Iterator[Problem]:
    """Give every requirement, tally, ratio or judgement that lacks or contradicts something."""
    for path, requirement in survey.all(Requirement):
        yield from _requirement(survey, path, requirement)
    for path, tally in survey.all(Tally):
        if bool(tally.records) == bool(tally.submissions):
            yield survey.problem("P151", path, "“次数”里须写“记录”或“报送”，二者写一样")
        yield from _duration(survey, (*path, "每次至少"), tally.each_at_least)
    for path, ratio in survey.all(Ratio):
        yield from _ratio(survey, path, ratio)
    for path, judged in survey.all(Judged):
        if (judged.how is JudgedAs.CHECKLIST) != bool(judged.checklist):
            what = "清单认定要写出“清单”各项的名称" if not judged.checklist else "写了“清单”，“方式”却不是清单"
            yield survey.problem("P151", path, what)
        if judged.sample and judged.sample.extrapolate and judged.how is not JudgedAs.COUNT:
            yield survey.problem("P151", (*path, "抽样"), "“推及”只用于按次数的认定")


def check_conditions(survey: Survey) -> Iterator[Problem]:
    """Give conditions whose numbers contradict each other or whose day cannot be found."""
    for path, bounds in survey.all(Bounds):
        yield from _bounds(survey, path, bounds)
    for path, applies in survey.all(Applies):
        if applies.on and applies.on not in ("期初", "期末") and not _is_month_day(applies.on):
            yield survey.problem(
                "P123", (*path, "基准日"), f"“{applies.on}”不是期初、期末或月日", todo="写法如“06-30”。"
            )


def check_calendar(survey: Survey) -> Iterator[Problem]:
    """Give dates that lie outside their year, or run backwards."""
    pack = survey.pack
    spans: list[tuple[KeyPath, date | None, date | None]] = [(("废止",), pack.in_force_from, pack.in_force_to)]
    spans += [(("责任清单", n, "废止"), one.in_force_from, one.in_force_to) for n, one in enumerate(pack.duties)]
    spans += [(("计划", n, "废止"), one.in_force_from, one.in_force_to) for n, one in enumerate(pack.programme)]
    for path, start, end in spans:
        if start and end and end < start:
            yield survey.problem("P147", path, f"止于 {end}，早于起于 {start}")
    for index, year in enumerate(pack.calendars):
        for key, days in (("放假", year.holidays), ("调休上班", year.workdays)):
            for number, day in enumerate(days):
                where: KeyPath = ("日历", index, key, number)
                if day.year != year.year:
                    yield survey.problem("P147", where, f"{day} 不在 {year.year} 年")
                elif key == "调休上班" and day.weekday() < 5:
                    yield survey.problem("P147", where, f"{day} 是工作日，不用调休上班")
    for index, windows in enumerate(pack.windows):
        for number, (first, last) in enumerate(windows.spans):
            if _order(last) < _order(first):
                yield survey.problem("P147", ("自定周期", index, "区间", number), f"{last} 早于 {first}")


def _order(day: YearDay) -> tuple[int, int, int]:
    return day.year_offset, day.month, day.day


def _requirement(survey: Survey, path: KeyPath, requirement: Requirement) -> Iterator[Problem]:
    if requirement.at_least.unit not in COUNTABLE:
        units = "、".join(COUNTABLE)
        yield survey.problem(
            "P152", (*path, "至少"), f"“至少”不能按“{requirement.at_least.unit}”计", todo=f"可选：{units}。"
        )
    yield from _duration(survey, (*path, "每次至少"), requirement.each_at_least)
    if requirement.quorum is not None and not 0 < requirement.quorum <= 1:
        yield survey.problem("P147", (*path, "到会率"), "到会率要大于 0，不超过 1（100%）")
    if requirement.role and requirement.role not in ROLES:
        todo = f"可选：{'、'.join(ROLES)}。"
        yield survey.problem("P122", (*path, "身份"), f"“身份”不能是“{requirement.role}”", todo=todo)
    for index, month in enumerate(requirement.months):
        if not 1 <= month <= 12:
            yield survey.problem("P147", (*path, "限月份", index), f"没有 {month} 月")
    if requirement.submissions:
        for key, filled in (
            ("主讲", requirement.speaker),
            ("到会率", requirement.quorum),
            ("每次至少", requirement.each_at_least),
        ):
            if filled:
                yield survey.problem("P151", (*path, key), f"报送没有“{key}”")
    if requirement.deadline:
        yield from _deadline(survey, (*path, "截止"), requirement.deadline, requirement)


def _duration(survey: Survey, path: KeyPath, amount: Amount | None) -> Iterator[Problem]:
    if amount and amount.unit not in DURATIONS:
        yield survey.problem("P152", path, f"“每次至少”是时长，不能按“{amount.unit}”计", todo="写分钟、学时或天。")


def _deadline(survey: Survey, path: KeyPath, deadline: Deadline, requirement: Requirement) -> Iterator[Problem]:
    ways = [deadline.day, deadline.within, deadline.nth or deadline.weekday, deadline.lunar]
    if sum(bool(way) for way in ways) != 1:
        yield survey.problem("P146", path, "截止要写且只写一种：日、后、第几个周几、农历")
        return
    if deadline.day and requirement.every not in ("年", "考核期"):
        what = f"固定月日“{deadline.day}”与“每{requirement.every}”相矛盾，不知道是哪一期的"
        yield survey.problem("P146", (*path, "日"), what)
    if deadline.after_event and not deadline.within:
        yield survey.problem("P146", path, "写了“自”哪个事件，还要写“后”多久")
    if bool(deadline.nth) != bool(deadline.weekday):
        yield survey.problem("P146", path, "“第几个”与“周几”要合着写")
    if deadline.weekday and deadline.weekday.removeprefix("周") not in WEEKDAYS:
        yield survey.problem(
            "P146", (*path, "周几"), f"没有周{deadline.weekday}", todo="写一、二、三、四、五、六、日。"
        )
    if deadline.nth is not None and not 1 <= deadline.nth <= 53:
        yield survey.problem("P146", (*path, "第几个"), f"没有第 {deadline.nth} 个")
    if deadline.lunar and not _is_month_day(deadline.lunar, longest=30):
        yield survey.problem("P146", (*path, "农历"), f"“{deadline.lunar}”不是农历月日", todo="写法如“12-30”。")


def _is_month_day(text: str, longest: int = 31) -> bool:
    found = _MONTH_DAY.match(text)
    return bool(found) and 1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= longest if found else False


def _ratio(survey: Survey, path: KeyPath, ratio: Ratio) -> Iterator[Problem]:
    needs = {RatioOf.ATTENDANCE: "记录", RatioOf.COMPLETION: "要求", RatioOf.ON_TIME: "要求"}.get(ratio.of)
    given = {"记录": ratio.records, "要求": ratio.requirement}
    for key, value in given.items():
        if key == needs and not value:
            yield survey.problem("P151", path, f"{ratio.of}要写“{key}”")
        elif key != needs and value:
            yield survey.problem("P151", (*path, key), f"{ratio.of}用不着“{key}”", todo="删去，或换一种比率。")


def _bounds(survey: Survey, path: KeyPath, bounds: Bounds) -> Iterator[Problem]:
    low = [one for one in (bounds.not_less, bounds.more, bounds.from_up) if one is not None]
    high = [one for one in (bounds.not_more, bounds.less, bounds.from_down) if one is not None]
    if not low and not high:
        yield survey.problem("P151", path, "范围里没有写数", todo="写不少于、超过、不超过、不足、以上或以下。")
    elif len(low) > 1 or len(high) > 1:
        yield survey.problem("P147", path, "同一头写了两个界限，不知道听哪一个")
    elif low and high and _is_empty(bounds, low[0], high[0]):
        yield survey.problem("P147", path, "下限高于上限，没有数在这个范围里")


def _is_empty(bounds: Bounds, low: Fraction, high: Fraction) -> bool:
    return low > high or (low == high and (bounds.more is not None or bounds.less is not None))
