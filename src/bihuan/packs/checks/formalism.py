"""Items that reward traces rather than results (warnings), and items the product refuses to score (errors)."""

import re
from collections.abc import Iterator

from bihuan.appraisal.grammar import EntryState, Fact, Veto
from bihuan.basics.problems import Problem
from bihuan.packs.checks.measures import awards_of, deducts_of
from bihuan.packs.checks.survey import Survey
from bihuan.packs.outline import KeyPath

_TRACES: dict[str, re.Pattern[str]] = {
    "P301": re.compile(r"照片|拍照|相片|截图|截屏|影像"),
    "P302": re.compile(
        r"打卡|登录|登陆|在线时长|学习时长|在线率|日活|活跃度|签到率|下载率|安装率|关注率|积分排名|积分排行|平台积分|学习积分"
    ),
    "P303": re.compile(r"点赞|转发|网络投票|投票数|评论数|跟帖|阅读量|浏览量|点击量|粉丝"),
    "P304": re.compile(r"报道|信息稿|宣传稿|新闻稿|投稿|稿件|用稿|刊发|发稿|信息采用|信息报送|批示|媒体"),
    "P305": re.compile(
        r"(?:及时|按时|限时|按期|当日|当月|月底前).{0,6}(?:上传|录入|传至|填入)|(?:上传|录入).{0,6}(?:及时|按时|时限|率)"
    ),
    "P306": re.compile(r"笔记|心得|体会文章|撰写.{0,6}篇|记录本.{0,4}(?:份|本)|台账.{0,4}(?:数量|份数)"),
}
"""Words by which an item gives itself away, by code."""

_REFUSED: dict[str, re.Pattern[str]] = {
    "P601": re.compile(r"(?:个人|党员|逐人|每人|人员).{0,6}(?:积分|打分|计分|评分|得分|排名|排行)"),
    "P602": re.compile(r"处分|违纪|违法|违反.{0,6}纪律|立案|留置|四种形态|问题线索|信访举报"),
    "P603": re.compile(r"信教|宗教信仰|信仰宗教|参加宗教|宗教活动"),
    "P604": re.compile(r"不当言论|错误言论|个人言论|政治言论|妄议|思想动态|思想状况|思想倾向"),
}
"""Words of items that are never scored here, by code."""

_NEGATION = re.compile(r"不|无需|无须|取消|删去|删除|去掉|禁止|避免|没有采用|未采用|强制|摊派|形式主义")
_CLAUSE = re.compile(r"[^，。；！？\n]+")

Texts = Iterator[tuple[KeyPath, str, str]]


def _prose(text: str) -> str:
    """A note without its clauses that say no to something."""
    return "。".join(part for part in _CLAUSE.findall(text) if not _NEGATION.search(part))


def _scored_texts(survey: Survey) -> Texts:
    """Give path, where (in words) and text of all that describes what is scored or demanded."""
    pack = survey.pack
    for index, measure in enumerate(pack.measures):
        path: KeyPath = ("指标表", index)
        yield path, "名称", measure.measure
        yield path, "说明", _prose(measure.note)
        for evidence in measure.evidence:
            yield path, "佐证", evidence
    for path, _, component in survey.components():
        yield path, "名称", component.name
        yield path, "说明", _prose(component.note)
        yield from ((path, word, text) for word, text in _inside(component))
    for index, duty in enumerate(pack.duties):
        yield ("责任清单", index), "名称", duty.duty
        yield ("责任清单", index), "说明", _prose(duty.note)
    for index, kind in enumerate(pack.record_kinds):
        yield ("记录种类", index), "名称", kind.kind


def _inside(fact: Fact) -> Iterator[tuple[str, str]]:
    """Give the words inside a fact that say what is looked at."""
    if fact.judged:
        yield from (("清单", item) for item in fact.judged.checklist)
    if fact.external:
        yield "外部结果", fact.external.name
    if fact.ballot:
        yield "测评", fact.ballot.name
    if fact.honours:
        yield from (("荣誉", title) for title in fact.honours.title)


def check_traces(survey: Survey) -> Iterator[Problem]:
    """Warn of items that reward traces, each kind once a place, with the rule it rests on."""
    seen: set[tuple[str, KeyPath]] = set()
    for path, where, text in _scored_texts(survey):
        for code, pattern in _TRACES.items():
            found = pattern.search(text)
            if found and (code, path) not in seen:
                seen.add((code, path))
                yield survey.problem(code, path, f"{where}里有“{found[0]}”")
    for path, measure, component in survey.components():
        tally = component.tally
        if tally is None:
            continue
        if tally.state is EntryState.LATE_ENTRY and (awards_of(component) or deducts_of(component)):
            if ("P305", path) not in seen:
                yield survey.problem("P305", path, "按“迟录”的次数计分")
        elif tally.submissions and any(rate.per_each for rate in component.awards):
            kinds = "、".join(tally.submissions)
            yield survey.problem("P307", path, f"“{measure.measure}”按{kinds}的份数得分")


def check_refused(survey: Survey) -> Iterator[Problem]:
    """Refuse measures, vetoes and direct grades that score persons or use their discipline, belief or opinions."""
    named: list[tuple[KeyPath, str]] = []
    for index, measure in enumerate(survey.pack.measures):
        named.append((("指标表", index), measure.measure))
    for path, fact in survey.facts():
        name = fact.veto if isinstance(fact, Veto) else getattr(fact, "name", "")
        named.append((path, name))
        named += [(path, text) for _, text in _inside(fact)]
    for path, name in named:
        for code, pattern in _REFUSED.items():
            found = pattern.search(name)
            if found:
                yield survey.problem(code, path, f"“{name}”里有“{found[0]}”")
