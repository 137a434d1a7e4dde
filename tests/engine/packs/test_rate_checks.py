"""Each line of points has one trigger, one price, and fits the fact it stands on."""

from pathlib import Path

import pytest

from tests.engine.packs.builders import codes, measures, problems_of

DEMAND = "名称: 甲, 要求: {记录: 支委会, 每: 月, 至少: 1 次}"
COUNT = "名称: 甲, 认定: {方式: 次数}"
SITUATION = "名称: 甲, 认定: {方式: 情形}"
LEVEL = "名称: 甲, 认定: {方式: 等级}"
VALUE = "名称: 甲, 认定: {方式: 分值}"
LIST = "名称: 甲, 认定: {方式: 清单, 清单: [一, 二]}"
RATIO = "名称: 甲, 比率: {取: 出勤率, 记录: 支委会}"
EXTERNAL = "名称: 甲, 外部: {名称: 年度考核}"
POINTS_BALLOT = "名称: 甲, 测评: {名称: 满意度, 选项分: {好: 100, 差: 0}}"
SHARE_BALLOT = "名称: 甲, 测评: {名称: 满意度, 选项: [好]}"
SCORE = "名称: 甲, 引用得分: {期间: [上半年, 下半年]}"

RIGHT = [
    f"{DEMAND}, 扣分: {{每少: 1 次, 扣: 0.5}}",
    f"{DEMAND}, 扣分: {{每迟: 1 次, 扣: 0.5}}",
    f"{DEMAND}, 扣分: {{凡: 不足, 扣: 全部}}",
    f"{DEMAND}, 得分: {{按比例: 是, 得: 3}}",
    f"{COUNT}, 扣分: {{每次: 1 人, 扣: 0.5}}",
    f"{COUNT}, 扣分: {{每少: 1 次, 目标: 4, 扣: 0.5}}",
    f"{COUNT}, 分档: [{{数值: {{不少于: 3}}, 扣: 2}}, {{数值: {{不少于: 1}}, 扣: 1}}]",
    f"{SITUATION}, 扣分: {{凡: 有, 扣: 1}}",
    f"{LEVEL}, 分档: [{{档: 好, 得: 3}}, {{档: 差, 得: 0}}]",
    f"{VALUE}, 扣分: {{扣: 1—3}}",
    f"{VALUE}, 扣分: {{凡: 有, 扣: 0—剩余}}",
    f"{LIST}, 扣分: {{每缺: 1 项, 扣: 1}}",
    f"{RATIO}, 扣分: {{每低: 1%, 目标: 90%, 扣: 1, 最多: 3}}",
    f"{RATIO}, 得分: {{按比例: 是, 得: 3}}",
    f"{EXTERNAL}, 得分: {{乘: 3%, 最多: 3}}",
    f"{EXTERNAL}, 分档: [{{档: 优秀, 得: 3}}, {{档: 称职, 得: 2}}]",
    f"{SHARE_BALLOT}, 扣分: {{凡: 不足, 目标: 90%, 扣: 1}}",
    f"{POINTS_BALLOT}, 得分: {{乘: 3%, 最多: 3}}",
    f"{SCORE}, 得分: {{乘: 0.03, 最多: 3}}",
]

WRONG = [
    (f"{DEMAND}, 扣分: {{扣: 1}}", "P140"),
    (f"{DEMAND}, 扣分: {{每少: 1 次, 凡: 不足, 扣: 1}}", "P140"),
    (f"{DEMAND}, 扣分: {{每少: 1 次}}", "P141"),
    (f"{DEMAND}, 扣分: {{每少: 1 次, 得: 1}}", "P141"),
    (f"{DEMAND}, 扣分: {{每少: 1 次, 扣: -1}}", "P141"),
    (f"{EXTERNAL}, 得分: {{乘: 2, 得: 1}}", "P141"),
    (f"{LEVEL}, 分档: [{{档: 好}}]", "P141"),
    (f"{DEMAND}, 扣分: {{每次: 1 次, 扣: 1}}", "P142"),
    (f"{DEMAND}, 扣分: {{每低: 1, 扣: 1}}", "P142"),
    (f"{SITUATION}, 扣分: {{凡: 不足, 扣: 1}}", "P142"),
    (f"{SITUATION}, 分档: [{{档: 好, 得: 1}}]", "P142"),
    (f"{LIST}, 扣分: {{凡: 有, 扣: 1}}", "P142"),
    (f"{RATIO}, 扣分: {{凡: 有, 扣: 1}}", "P142"),
    (f"{COUNT}, 扣分: {{乘: 2}}", "P142"),
    (f"{VALUE}, 扣分: {{每次: 1 次, 扣: 1—3}}", "P142"),
    (f"{COUNT}, 扣分: {{每少: 1 次, 扣: 0.5}}", "P143"),
    (f"{RATIO}, 扣分: {{每低: 1%, 扣: 1}}", "P143"),
    (f"{DEMAND}, 扣分: {{每少: 1 次, 目标: 4, 扣: 0.5}}", "P143"),
    (f"{LEVEL}, 分档: [{{数值: {{不少于: 3}}, 扣: 2}}]", "P144"),
    (f"{COUNT}, 分档: [{{档: 好, 扣: 2}}]", "P144"),
    (f"{EXTERNAL}, 分档: [{{档: 优秀, 得: 3}}, {{数值: {{不足: 3}}, 得: 2}}]", "P144"),
    (f"{LEVEL}, 分档: [{{档: 好, 得: 3}}, {{档: 好, 得: 2}}]", "P132"),
    (f"{SITUATION}, 扣分: {{凡: 有, 扣: 1—3}}", "P145"),
    (f"{VALUE}, 扣分: {{扣: 2}}", "P145"),
    (f"{VALUE}, 扣分: [{{扣: 0—1}}, {{扣: 1—2}}]", "P145"),
    (f"{COUNT}, 扣分: {{每次: 0 次, 扣: 1}}", "P147"),
    (f"{DEMAND}, 扣分: {{每少: 30 分钟, 扣: 1}}", "P152"),
    ("名称: 甲, 认定: {方式: 清单}, 扣分: {每缺: 1 项, 扣: 1}", "P151"),
    ("名称: 甲, 比率: {取: 出勤率}, 扣分: {每低: 1%, 目标: 1, 扣: 1}", "P151"),
]


@pytest.mark.parametrize("component", RIGHT)
def test_a_rate_that_fits_its_fact_is_accepted(tmp_path: Path, component: str) -> None:
    problems = problems_of(tmp_path, {"appraisal/measures.yaml": measures(component)})
    assert [str(one) for one in problems if one.code < "P200"] == []


@pytest.mark.parametrize(("component", "code"), WRONG)
def test_a_rate_that_can_never_work_is_an_error(tmp_path: Path, component: str, code: str) -> None:
    problems = problems_of(tmp_path, {"appraisal/measures.yaml": measures(component)})
    assert code in codes(problems)


@pytest.mark.parametrize(
    ("head", "component", "code"),
    [
        ("性质: 倒扣", f"{SITUATION}, 扣分: {{凡: 有, 扣: 1}}", "P150"),
        ("性质: 倒扣\n满分: 0", f"{SITUATION}, 得分: {{凡: 有, 得: 1}}", "P150"),
        ("性质: 加分", f"{SITUATION}, 扣分: {{凡: 有, 扣: 1}}", "P150"),
        ("性质: 检查", f"{SITUATION}, 扣分: {{凡: 有, 扣: 1}}", "P150"),
        ("满分: -1", f"{SITUATION}, 扣分: {{凡: 有, 扣: 1}}", "P147"),
    ],
)
def test_the_nature_of_a_measure_must_fit_its_points(tmp_path: Path, head: str, component: str, code: str) -> None:
    problems = problems_of(tmp_path, {"appraisal/measures.yaml": measures(component, head=head)})
    assert code in codes(problems)


@pytest.mark.parametrize(
    ("demand", "code"),
    [
        ("{记录: 支委会, 每: 旬}", "P135"),
        ("{记录: 支部会}", "P133"),
        ("{报送: 支委会}", "P134"),
        ("{记录: 支委会, 每: 月, 截止: {日: 06-30}}", "P146"),
        ("{记录: 支委会, 每: 月, 截止: {第几个: 1}}", "P146"),
        ("{记录: 支委会, 每: 月, 截止: {周几: 八, 第几个: 1}}", "P146"),
        ("{记录: 支委会, 每: 年, 截止: {日: 06-30, 后: 3 天}}", "P146"),
        ("{记录: 支委会, 每: 年, 截止: {农历: 12-31}}", "P146"),
        ("{记录: 支委会, 到会率: 3/2}", "P147"),
        ("{记录: 支委会, 限月份: [13]}", "P147"),
        ("{记录: 支委会, 身份: 旁听}", "P122"),
        ("{记录: 支委会, 至少: 2 篇}", "P152"),
        ("{记录: 支委会, 每次至少: 2 次}", "P152"),
        ("{记录: 支委会, 报送: 支委会}", "P123"),
    ],
)
def test_a_requirement_that_cannot_be_reckoned_is_an_error(tmp_path: Path, demand: str, code: str) -> None:
    component = f"名称: 甲, 要求: {demand}, 扣分: {{凡: 不足, 扣: 1}}"
    problems = problems_of(tmp_path, {"appraisal/measures.yaml": measures(component)})
    assert code in codes(problems)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{正式党员: {不少于: 7, 超过: 3}}", "P147"),
        ("{正式党员: {不少于: 7, 不足: 7}}", "P147"),
        ("{正式党员: {}}", "P151"),
        ("{层级属于: 党支部, 基准日: 月底}", "P123"),
    ],
)
def test_a_condition_nobody_can_judge_is_an_error(tmp_path: Path, condition: str, code: str) -> None:
    text = measures(f"{DEMAND}, 扣分: {{凡: 不足, 扣: 1}}", head=f"适用: {condition}")
    assert code in codes(problems_of(tmp_path, {"appraisal/measures.yaml": text}))
