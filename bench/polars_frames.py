"""The same totals by hand-written polars: one lazy group-by over each table, windows packed into one number."""

from typing import Any

import polars as pl

from bench.duckdb_query import YEAR_END
from bench.facts import BITS, Fact, all_facts, points_of
from bench.ledger import Columns
from bench.measures import (
    ALL,
    HONOURS_AT_MOST,
    LATE_WITHIN,
    LEVELS,
    ON_TIME_WITHIN,
    VETOED_AT_MOST,
    WINDOWS,
    specs,
)

Frames = dict[str, pl.DataFrame]
OTHERS = (
    *(f"{name}{quarter}" for quarter in (1, 2, 3, 4) for name in ("prompt", "late")),
    *("overdue0", "unclosed1", "reopened0", "to_close", "closed", "honours"),
)


class Expressions:
    """How polars says what points need."""

    def least(self, one: Any, other: Any) -> pl.Expr:
        return pl.min_horizontal(one, _as(other))

    def greatest(self, one: Any, other: Any) -> pl.Expr:
        return pl.max_horizontal(one, _as(other))

    def divide(self, above: Any, below: Any) -> pl.Expr:
        return above // below

    def either(self, condition: Any, yes: Any, no: Any) -> pl.Expr:
        return pl.when(condition).then(_as(yes)).otherwise(_as(no))

    def is_more(self, one: Any, other: Any) -> pl.Expr:
        return one > other


def _as(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value, pl.Int64)


def frames(drawn: Columns) -> Frames:
    """Give the tables to polars (no copy of the numbers)."""
    names = ("activities", "papers", "findings", "honours", "judged")
    return {name: pl.from_arrow(drawn.arrow(name)) for name in names}  # type: ignore[misc]  # tables become frames


def _condition(fact: Fact) -> pl.Expr:
    kind = pl.col("kind")
    found = kind == fact.kinds[0] if len(fact.kinds) == 1 else kind.is_in(list(fact.kinds))
    if fact.by:
        found &= pl.col("grp" if fact.by == "group" else "speaker") == fact.subject
    if fact.least:
        found &= pl.col("minutes") >= fact.least
    if fact.speakers:
        found &= pl.col("speaker") == fact.speakers[0] if len(fact.speakers) == 1 else pl.col("speaker") > 0
    if fact.of == "late":
        found &= pl.col("delay") > 30
    return found


def _value(fact: Fact) -> pl.Expr:
    if fact.of in ("times", "late"):
        return pl.lit(1, pl.Int64)
    value = pl.col("due") - pl.col("leave") if fact.of == "due" else pl.col(fact.of)
    return value.cast(pl.Int64)


SHIFTS = {"月": ("by_month", 1), "季": ("by_quarter", 3), "半年": ("by_half", 6)}


def _sums(fact: Fact, packed: bool) -> list[pl.Expr]:
    def total(condition: pl.Expr, value: pl.Expr, name: str) -> pl.Expr:
        return pl.when(condition).then(value).otherwise(0).sum().alias(name)

    if fact.window not in SHIFTS:
        return [total(_condition(fact), _value(fact), fact.name)]
    name, months = SHIFTS[fact.window]
    if packed:
        return [total(_condition(fact), _value(fact) * pl.col(name), fact.name)]
    window = (pl.col("month") - 1) // months
    windows = range(WINDOWS[fact.window])
    return [total(_condition(fact) & (window == at), _value(fact), f"{fact.name}_{at}") for at in windows]


def sums(given: Frames, measures: int = ALL, packed: bool = True) -> pl.LazyFrame:
    """The sums over activities, a row a branch."""
    shifts = [
        pl.lit(2, pl.Int64).pow(BITS[window] * ((pl.col("month").cast(pl.Int64) - 1) // months)).alias(name)
        for window, (name, months) in SHIFTS.items()
    ]
    listed = [one for fact in all_facts(specs(measures)) for one in _sums(fact, packed)]
    return given["activities"].lazy().with_columns(shifts).group_by("branch").agg(listed)


def others(given: Frames) -> pl.LazyFrame:
    """The facts of the other tables, a row a branch that has any."""
    quarter, after = pl.col("quarter"), pl.col("after")
    prompt, late = after <= ON_TIME_WITHIN, (after > ON_TIME_WITHIN) & (after <= ON_TIME_WITHIN + LATE_WITHIN)
    papers = (
        given["papers"]
        .lazy()
        .filter("is_report")
        .group_by("branch")
        .agg(
            ((quarter == q) & within).any().cast(pl.Int64).alias(f"{name}{q}")
            for q in (1, 2, 3, 4)
            for name, within in (("prompt", prompt), ("late", late))
        )
    )
    day, again = pl.col("closed"), pl.col("reopened")
    is_closed = (day >= 0) & (day <= YEAR_END) & ((again < 0) | (again > YEAR_END) | (day > again))
    was_due = pl.col("due") <= YEAR_END
    findings = given["findings"].lazy().group_by("branch").agg(
        (~is_closed & (pl.col("due") < YEAR_END)).sum().cast(pl.Int64).alias("overdue0"),
        (~is_closed & (pl.col("origin") == 1)).sum().cast(pl.Int64).alias("unclosed1"),
        ((again >= 0) & (again <= YEAR_END)).sum().cast(pl.Int64).alias("reopened0"),
        was_due.sum().cast(pl.Int64).alias("to_close"),
        (was_due & is_closed).sum().cast(pl.Int64).alias("closed"),
    )  # fmt: skip
    price = pl.col("level").replace_strict(range(len(LEVELS)), [price for _, price in LEVELS], return_dtype=pl.Int64)
    best = given["honours"].lazy().group_by("branch", "award").agg(price.max().alias("best"))
    honours = best.group_by("branch").agg(pl.col("best").sum().clip(upper_bound=HONOURS_AT_MOST).alias("honours"))
    whole = papers.join(findings, on="branch", how="full", coalesce=True)
    return whole.join(honours, on="branch", how="full", coalesce=True)


def facts(given: Frames, measures: int = ALL, packed: bool = True) -> pl.LazyFrame:
    """All facts, a row a branch, in order."""
    judged = given["judged"].lazy().with_columns(pl.lit(True).alias("vetoed"))
    return (
        sums(given, measures, packed)
        .join(others(given), on="branch", how="left")
        .join(judged, on="branch", how="left")
        .with_columns(pl.col(*OTHERS).fill_null(0), pl.col("vetoed").fill_null(False))
        .sort("branch")
    )


def _packed_cell(fact: Fact, number: int) -> pl.Expr:
    whole = pl.col(fact.name)
    if fact.window not in SHIFTS:
        return whole
    bits = BITS[fact.window]
    shifted = whole // (1 << (bits * number)) if number else whole
    return shifted % (1 << bits) if number < WINDOWS[fact.window] - 1 else shifted


def _plain_cell(fact: Fact, number: int) -> pl.Expr:
    return pl.col(f"{fact.name}_{number}" if fact.window in SHIFTS else fact.name)


def totals(given: Frames, measures: int = ALL, packed: bool = True) -> list[int]:
    """Give the totals in thousandths, by branch; ``packed`` or with a column a window."""
    cell = _packed_cell if packed else _plain_cell
    points = [points_of(spec, cell, pl.col, Expressions()) for spec in specs(measures)]
    listed = [*(one.alias(f"m{at}") for at, one in enumerate(points)), pl.col("honours")]
    found = facts(given, measures, packed).select("vetoed", pl.sum_horizontal(listed).alias("points"))
    limited = pl.when("vetoed").then(pl.min_horizontal("points", pl.lit(VETOED_AT_MOST))).otherwise("points")
    rounded = found.select(((limited + 5) // 10 * 10).alias("total"))
    result: list[int] = rounded.collect()["total"].to_list()
    return result
