"""What the arrays cannot evaluate goes to the reference evaluator, is counted, and comes out the same."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from bihuan.appraisal.rows import Judgement
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import parse_period
from bihuan.organisations.rows import OrganisationEvent
from bihuan.progress.rows import Exemption
from tests.engine.bulk.comparing import by_bulk, by_reference, compiled, differences
from tests.engine.bulk.pack_ledgers import ledger_for
from tests.support.small import judged, measure, pack_of

PERIOD = parse_period("2026H1")


def _checked(pack: Any, tables: LedgerTables) -> dict[str, int]:
    rules = compiled(pack, PERIOD)
    result = by_bulk(rules, tables, PERIOD.end, None)
    assert not list(differences(by_reference(rules, tables, PERIOD.end, None), result))
    return dict(result.delegated)


@pytest.fixture
def tables() -> LedgerTables:
    return ledger_for(pack_of(measure()), PERIOD, 6, Random(2))


def test_nothing_is_delegated_where_nothing_is_out_of_the_ordinary(tables: LedgerTables) -> None:
    assert _checked(pack_of(measure()), tables) == {}


def test_only_the_branch_with_an_exemption_is_delegated(tables: LedgerTables) -> None:
    exempt = Exemption("E1", "B001", "m.one", "放假", "机关党委", date(2026, 2, 1), date(2026, 2, 28))
    pack = pack_of(measure(), judged("情形", {"扣分": {"凡": "有", "扣": "1"}}))
    assert _checked(pack, {**tables, "exemptions": (exempt,)}) == {"豁免": 2}


def test_a_branch_that_paused_is_delegated(tables: LedgerTables) -> None:
    pause = OrganisationEvent("V1", "B002", "停止活动", date(2026, 3, 1))
    assert _checked(pack_of(measure()), {**tables, "organisation_events": (pause,)}) == {"部分存续": 1}


def test_a_record_corrected_by_another_organisation_delegates_both(tables: LedgerTables) -> None:
    moved = next(row for row in tables["activities"] if row.organisation == "B003")
    fixed = replace(moved, id="A-fixed", organisation="B004", corrects=moved.id)
    found = _checked(pack_of(measure()), {**tables, "activities": (*tables["activities"], fixed)})
    assert found == {"跨组织更正": 2}


def test_a_measure_the_arrays_do_not_know_is_delegated_for_all_branches(tables: LedgerTables) -> None:
    vacancy = {"名称": "空缺", "空缺": {"岗位人员": "书记", "久于": "3 个月"}, "扣分": {"凡": "有", "扣": "1"}}
    pack = pack_of(measure(), measure(指标="空缺", 编号="m.two", 计分=vacancy))
    assert _checked(pack, tables) == {"空缺": 7}


def test_values_too_large_for_64_bits_are_delegated(tables: LedgerTables) -> None:
    pack = pack_of(judged("分值", {"扣分": {"扣": "0—2"}}))
    huge = Judgement("J1", "B001", "m.judged", "认定", date(2026, 3, 1), "考评组", value=Fraction(10**30))
    assert _checked(pack, {**tables, "judgements": (huge,)}) == {"数太大": 7}


def test_the_price_of_a_step_may_be_too_fine_for_64_bits(tables: LedgerTables) -> None:
    fine = {
        "名称": "人次",
        "次数": {"记录": "支委会", "量": "人次"},
        "得分": {"乘": "1/9999999999999999999", "得": "1"},
    }
    pack = pack_of(measure(计分=fine))
    assert _checked(pack, tables) == {"数太大": 7}
