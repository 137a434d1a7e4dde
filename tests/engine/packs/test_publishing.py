"""Published versions are frozen; fingerprints tell meaning from wording; comparison says what changed."""

import json
from pathlib import Path

import pytest

from bihuan.basics.problems import ProblemsError
from bihuan.packs import (
    Aspect,
    ChangeKind,
    canonical,
    compare_packs,
    fingerprints,
    freeze,
    load_pack,
    thaw,
    verify_frozen,
)
from bihuan.packs.grammar import Pack
from tests.engine.packs.builders import CASES, IDENTITY, MEASURES, RECORDS, SMALL_PACK, SOURCES, codes, write_files


def pack_of(folder: Path, files: dict[str, str]) -> Pack:
    """Load the small pack with some files in place of its own."""
    return load_pack(write_files(folder / "demo-branch", SMALL_PACK | files)).pack


WORDS = [
    ("pack.yaml", IDENTITY.replace("支部考评演示", "支部考评")),
    ("pack.yaml", IDENTITY.replace("2026.1", "2026.2")),
    ("pack.yaml", IDENTITY + "说明: 试行\n"),
    ("sources.yaml", SOURCES.replace("考核评分细则", "评分细则")),
    ("appraisal/measures.yaml", MEASURES.replace("支部委员会会议", "支委会会议")),
    ("appraisal/measures.yaml", MEASURES + "  说明: 逐月看\n"),
    ("appraisal/measures.yaml", MEASURES + "  佐证: 会议记录\n"),
    ("cases/meetings.yaml", CASES.replace("漏开一次", "少开一次")),
]
MEANINGS = [
    ("pack.yaml", IDENTITY.replace("半年", "年")),
    ("pack.yaml", IDENTITY + "口径: {以上以下含本数: 否}\n"),
    ("progress/records.yaml", RECORDS + "  最短: 30 分钟\n"),
    ("appraisal/measures.yaml", MEASURES.replace("扣: 0.5", "扣: 0.4")),
    ("appraisal/measures.yaml", MEASURES.replace("每: 月", "每: 季")),
    ("appraisal/measures.yaml", MEASURES.replace("名称: 支委会", "名称: 会议")),
    ("appraisal/measures.yaml", MEASURES + "  适用: {设支委会: 是}\n"),
]
SAME = [
    ("pack.yaml", IDENTITY + "口径: {以上以下含本数: 是}\n"),
    (
        "appraisal/measures.yaml",
        MEASURES.replace("至少: 1 次", "至少: 1").replace("0.5", "1/2").replace("满分: 3", "满分: 3.0"),
    ),
    ("appraisal/measures.yaml", "# 注释\n" + MEASURES.replace("{每少: 1 次, 扣: 0.5}", "[{扣: 0.50, 每少: 1 次}]")),
]


@pytest.mark.parametrize(("file", "text"), WORDS)
def test_changed_words_change_only_the_wording(tmp_path: Path, file: str, text: str) -> None:
    old, new = pack_of(tmp_path / "a", {}), pack_of(tmp_path / "b", {file: text})
    assert fingerprints(old).meaning == fingerprints(new).meaning
    assert fingerprints(old).wording != fingerprints(new).wording
    assert {change.aspect for change in compare_packs(old, new)} == {Aspect.WORDING}


@pytest.mark.parametrize(("file", "text"), MEANINGS)
def test_a_changed_rule_changes_the_meaning(tmp_path: Path, file: str, text: str) -> None:
    old, new = pack_of(tmp_path / "a", {}), pack_of(tmp_path / "b", {file: text})
    assert fingerprints(old).meaning != fingerprints(new).meaning
    assert Aspect.MEANING in {change.aspect for change in compare_packs(old, new)}


@pytest.mark.parametrize(("file", "text"), SAME)
def test_another_way_to_write_the_same_changes_nothing(tmp_path: Path, file: str, text: str) -> None:
    old, new = pack_of(tmp_path / "a", {}), pack_of(tmp_path / "b", {file: text})
    assert fingerprints(old) == fingerprints(new)
    assert canonical(old) == canonical(new)
    assert compare_packs(old, new) == []


def test_the_order_of_files_and_of_unordered_lists_means_nothing(tmp_path: Path) -> None:
    kinds = RECORDS + "- {种类: 党课}\n"
    turned = "记录种类:\n- {种类: 党课}\n" + RECORDS.removeprefix("记录种类:\n")
    old = pack_of(tmp_path / "a", {"progress/records.yaml": kinds})
    new = pack_of(tmp_path / "b", {"progress/records.yaml": turned})
    assert fingerprints(old).meaning == fingerprints(new).meaning


def test_a_change_is_told_in_a_plain_sentence(tmp_path: Path) -> None:
    old = pack_of(tmp_path / "a", {})
    text = MEASURES.replace("扣: 0.5", "扣: 0.4") + "  可超满分: 1\n"
    new = pack_of(tmp_path / "b", {"appraisal/measures.yaml": text})
    assert [change.sentence for change in compare_packs(old, new)] == [
        "指标/appraisal.committee_meeting 的“支委会·扣分·1·扣”由“0.5”改为“0.4”",
        "指标/appraisal.committee_meeting 的“可超满分”由“没有写”改为“1”",
    ]


def test_what_was_added_and_removed_is_named(tmp_path: Path) -> None:
    old = pack_of(tmp_path / "a", {})
    text = MEASURES.replace("appraisal.committee_meeting", "appraisal.meeting")
    new = pack_of(tmp_path / "b", {"appraisal/measures.yaml": text})
    assert [(change.kind, change.subject) for change in compare_packs(old, new)] == [
        (ChangeKind.REMOVED, "指标/appraisal.committee_meeting"),
        (ChangeKind.ADDED, "指标/appraisal.meeting"),
    ]


def test_a_frozen_pack_thaws_to_the_same_pack(tmp_path: Path) -> None:
    loaded = load_pack(write_files(tmp_path / "demo-branch", SMALL_PACK))
    frozen = freeze(loaded)
    assert verify_frozen(frozen) == []
    assert thaw(frozen) == loaded.whole
    assert frozen == freeze(load_pack(tmp_path / "demo-branch"))


def test_a_pack_with_errors_is_not_frozen(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "demo-branch", SMALL_PACK | {"cases/meetings.yaml": "算例: []\n"})
    with pytest.raises(ProblemsError) as refused:
        freeze(load_pack(folder))
    assert codes(refused.value.problems) == ["P501"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace(b'"0.5"', b'"0.4"'), "P181"),
        (lambda text: text.replace("支部考评演示".encode(), "考评演示".encode()), "P181"),
        (lambda text: json.dumps(json.loads(text), indent=1).encode(), "P181"),
        (lambda text: text.replace('"格式":"1"'.encode(), '"格式":"9"'.encode()), "P180"),
        (lambda text: text[:-20], "P180"),
        (lambda text: b"[" * 100_000, "P180"),
        (lambda text: b"\xff", "P180"),
        (lambda text: b"{}", "P180"),
    ],
)
def test_a_frozen_pack_that_was_touched_is_refused(tmp_path: Path, change: object, code: str) -> None:
    frozen = freeze(load_pack(write_files(tmp_path / "demo-branch", SMALL_PACK)))
    assert callable(change)
    touched = change(frozen)
    assert code in codes(verify_frozen(touched))
    with pytest.raises(ProblemsError):
        thaw(touched)
