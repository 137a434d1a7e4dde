"""What a rule asks and what it costs, in words, from a pack's bare data."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

Data = Mapping[str, Any]

PRICES = ("扣", "得")
SHARES = ("每低", "每高", "目标")
FACTS = {
    "责任清单": "按责任清单",
    "次数": "数次数",
    "比率": "看比率",
    "认定": "由人认定",
    "外部": "看外部结果",
    "荣誉": "看荣誉",
    "测评": "民主测评",
    "条件": "看组织情况",
    "问题": "看问题整改",
    "空缺": "看岗位空缺",
    "引用得分": "引用得分",
}


def percent(text: str) -> str:
    """Write a share as a percentage: 0.3 → 30%; what is no number stays as it is."""
    try:
        share = Fraction(text) * 100
    except (ValueError, ZeroDivisionError):
        return text
    return f"{share.numerator}%" if share.denominator == 1 else text


def flat(value: Any) -> str:
    """Write any value of the tree on one line, without brackets."""
    if isinstance(value, Mapping):
        return "，".join(f"{key} {flat(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "、".join(flat(item) for item in value)
    return str(value)


def asked_words(asked: Data) -> str:
    """Say what a requirement asks: 党小组会，每月 1 次，每次至少 30 分钟，补办至 25 天."""
    what = "或".join([*asked.get("记录", ()), *asked.get("报送", ())])
    every = asked.get("每", "考核期")
    least = asked.get("至少", "1 次")
    head = f"{what}，{'' if every == '考核期' else '每'}{every} {least}"
    told = {key: percent(value) if key == "到会率" else flat(value) for key, value in asked.items()}
    rest = [f"{key} {value}" for key, value in told.items() if key not in ("记录", "报送", "每", "至少")]
    return "，".join([head, *rest])


def fact_words(item: Data) -> str:
    """Say what a component, a veto or a direct grade looks at."""
    parts = [asked_words(one) for one in item.get("要求", ())]
    parts += [f"{words}：{flat(item[key])}" for key, words in FACTS.items() if key in item]
    return "；".join(parts)


def trigger_words(rate: Data, component: Data) -> str:
    """Say when a rate applies: 每少 1 次, 每低 1%，目标 90%, 凡不足. A component of shares is told in percent."""
    if rate.get("按比例") == "是":
        return "按完成比例"
    is_share = "比率" in component or "测评" in component
    told = {key: percent(value) if is_share and key in SHARES else flat(value) for key, value in rate.items()}
    parts = [f"{key} {value}" for key, value in told.items() if key not in (*PRICES, "最多", "取整", "档")]
    return "，".join(parts) or "由人裁量"


def price_words(rate: Data) -> str:
    """Say what it costs or earns: 扣 0.5 分，最多 2 分; 不得分."""
    said = []
    for key in PRICES:
        if key in rate:
            whole = "不得分" if key == "扣" else "得满分"
            said.append(whole if rate[key] == "全部" else f"{key} {rate[key]} 分")
    if "最多" in rate:
        said.append(f"最多 {rate['最多']} 分")
    return "，".join(said)


def rate_lines(component: Data) -> Iterator[str]:
    """Say each way a component costs or earns points."""
    for side in ("扣分", "得分"):
        for rate in component.get(side, ()):
            yield f"{trigger_words(rate, component)}，{price_words(rate)}".strip("，")
    for band in component.get("分档", ()):
        yield f"{band.get('档') or flat(band.get('数值', {}))}，{price_words(band)}"
    if "最多" in component:
        yield f"这一项最多 {component['最多']} 分"
