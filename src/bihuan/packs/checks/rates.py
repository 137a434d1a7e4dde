"""Each line of 扣分, 得分 and 分档 has one trigger, one price, and fits the fact it stands on."""

from collections.abc import Iterator
from fractions import Fraction

from bihuan.appraisal.grammar import Band, Component, Judged, Rate, When
from bihuan.basics.nodes import Amount, Unit
from bihuan.basics.problems import Problem
from bihuan.basics.vocabulary import KEYS
from bihuan.packs.checks.flavours import DEMAND, VALUE, Flavour, flavour_of, triggers_of
from bihuan.packs.checks.requirements import DURATIONS
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath


def check_rates(survey: Survey) -> Iterator[Problem]:
    """Give every line of points that can never work."""
    for path, _, component in survey.components():
        flavour = flavour_of(component)
        for key, price, rates in (("扣分", "deduct", component.deductions), ("得分", "award", component.awards)):
            for index, rate in enumerate(rates):
                where = (*path, key, index)
                yield from _trigger(survey, where, rate, flavour)
                yield from _price(survey, where, rate, price, flavour)
                yield from _units(survey, where, rate, component)
        yield from _bands(survey, path, component, flavour)
        yield from _discretion(survey, path, component, flavour)


def _trigger(survey: Survey, path: KeyPath, rate: Rate, flavour: Flavour) -> Iterator[Problem]:
    names = triggers_of(rate)
    if flavour is VALUE:
        if names and not (names == ["when"] and rate.when is When.PRESENT):
            yield survey.problem("P142", path, "裁量分值直接写区间，不写触发", todo="只留分值；要写也只能写“凡: 有”。")
        return
    if len(names) != 1:
        found = "、".join(KEYS[name] for name in names) or "一个也没有"
        yield survey.problem("P140", path, f"触发条件要恰好一个，现在是：{found}")
        return
    name = names[0]
    if name not in flavour.triggers or (rate.when and rate.when not in flavour.whens):
        word = f"凡: {rate.when}" if rate.when else KEYS[name]
        ways = [KEYS[one] for one in flavour.triggers if one != "when"] + [f"凡: {one}" for one in flavour.whens]
        ways += ["分档"] if flavour.by_name or flavour.by_number else []
        yield survey.problem("P142", path, f"“{flavour.word}”不能配“{word}”", todo=f"可用：{'、'.join(ways)}。")
        return
    needs = name in flavour.with_target or (rate.when is When.SHORT and flavour is not DEMAND)
    if needs and rate.target is None:
        yield survey.problem("P143", path, f"“{KEYS[name]}”要写“目标”")
    elif not needs and rate.target is not None:
        yield survey.problem(
            "P143", (*path, "目标"), "这里用不着“目标”", todo="删去“目标”，要求多少写在“要求”的“至少”里。"
        )


def _price(survey: Survey, path: KeyPath, rate: Rate, price: str, flavour: Flavour) -> Iterator[Problem]:
    right, wrong = getattr(rate, price), rate.award if price == "deduct" else rate.deduct
    word = KEYS[price]
    if wrong is not None:
        yield survey.problem("P141", path, f"这里要写“{word}”，不写“{'得' if price == 'deduct' else '扣'}”")
    elif rate.times is not None and right is not None:
        yield survey.problem("P141", (*path, word), "“乘”已经说明了多少分，不再写分值")
    elif rate.times is None and right is None:
        yield survey.problem("P141", path, f"缺少分值“{word}”")
    if right is not None and right.low < 0:
        yield survey.problem("P141", (*path, word), "分值不为负，扣多少写多少")
    if right is not None and not right.whole and right.low != right.high and flavour is not VALUE:
        yield survey.problem("P145", (*path, word), f"“{flavour.word}”是定数，不能写区间“{right}”")
    for name in ("per_missing", "per_late", "per_each", "per_absent_item", "per_below", "per_above", "times"):
        value = getattr(rate, name)
        size = value.value if isinstance(value, Amount) else value
        if isinstance(size, Fraction) and size <= 0:
            yield survey.problem("P147", (*path, KEYS[name]), f"“{KEYS[name]}”须大于 0")
    if rate.cap is not None and rate.cap < 0:
        yield survey.problem("P147", (*path, "最多"), "“最多”不为负")


def _units(survey: Survey, path: KeyPath, rate: Rate, component: Component) -> Iterator[Problem]:
    """The unit of a step and the unit of what is counted must be of one family."""
    counted: set[str] = set()
    if component.tally:
        counted = {_family(Unit(component.tally.measure_of))}
    elif component.requirement or component.duties:
        counted = {_family(one.at_least.unit) for one in survey.demands(component)}
    if not counted:
        return
    for name in ("per_missing", "per_late", "per_each"):
        amount = getattr(rate, name)
        if amount and {_family(amount.unit)} != counted:
            units = "、".join(sorted(counted))
            yield survey.problem("P152", (*path, KEYS[name]), f"“{amount}”与要求的单位（{units}）不同")


def _family(unit: Unit) -> str:
    return "时长" if unit in DURATIONS else str(unit)


def _bands(survey: Survey, path: KeyPath, component: Component, flavour: Flavour) -> Iterator[Problem]:
    bands = component.bands
    if not bands:
        return
    here = (*path, "分档")
    if not flavour.by_name and not flavour.by_number:
        yield survey.problem("P142", here, f"“{flavour.word}”不能配“分档”")
        return
    named = [band for band in bands if band.band and not band.bounds]
    numbered = [band for band in bands if band.bounds and not band.band]
    if len(named) != len(bands) and len(numbered) != len(bands):
        yield survey.problem("P144", here, "每一档要么都写“档”，要么都写“数值”")
    elif named and not flavour.by_name:
        yield survey.problem("P144", here, f"“{flavour.word}”是数，每一档要写“数值”")
    elif numbered and not flavour.by_number:
        yield survey.problem("P144", here, f"“{flavour.word}”按名称分档，每一档要写“档”")
    names = [band.band for band in named]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield survey.problem("P132", (*here, index, "档"), f"档“{name}”写了两次")
    for index, band in enumerate(bands):
        yield from _band_price(survey, (*here, index), band)


def _band_price(survey: Survey, path: KeyPath, band: Band) -> Iterator[Problem]:
    prices = [price for price in (band.deduct, band.award) if price is not None]
    if len(prices) != 1:
        yield survey.problem("P141", path, "每一档要写且只写一个“扣”或“得”")
    for price in prices:
        if price.low < 0:
            yield survey.problem("P141", path, "分值不为负")
        elif not price.whole and price.low != price.high:
            yield survey.problem("P145", path, f"一档是一个定数，不能写区间“{price}”")


def _discretion(survey: Survey, path: KeyPath, component: Component, flavour: Flavour) -> Iterator[Problem]:
    """A judged value is one line with a range and nothing else."""
    if flavour is not VALUE or not isinstance(component.judged, Judged):
        return
    rates = (*component.deductions, *component.awards)
    if len(rates) != 1 or component.bands:
        yield survey.problem("P145", path, "裁量分值只写一行扣分或得分，写明区间")
        return
    price = rates[0].deduct or rates[0].award
    if price and not price.whole and price.low == price.high:
        yield survey.problem("P145", path, f"裁量要写区间，不能是定数“{price}”", todo="写法如“1—3”“0—剩余”。")
