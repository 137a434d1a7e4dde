"""From a composed pack to what evaluation needs of it."""

from bihuan.appraisal.choices import LongWindows
from bihuan.appraisal.rule_set import RuleSet
from bihuan.basics.calendar import WorkCalendar
from bihuan.packs.grammar import Pack
from bihuan.responsibility.windows import TimeRules


def calendar_of(pack: Pack) -> WorkCalendar:
    """Give the working days of ``pack``: its published days off and make-up working days."""
    return WorkCalendar.of((one.year, one.holidays, one.workdays) for one in pack.calendars)


def rules_of(pack: Pack) -> RuleSet:
    """Take the rules out of ``pack`` (already composed with what it builds on)."""
    choices = pack.choices
    time = TimeRules(
        year_from=pack.year_from,
        calendar=calendar_of(pack),
        named={one.name: one.spans for one in pack.windows},
        counting=choices.counting_default,
        show_long_windows=choices.long_windows is LongWindows.NOT_DUE,
    )
    return RuleSet(
        choices=choices,
        time=time,
        in_force=(pack.in_force_from, pack.in_force_to),
        kinds={kind.kind: kind for kind in pack.record_kinds},
        sharing=pack.sharing,
        duties={duty.id: duty for duty in pack.duties},
        sections=pack.sections,
        measures=pack.measures,
        vetoes=pack.vetoes,
        grading=pack.grading,
        bonus_cap=pack.bonus_cap,
        incomplete=pack.incomplete,
    )
