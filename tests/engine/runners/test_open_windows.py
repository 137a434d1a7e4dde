"""What a branch can still do for its score."""

from datetime import date
from pathlib import Path

from bihuan import api

PACK = Path(__file__).resolve().parents[3] / "packs" / "demo-transport-2026"


def test_open_windows_are_what_is_not_met_and_not_lost_with_what_each_brings() -> None:
    pack = api.load_pack(PACK).whole
    ledger = api.branch_ledgers(api.make_demo(pack, branches=3).tables)["zb-001"]
    standing = api.stand(pack, api.compile_rules(pack, "2026H1"), ledger, date(2026, 6, 18))
    found = {(one.title, one.window, one.subject): one for one in standing.open_windows}

    missed = found[("党小组会", "5月", "zb-001-2")]
    assert (missed.state, missed.worth, missed.late_until) == ("可补", 500, date(2026, 6, 25))
    assert missed.kinds == ("党小组会",)
    assert found[("主题党日", "6月", "")].state == "未到期"
    assert ("党小组会", "5月", "zb-001-1") not in found
