"""Invented names of people, of parts that make no well-known name, and Chinese numerals."""

from collections.abc import Iterable

from bihuan.runners.demo_data.chance import Dice

SURNAMES = (
    "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁"
)
"""Surnames as they stand in the old book of surnames, the rare ones left out."""

COMMON = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
"""Surnames that most people have."""

FIRST = "若思雨秋新承书雅静婉清景明远维子嘉柏松月宏学兆培亦知予言沐昭砚念舒可致乐"
SECOND = "岚鸣舟帆林川溪霖然琳莹瑶楠森航辉翔悦燕芸菊田岩昕颖慧欣妍梅竹宁禾原青屿安和远星野"
SINGLE = "岚琪越昕莉岳涵晗澜栩衡屹菡昱珩珏瑾旻苒钰晔翊"

KNOWN = frozenset(
    {"秦岚", "陈若琳", "王若琳", "叶嘉莹", "林嘉欣", "李嘉欣", "许知远", "王致和", "李思慧", "王新宁", "陈明远", "林青"}
)
"""Combinations that readers would take for somebody or something they know."""

DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write 1 … 9999 in Chinese, as in 第十二支队."""
    if number < 10:
        return DIGITS[number]
    for value, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= value:
            head, rest = divmod(number, value)
            lead = "" if value == 10 and head == 1 else DIGITS[head]
            gap = "零" if 0 < rest < value // 10 else ""
            tail = numeral(rest) if rest else ""
            tail = f"一{tail}" if rest and value > 10 and 10 <= rest < 20 else tail
            return f"{lead}{word}{gap}{tail}"
    return ""


def person_name(dice: Dice, taken: Iterable[str] = ()) -> str:
    """Draw a name that is not among ``taken``, the names already used in the same branch."""
    used = set(taken)
    while True:
        surname = dice.pick(COMMON) if dice.below(10) < 8 else dice.pick(SURNAMES)
        given = dice.pick(SINGLE) if dice.below(10) < 3 else dice.pick(FIRST) + dice.pick(SECOND)
        name = surname + given
        if name not in used and name not in KNOWN and len(set(name)) == len(name):
            return name
