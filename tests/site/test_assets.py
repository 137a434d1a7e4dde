"""What browsers load that others made: fetched as locked, and every icon a page names is in the sprite."""

import json
import re
from pathlib import Path

import pytest

from bihuan_site.config import assets

ICON = re.compile(r"{%\s*icon\s+[\"'](?P<name>[\w-]+)[\"']")


def test_everything_pages_load_is_there() -> None:
    assert not assets.fetch(), "run make setup"
    for path in (*assets.FILES.values(), assets.SPRITE, assets.LICENCES):
        assert path.is_file(), path


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    drawn = assets.SPRITE.read_text(encoding="utf-8")
    named = {
        (found["name"], path.name)
        for path in sorted(assets.SITE.rglob("templates/**/*.html"))
        for found in ICON.finditer(path.read_text(encoding="utf-8"))
    }
    assert {one for one in named if f'id="{one[0]}"' not in drawn} == set(), "add the names to shared/icons.txt"


def test_no_address_of_a_package_is_locked() -> None:
    locked = json.loads((assets.PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not [name for name, package in locked.items() if {"resolved", "funding"} & set(package)]
    assert all("integrity" in package for name, package in locked.items() if name)


def test_versions_of_packages_are_exact() -> None:
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in assets.wanted_versions(assets.PROJECT).values())


def test_an_icon_nobody_drew_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "calendar.svg").write_text("<svg><path d='M4 7' /></svg>", encoding="utf-8")
    assert '<symbol id="calendar"' in assets.sprite(["calendar"], tmp_path)
    with pytest.raises(assets.AssetsMissing, match="相近的有：calendar"):
        assets.sprite(["calender"], tmp_path)


def test_a_copied_file_names_no_source_map(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("let a = 1\n//# sourceMappingURL=a.js.map\n", encoding="utf-8")
    assets.place(tmp_path / "a.js", tmp_path / "vendor" / "a.js")
    assert (tmp_path / "vendor" / "a.js").read_text(encoding="utf-8") == "let a = 1\n"


def test_names_of_icons_are_read_once_each_and_without_remarks(tmp_path: Path) -> None:
    (tmp_path / "icons.txt").write_text("# of the menu\nflag\n\nbook # 党课\nflag\n", encoding="utf-8")
    assert assets.icon_names(tmp_path / "icons.txt") == ["book", "flag"]
