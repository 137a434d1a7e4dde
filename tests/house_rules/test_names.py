"""A file's name says what is in it."""

from collections.abc import Iterator

from tests.house_rules.tree import files, refuse

SAYS_NOTHING = frozenset(
    {"util", "utils", "utility", "utilities", "helper", "helpers", "common", "core", "misc", "miscellaneous"}
    | {"lib", "libs", "manager", "managers"}
)


def names_that_say_nothing(path: str) -> Iterator[str]:
    """The parts of a path that could hold anything, whatever their suffix."""
    for part in path.split("/"):
        if part.strip("._").split(".")[0].lower() in SAYS_NOTHING:
            yield f"{path}:1: '{part}' does not say what is in it"


def test_no_file_or_folder_has_a_name_that_could_hold_anything() -> None:
    refuse(
        (offence for path in files() for offence in names_that_say_nothing(path)),
        "Name it after the thing it knows about.",
    )


def test_a_catch_all_name_is_noticed_wherever_it_stands() -> None:
    assert list(names_that_say_nothing("src/bihuan/utils.py"))
    assert list(names_that_say_nothing("src/bihuan/_helpers/dates.py"))
    assert not list(names_that_say_nothing("src/bihuan/basics/numbers.py"))
