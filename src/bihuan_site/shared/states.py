"""State words and their looks: every state has a word, a class and an icon."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: class of the label and its icon ("" for none)."""

    css: str
    icon: str


OK = Look("st-ok", "check")
WARN = Look("st-warn", "clock")
BAD = Look("st-bad", "alert-triangle")
ACT = Look("st-act", "")
PLAIN = Look("", "")
BREAK = Look("st-bad", "link-off")

# Words of each look, separated by blanks.
WORDS = {
    "ok": "已办 按期 正常 已销号 已签认 已签收 已同意 已批准 已通过 通过 有效 已发布 已生效 启用 现任 到会 已补学 "
    "回访合格 已答复 已办结 已采纳 已交接 已接收 合格 达标 已完成 已认定 已导入 已学 已记录 "
    "已列席",
    "warn": "临期 补办 一般 报备 待认定 待签收 待签认 待同意 待审批 待验收 待核对 待补学 待交接 部分完成 代管 "
    "已退回 待补正 停用 空缺 重新打开 即将换届",
    "bad": "逾期 差 缺席 未办 逾期未办 不同意 未通过 不合格 已锁定 超期未换届 缺材料 未联系 出错",
    "act": "在办 整改中 试算中 优 审核中 征求意见 转入清单 转入示范 进行中 待办 新增 现行 已安排 计划列席",
}
LOOKS = {"ok": OK, "warn": WARN, "bad": BAD, "act": ACT}
BY_WORD: dict[str, Look] = {word: LOOKS[kind] for kind, words in WORDS.items() for word in words.split()} | {
    "断点": BREAK
}
GRADES = (ACT, PLAIN, Look("st-warn", ""), Look("st-bad", ""))


def look(word: str) -> Look:
    """Give the look of a state word; words without a colour of their own (未到期, 良, 草稿) are plain."""
    return BY_WORD.get(word, PLAIN)


def grade_look(position: int, count: int) -> Look:
    """Give the look of a grade by its place, best first (0); the words come from the pack, so only place counts."""
    if position == 0:
        return GRADES[0]
    from_the_end = count - 1 - position
    return GRADES[3] if from_the_end == 0 else GRADES[2] if from_the_end == 1 and count > 3 else GRADES[1]
