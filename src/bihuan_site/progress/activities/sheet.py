"""The form of one activity with everything around it: names, where values come from, what it costs."""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from bihuan import api
from bihuan_site.documents.taking import Checked
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.filling_queries import Filled, choices_for, initial_of
from bihuan_site.progress.activities.forms import (
    FIELDS,
    GUESTS,
    NAMES,
    ActivityForm,
    Choices,
    attendance_shown,
    states_in,
)
from bihuan_site.progress.activities.rolls_queries import Name
from bihuan_site.progress.models import Presence
from bihuan_site.scoring.previewing import standing_today
from bihuan_site.shared import burden
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.routes import Request

MANY = ("kinds", "more_speakers", "topics")
NOT_KEPT = ("csrfmiddlewaretoken", "key", "act", "evidence", "notice")
STATES = tuple((state, state) for state in Presence.values)


@dataclass
class Sheet:
    """A form of one branch and day. ``mark`` is its idempotency key and names its draft."""

    where: Organisation
    standing: api.BranchStanding
    form: ActivityForm
    choices: Choices
    day: date
    filled: Filled
    chosen: dict[str, str]
    guests_chosen: dict[str, str]
    mark: str
    notice: int | None = None
    corrects: Activity | None = None
    files: list[Checked] = field(default_factory=list)

    @classmethod
    def fresh(
        cls,
        where: Organisation,
        filled: Filled,
        notice: int | None = None,
        mark: str = "",
        corrects: Activity | None = None,
    ) -> "Sheet":
        """A form before anything is posted."""
        content = filled.content
        day = _day((content.get("day") or [""])[0]) or business_day()
        content.setdefault("day", [f"{day}"])
        group = (content.get("group") or [""])[0]
        standing = standing_today(where.pk)
        choices = choices_for(standing, where, day, content.get("kinds", ()), group)
        form = ActivityForm(initial=initial_of(filled, MANY), choices=choices)
        flat = {name: given[0] for name, given in content.items() if given}
        if not flat.get("chair") and not corrects:
            form.initial["chair"] = next((one.id for one in choices.names if one.note == "书记"), "")
        mark = mark or uuid4().hex
        if not notice and flat.get("notice", "").isdecimal():
            notice = int(flat["notice"])
        return cls(
            where,
            standing,
            form,
            choices,
            day,
            filled,
            states_in(flat, NAMES),
            states_in(flat, GUESTS),
            mark,
            notice,
            corrects,
        )

    @classmethod
    def posted(cls, where: Organisation, request: Request, corrects: Activity | None = None) -> "Sheet":
        """A form as it was posted."""
        data = request.POST
        day = _day(data.get("day", "")) or business_day()
        standing = standing_today(where.pk)
        choices = choices_for(standing, where, day, data.getlist("kinds"), data.get("group", ""))
        form = ActivityForm(data, request.FILES, choices=choices)
        given = data.get("notice", "")
        sources = {name: "来自通知" for name in data.get("taken_over", "").split() if name in FIELDS}
        return cls(
            where,
            standing,
            form,
            choices,
            day,
            Filled(sources=sources),
            states_in(data, NAMES),
            states_in(data, GUESTS),
            data.get("key", "")[:80] or uuid4().hex,
            int(given) if given.isdecimal() else None,
            corrects,
        )

    def is_ready(self) -> bool:
        """Whether the form is right and everybody on the list has an answer."""
        if not self.form.is_valid():
            return False
        missing = [one for one in self.choices.names if one.id not in self.chosen]
        if missing:
            names = "、".join(one.name for one in missing[:5])
            self.form.add_error(None, f"按这个日期，名单上还有{names}等 {len(missing)} 人，请在名单里点好后再提交")
            return False
        if found := self.form.cleaned_data.get("evidence"):
            self.files = [found]
        return True

    @property
    def title(self) -> str:
        """What the page and a draft are called."""
        kinds = self.form["kinds"].value() or []
        subject = self.form["title"].value() or ""
        head = "、".join(str(one) for one in kinds[:2])
        return f"{head}：{subject}" if head and subject else head or subject or "记一次活动"

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """Everybody on the list, as the name toggles want them."""
        return attendance_shown(self.choices.names, self.chosen, self.filled.usual)

    @property
    def guests(self) -> list[tuple[Name, str, str]]:
        """Those from above, with their field and what was chosen."""
        return [(one, GUESTS + one.id, self.guests_chosen.get(one.id, "")) for one in self.choices.guests]

    @property
    def has_guests(self) -> bool:
        """Whether anybody from above was there."""
        return any(self.guests_chosen.values())

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """The three words a name goes through."""
        return STATES

    @property
    def heads(self) -> dict[str, int]:
        """How many are in each state."""
        values = [value for _, _, value in self.names]
        return {"due": len(values)} | {
            key: values.count(state)
            for key, state in (("present", Presence.PRESENT), ("leave", Presence.LEAVE), ("absent", Presence.ABSENT))
        }

    @property
    def sources(self) -> dict[str, str]:
        """Where values come from, by field."""
        return self.filled.sources

    @property
    def taken_over(self) -> list[str]:
        """The fields a person only has to check."""
        return [name for name in FIELDS if name in self.filled.sources]

    @property
    def field_count(self) -> int:
        """How many fields there are to fill or check."""
        return len(FIELDS)

    @property
    def seconds(self) -> int:
        """What this form costs, by the documented table."""
        return burden.seconds_of(FIELDS, self.taken_over)

    @property
    def minutes(self) -> int:
        """What this form costs, in whole minutes."""
        return burden.minutes_of(self.seconds)

    def content(self) -> dict[str, list[str]]:
        """What a draft keeps of the posted values."""
        data = self.form.data
        kept = {name: data.getlist(name) for name in data if name not in NOT_KEPT} if hasattr(data, "getlist") else {}
        return kept | ({"notice": [f"{self.notice}"]} if self.notice else {})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
