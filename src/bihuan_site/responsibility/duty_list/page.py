"""The page of the list put together: the grid, the rows with their states, and the one duty opened beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bihuan import api
from bihuan_site.packs.periods import period_on
from bihuan_site.responsibility.duties import queries
from bihuan_site.responsibility.duties.catalogue import Catalogue, Citation, Entry
from bihuan_site.responsibility.duties.queries import NOTHING, Tally
from bihuan_site.responsibility.load.queries import Burden, burden_of
from bihuan_site.responsibility.signing.queries import Signatures, latest
from bihuan_site.responsibility.tasks.chart import CSS, WORDS, Chart, Line, Mark, chart, is_now
from bihuan_site.responsibility.tasks.spans import spans
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.listing import Column


@dataclass(frozen=True)
class Detail:
    """One duty opened: what it says and rests on, who owes it, its year and its small loop."""

    entry: Entry
    tally: Tally
    quotations: tuple[Citation, ...]
    others: tuple[Citation, ...]
    facts: queries.Facts
    stricter: Citation | None
    measures: tuple[tuple[str, str], ...]
    chart: Chart
    loop: queries.Loop
    burden: Burden


def detail(actor: Actor, book: Catalogue, entry: Entry, tally: Tally, view: str) -> Detail:
    """Put one duty together."""
    cited = [book.citation(basis) for basis in entry.duty.basis]
    extra = [*_signing_line(actor, book, view), *_appraisal_lines(book, entry, view)]
    return Detail(
        entry,
        tally,
        tuple(one for one in cited if one.is_verbatim),
        tuple(one for one in cited if not one.is_verbatim),
        queries.facts(actor, entry),
        book.citation(entry.duty.stricter_than) if entry.duty.stricter_than else None,
        tuple(_measure(book, one) for one in book.measures(entry)),
        chart(actor, book, [entry, *book.related(entry)] if entry.has_cadence else [], view, extra=extra),
        queries.loop(actor, entry, tally, book),
        burden_of(entry.duty, book),
    )


def _measure(book: Catalogue, measure: api.Measure) -> tuple[str, str]:
    points = f"{measure.max} 分" if measure.max else str(measure.nature)
    return measure.measure, f"{points}，{measure.basis[0].clause}"


def _signing_line(actor: Actor, book: Catalogue, view: str) -> Iterator[Line]:
    if view == "week":
        return
    found = latest(actor, book.year.label)
    if found is not None:
        url = reverse("responsibility:signing_round", args=(found.round.pk,))
        marks = _marks(book, view, {found.round.issued: (found.signed, _signed_look(found), url)})
        yield Line("签认清单", "各党组织书记", marks, url)


def _signed_look(found: Signatures) -> str:
    if not found.missing:
        return "done"
    return "part" if found.round.due < business_day() else "now"


def _appraisal_lines(book: Catalogue, entry: Entry, view: str) -> Iterator[Line]:
    measures = book.measures(entry)
    if view == "week" or not measures:
        return
    today, days = business_day(), {}
    day = book.year.start
    while day <= book.year.end:
        period = period_on(book.pack, day)
        look = "done" if period.end < today else "now" if period.start <= today else "plan"
        days[period.end] = (len(measures), look, "")
        day = date.fromordinal(period.end.toordinal() + 1)
    yield Line("计入考核的指标", "机关党委", _marks(book, view, days))


def _marks(book: Catalogue, view: str, days: dict[date, tuple[int, str, str]]) -> tuple[Mark, ...]:
    today = business_day()
    found = []
    for column in spans(book.year, view, today):
        here = [one for day, one in days.items() if column.holds(day)]
        number = here[-1][0] if here else 0
        look, url = (here[-1][1], here[-1][2]) if here else ("", "")
        found.append(Mark(number, CSS.get(look, ""), WORDS.get(look, ""), url, is_now(column, today)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the list: the duty, its tally, its address with the filter kept."""

    entry: Entry
    tally: Tally
    url: str

    @property
    def word(self) -> str:
        """The state word; a duty without cadence has none to be late with."""
        return self.tally.word if self.entry.has_cadence else "长期"

    @property
    def label(self) -> str:
        """The word with its number."""
        return self.tally.label if self.entry.has_cadence else "长期"


def rows(entries: Sequence[Entry], tallies: dict[str, Tally], query: dict[str, str]) -> list[Shown]:
    """Give the rows of the list."""
    tail = f"?{urlencode(query)}" if query else ""
    return [
        Shown(one, tallies.get(one.id, NOTHING), reverse("responsibility:duty", args=(one.id,)) + tail)
        for one in entries
    ]


def columns(book: Catalogue) -> list[Column]:
    """The columns of the workbook."""

    def of(name: str) -> Any:
        return lambda row: getattr(row.tally, name)

    return [
        Column("序号", lambda row: row.entry.number, number=True),
        Column("层级", lambda row: row.entry.duty.tier),
        Column("岗位", lambda row: row.entry.duty.post),
        Column("责任", lambda row: row.entry.title),
        Column("量化", lambda row: row.entry.asked),
        Column("凭据", lambda row: row.entry.evidence),
        Column("依据", lambda row: [f"{book.sources[one.source].title} {one.clause}" for one in row.entry.duty.basis]),
        Column("本单位自定", lambda row: row.entry.duty.stricter_than is not None),
        Column("归类", lambda row: row.entry.duty.heading),
        Column("应办", of("owed"), number=True),
        Column("按期", of("done"), number=True),
        Column("补办", of("late"), number=True),
        Column("逾期未办", of("overdue"), number=True),
        Column("还没到期", of("open"), number=True),
    ]
