"""What a record must be before it is taken: possible dates, known kinds, people who could be there."""

from datetime import date, timedelta

from bihuan import api
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.packs.in_force import pack_in_force
from bihuan_site.progress.activities.records import ATTENDS, SITS_IN, Record
from bihuan_site.progress.activities.rolls_queries import Name, founded_on, groups_of, guests_of
from bihuan_site.progress.models import Presence
from bihuan_site.scoring.previewing import make_ups_of, standing_today
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.wording import date_words

FREE_DAYS = 7
"""Days after it was received in which a record may be corrected without saying why."""

GROUP_MEETING = "党小组会"
LONGEST = 24 * 60


def check_record(where: Organisation, record: Record, due: list[Name]) -> None:
    """Raise :class:`Refused` for the first thing that cannot be so."""
    _check_kinds(record)
    _check_day(where, record.day)
    _check_people(where, record, due)
    if record.group and record.group not in {one.pk for one in groups_of(where.pk, record.day)}:
        raise Refused("这个党小组当天不在本支部，请重选。")
    if GROUP_MEETING in record.kinds and not record.group and groups_of(where.pk, record.day):
        raise Refused("党小组会要选是哪个党小组开的。")
    if not 0 < record.minutes <= LONGEST:
        raise Refused("时长写分钟数，1 到 1440 之间。")
    if record.first_item and not record.agenda:
        raise Refused("勾了第一议题，请在议程第一行写上它的题目。")
    if record.makes_up and record.makes_up not in _windows_open(where.pk, record.kinds):
        raise Refused("这一期不能再补开，可能已过补办期限或已办满。请改为不补开。")


def _windows_open(organisation: str, kinds: tuple[str, ...]) -> set[str]:
    return {one.key for one in make_ups_of(standing_today(organisation), kinds)}


def _check_kinds(record: Record) -> None:
    if not record.kinds:
        raise Refused("请选活动类型，至少一种。")
    known = {one.kind for one in pack_in_force().record_kinds if str(one.kept_in) == "活动"}
    unknown = [one for one in record.kinds if one not in known]
    if unknown:
        raise Refused(f"现行规则包没有“{'、'.join(unknown)}”这种活动，请重选。")


def _check_day(where: Organisation, day: date) -> None:
    today = business_day()
    if day > today:
        raise Refused(f"{date_words(day)}还没到，不能先记。可以先发活动通知，开过再记。")
    founded = founded_on(where.pk)
    if founded and day < founded:
        raise Refused(f"{where.name}{date_words(founded, year=True)}成立，此前的日子不能记。")


def _check_people(where: Organisation, record: Record, due: list[Name]) -> None:
    known = {one.id for one in due}
    guests = {one.id for one in guests_of(where, record.day)}
    if not due:
        raise Refused("这一天名单上没有党员，请核对日期和党小组。")
    if {*record.attendance} - known:
        raise Refused("名单里有人这一天不在本支部，请按最新名单核对。")
    if {*record.attendance.values()} - {*Presence.values} or {*record.guests.values()} - {SITS_IN, ATTENDS}:
        raise Refused("到会情况只有到会、报备、缺席三种。")
    if {*record.guests} - guests:
        raise Refused("列席人员不在上级和包联人员之中，请重选。")
    missing = [one.name for one in due if one.id not in record.attendance]
    if missing:
        raise Refused(f"名单有变动，{'、'.join(missing[:5])}等 {len(missing)} 人还没有点到，请核对后再提交。")
    if Presence.PRESENT not in record.attendance.values():
        raise Refused("没有人到会，不能记成一次活动。")
    there = {who for who, how in record.attendance.items() if how == Presence.PRESENT} | {*record.guests}
    if record.chair and record.chair not in there:
        raise Refused("主持人要在到会的人里，请核对名单。")
    if {*record.speakers} - there - guests:
        raise Refused("主讲人要在到会的人或上级来人里，请核对名单。")


def late_days(activity: Activity) -> int:
    """Give how many days after it was held a record came in."""
    return max(0, ((activity.received or activity.day) - activity.day).days)


def late_after() -> int:
    """Give after how many days the pack in force calls an entry late (补记)."""
    return int(pack_in_force().choices.late_entry_days)


def free_until(activity: Activity) -> date:
    """Give the last day on which a record may be corrected without a reason."""
    return (activity.received or activity.day) + timedelta(days=FREE_DAYS)


def topics_asked(kinds: set[str]) -> list[str]:
    """Give the topics that rules about these kinds ask for, in the pack's order."""
    return list(dict.fromkeys(topic for asked in _requirements() if kinds & {*asked.records} for topic in asked.topic))


def first_item_rules(kinds: set[str]) -> list[str]:
    """Give the titles of duties about these kinds that want a first item."""
    duties = [one for one in pack_in_force().duties if one.requirement and one.requirement.first_item]
    return [one.duty for one in duties if one.requirement and kinds & {*one.requirement.records}]


def _requirements() -> list[api.Requirement]:
    pack = pack_in_force()
    found = [one.requirement for one in pack.duties if one.requirement]
    for measure in pack.measures:
        found += [asked for one in measure.components for asked in one.requirement]
    return found
