"""The same totals by one DuckDB query: conditional sums, one pass over each table, windows packed into one number."""

from dataclasses import dataclass

import duckdb

from bench.facts import BITS, Fact, all_facts, points_of
from bench.ledger import Columns
from bench.measures import ALL, HONOURS_AT_MOST, LATE_WITHIN, LEVELS, ON_TIME_WITHIN, VETOED_AT_MOST, WINDOWS, specs

YEAR_END = 364


class Text(str):
    """A piece of SQL that can be added to and multiplied."""

    def __add__(self, other: object) -> "Text":
        return Text(f"({self} + {other})")

    def __radd__(self, other: object) -> "Text":
        return Text(f"({other} + {self})")

    def __sub__(self, other: object) -> "Text":
        return Text(f"({self} - {other})")

    def __rsub__(self, other: object) -> "Text":
        return Text(f"({other} - {self})")

    def __mul__(self, other: object) -> "Text":  # type: ignore[override]  # a product of numbers
        return Text(f"({self} * {other})")

    def __rmul__(self, other: object) -> "Text":  # type: ignore[override]  # a product of numbers
        return Text(f"({other} * {self})")


class Sql:
    """How SQL says what points need."""

    def least(self, one: object, other: object) -> Text:
        return Text(f"least({one}, {other})")

    def greatest(self, one: object, other: object) -> Text:
        return Text(f"greatest({one}, {other})")

    def divide(self, above: object, below: object) -> Text:
        return Text(f"({above} // {below})")

    def either(self, condition: object, yes: object, no: object) -> Text:
        return Text(f"CASE WHEN {condition} THEN {yes} ELSE {no} END")

    def is_more(self, one: object, other: object) -> Text:
        return Text(f"{one} > {other}")


@dataclass(frozen=True)
class Form:
    """A way to write the query: windows packed into one number or a column each, and CASE or FILTER."""

    packed: bool
    filtered: bool = False

    @property
    def name(self) -> str:
        """What it is called in the table of results."""
        return f"{'packed' if self.packed else 'a column a window'}, {'FILTER' if self.filtered else 'CASE'}"


FORMS = (Form(True), Form(False), Form(True, filtered=True), Form(False, filtered=True))


def _condition(fact: Fact) -> str:
    kinds = f"kind = {fact.kinds[0]}" if len(fact.kinds) == 1 else f"kind IN {fact.kinds}"
    parts = [kinds]
    if fact.by:
        parts.append(f"{'grp' if fact.by == 'group' else 'speaker'} = {fact.subject}")
    if fact.least:
        parts.append(f"minutes >= {fact.least}")
    if fact.speakers:
        parts.append(f"speaker = {fact.speakers[0]}" if len(fact.speakers) == 1 else "speaker > 0")
    if fact.of == "late":
        parts.append("delay > 30")
    return " AND ".join(parts)


def _value(fact: Fact) -> str:
    return {"times": "1", "minutes": "minutes", "present": "present", "due": "due - leave", "late": "1"}[fact.of]


def _sum(condition: str, value: str, form: Form) -> str:
    if form.filtered:
        return f"coalesce(sum({value}) FILTER (WHERE {condition}), 0)::BIGINT"
    return f"sum(CASE WHEN {condition} THEN {value} ELSE 0 END)::BIGINT"


SHIFTS = {"月": "by_month", "季": "by_quarter", "半年": "by_half"}
WINDOW = {"月": "month - 1", "季": "(month - 1) // 3", "半年": "(month - 1) // 6", "年": "0"}


def _columns(fact: Fact, form: Form) -> list[str]:
    condition, value = _condition(fact), _value(fact)
    if fact.window in ("", "年"):
        return [f"{_sum(condition, value, form)} AS {fact.name}_0"]
    if form.packed:
        return [f"{_sum(condition, f'{value} * {SHIFTS[fact.window]}', form)} AS {fact.name}"]
    return [
        f"{_sum(f'{condition} AND {WINDOW[fact.window]} = {number}', value, form)} AS {fact.name}_{number}"
        for number in range(WINDOWS[fact.window])
    ]


def _cell(form: Form) -> object:
    def cell(fact: Fact, number: int) -> Text:
        if form.packed and fact.window not in ("", "年"):
            bits = BITS[fact.window]
            return Text(f"(({fact.name} >> {bits * number}) & {(1 << bits) - 1})")
        return Text(f"{fact.name}_{number}")

    return cell


PAPER_SUMS = ", ".join(
    f"""max(CASE WHEN quarter = {q} AND after <= {ON_TIME_WITHIN} THEN 1 ELSE 0 END) AS prompt{q},
        max(CASE WHEN quarter = {q} AND after > {ON_TIME_WITHIN} AND after <= {ON_TIME_WITHIN + LATE_WITHIN}
            THEN 1 ELSE 0 END) AS late{q}"""
    for q in (1, 2, 3, 4)
)
IS_CLOSED = f"""(closed >= 0 AND closed <= {YEAR_END}
    AND (reopened < 0 OR reopened > {YEAR_END} OR closed > reopened))"""
OTHER_TABLES = f"""
    papers AS (SELECT branch, {PAPER_SUMS} FROM papers_table WHERE is_report GROUP BY branch),
    findings AS (
        SELECT branch,
            count(*) FILTER (WHERE NOT {IS_CLOSED} AND due < {YEAR_END}) AS overdue0,
            count(*) FILTER (WHERE NOT {IS_CLOSED} AND origin = 1) AS unclosed1,
            count(*) FILTER (WHERE reopened >= 0 AND reopened <= {YEAR_END}) AS reopened0,
            count(*) FILTER (WHERE due <= {YEAR_END}) AS to_close,
            count(*) FILTER (WHERE due <= {YEAR_END} AND {IS_CLOSED}) AS closed
        FROM findings_table GROUP BY branch),
    awards AS (
        SELECT branch, max(CASE level {" ".join(f"WHEN {n} THEN {price}" for n, (_, price) in enumerate(LEVELS))} END)
            AS best
        FROM honours_table GROUP BY branch, award),
    honours AS (SELECT branch, least(sum(best), {HONOURS_AT_MOST})::BIGINT AS honours FROM awards GROUP BY branch),
    judged AS (SELECT DISTINCT branch FROM judged_table)
"""


def query(form: Form, measures: int = ALL) -> str:
    """Write the query in one of its forms."""
    chosen = specs(measures)
    sums = ",\n".join(column for fact in all_facts(chosen) for column in _columns(fact, form))

    def other(name: str) -> Text:
        return Text(f"coalesce({name}, 0)")

    points = [points_of(spec, _cell(form), other, Sql()) for spec in chosen]  # type: ignore[arg-type]  # a function of fact and window
    shifts = ", ".join(
        f"1::BIGINT << ({BITS[window]} * ({WINDOW[window]})) AS {name}" for window, name in SHIFTS.items()
    )
    return f"""
WITH acts AS (SELECT *, {shifts} FROM activities_table),
    sums AS (SELECT branch, {sums} FROM acts GROUP BY branch),
    {OTHER_TABLES},
    points AS (
        SELECT sums.branch, {" + ".join(points)} + coalesce(honours, 0) AS points, judged.branch IS NOT NULL AS vetoed
        FROM sums LEFT JOIN papers USING (branch) LEFT JOIN findings USING (branch) LEFT JOIN honours USING (branch)
        LEFT JOIN judged ON judged.branch = sums.branch)
SELECT branch, (CASE WHEN vetoed THEN least(points, {VETOED_AT_MOST}) ELSE points END + 5) // 10 * 10 AS total
FROM points ORDER BY branch
"""


NAMES = ("activities", "papers", "findings", "honours", "judged")


def connect(drawn: Columns, native: bool) -> duckdb.DuckDBPyConnection:
    """Open a database in memory over the ledger, as Arrow tables or as tables of its own."""
    database = duckdb.connect()
    database.execute("SET threads = 2")
    for name in NAMES:
        arrow = drawn.arrow(name)
        if native:
            database.register("given", arrow)
            database.execute(f"CREATE TABLE {name}_table AS SELECT * FROM given")
            database.unregister("given")
        else:
            database.register(f"{name}_table", arrow)
    return database


def totals(database: duckdb.DuckDBPyConnection, text: str) -> list[int]:
    """Run the query; give the totals in thousandths, by branch."""
    found: list[int] = database.sql(text).to_arrow_table().column("total").to_numpy().tolist()
    return found
