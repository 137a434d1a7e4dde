"""What is handed over when a post changes hands (换届交接): a fixed list, by kind of post."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its permanent id and its words."""

    id: str
    words: str


ALWAYS = (
    Item("registers", "活动记录、会议记录本和学习记录"),
    Item("open_duties", "没有办完的任务、督办和整改事项"),
    Item("submissions", "已报和待报的材料，报送期限"),
    Item("accounts", "系统账号、群组和邮箱的管理人"),
)
FOR_SECRETARIES = (
    Item("roster", "党员名册和党小组名册"),
    Item("admission", "发展党员和预备党员转正的材料"),
    Item("dues", "党费收缴记录和结余"),
    Item("term", "届满日期和换届材料"),
    Item("liaison", "谈心谈话、困难党员和流动党员的联系情况"),
    Item("seal", "党支部印章和证照"),
)
WITH_HANDOVER = ("书记", "副书记", "专职副书记", "组织委员", "宣传委员", "纪检委员", "青年委员", "委员")


def items_for(post: str) -> tuple[Item, ...]:
    """Give the items for a post; nothing where a post is not handed over."""
    if post not in WITH_HANDOVER:
        return ()
    return (*FOR_SECRETARIES, *ALWAYS) if "书记" in post else ALWAYS


WORDS = {item.id: item.words for item in (*FOR_SECRETARIES, *ALWAYS)}
