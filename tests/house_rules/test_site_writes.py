"""Every write of the site is an action and every read a scoped query: the tables are touched in few, named places."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house_rules.tree import MIGRATIONS, SITE, Module, dotted, modules_in, refuse

# Modules, beside actions, that write, and why; those marked "part of" are called by actions of their room only.
# A folder stands for all its modules. An entry no longer needed fails the build.
MAY_WRITE: dict[str, str] = {
    "accounts/attempts.py": "counts failed log-ins, before anybody is known who could act",
    "accounts/first_start.py": "makes the three administrators, from the command line, before anybody can act",
    "accounts/slips.py": "part of the actions on accounts",
    "accounts/sessions.py": "ends sessions: part of the actions on accounts",
    "audit/chain.py": "writes the audit row of every action",
    "config/demo.py": "fills an empty site with the demonstration, from the command line only",
    "config/demo_accounts.py": "fills an empty site with the demonstration, from the command line only",
    "config/demo_groups.py": "fills an empty site with the demonstration, from the command line only",
    "config/demo_life.py": "fills an empty site with the demonstration, from the command line only",
    "documents/taking.py": "keeps a checked upload: part of the actions that take files",
    "inbox/posting.py": "tells people: part of every action that has something to tell",
    "inbox/reminding.py": "a job: remembers what was sent to whom",
    "jobs/backup/": "backs up and restores whole tables, from the command line only",
    "jobs/leasing.py": "leases jobs to workers, which are no persons",
    "ledger/storing.py": "stores a whole ledger: part of the import",
    "organisations/exchange/storing.py": "part of the import of the register",
    "organisations/history.py": "part of the actions on the tree",
    "organisations/people/moving.py": "part of the actions on people",
    "organisations/tree/changes.py": "part of the actions on the tree",
    "organisations/tree/planned.py": "part of the actions on the tree",
    "organisations/tree/terms.py": "part of the actions on the tree",
    "packs/installing.py": "part of the actions on packs",
    "progress/study/filling.py": "fills an empty site with the demonstration, from the command line only",
    "progress/submissions/filling.py": "fills an empty site with the demonstration, from the command line only",
    "progress/supervised/filling.py": "fills an empty site with the demonstration, from the command line only",
    "progress/visits/filling.py": "fills an empty site with the demonstration, from the command line only",
    "scoring/dues.py": "keeps what the engine computes, at the end of every action",
    "scoring/refreshing.py": "keeps what the engine computes, at the end of every action",
}

# Modules, beside queries and those that may write, that read tables, and why no actor narrows what they read.
MAY_READ: dict[str, str] = {
    "accounts/adapters.py": "finds the account a log-in is for, before there is an actor",
    "accounts/backends.py": "finds the account a log-in is for, before there is an actor",
    "accounts/hats.py": "finds who the actor may be",
    "accounts/middleware.py": "finds who the actor is",
    "accounts/wearers.py": "finds who is to be told; part of posting",
    "audit/acting.py": "finds the first time of a repeated action, of the same account",
    "audit/management/": "commands typed by whoever runs the machine",
    "config/management/": "commands typed by whoever runs the machine",
    "documents/sweeping.py": "a job: finds files nothing refers to",
    "inbox/feeds.py": "finds whose calendar a secret address is, before there is an actor",
    "organisations/liaison/charges.py": "part of the actions on liaison",
    "organisations/tree/open_work.py": "part of the actions on the tree",
    "organisations/placing.py": "part of the actions on the tree",
    "packs/in_force.py": "the pack in force is the same for everybody",
    "scoring/daily.py": "a job: goes through every branch",
}

# What a person's request meets first; none of it may ever be in the two lists.
NEVER = ("views", "forms", "urls", "menu", "templatetags")

ALWAYS_WRITE = frozenset({"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create"})
OPTIONS_OF_SAVE = frozenset({"update_fields", "force_insert", "force_update", "using", "commit"})
KEPT_ELSEWHERE = frozenset({"session", "store"})  # request.session.save() and the like write no table of ours


def writes(module: Module) -> Iterator[str]:
    """Calls that write a table, told by how they are spelled: row.save(), rows.delete(), rows.update(name=…)."""
    for call in module.calls():
        if not isinstance(call.func, ast.Attribute):
            continue
        name, owner = call.func.attr, dotted(call.func.value).split(".")[-1]
        options = {keyword.arg for keyword in call.keywords}
        plain = not call.args and owner not in KEPT_ELSEWHERE
        if (
            name in ALWAYS_WRITE
            or (name == "save" and plain and options <= OPTIONS_OF_SAVE)
            or (name == "delete" and plain and not options)
            or (name in {"create", "update"} and plain and options)
        ):
            yield module.at(call, f".{name}(…) writes")


def reads(module: Module) -> Iterator[str]:
    """Every mention of a model's rows."""
    for node in module.nodes():
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield module.at(node, f"{ast.unparse(node)} reads")


def is_a(module: Module, *kinds: str) -> bool:
    """Whether a module or its folder is named after a kind: actions.py, actions_leave.py, study_actions.py."""
    parts = PurePosixPath(module.path.removeprefix(SITE)).with_suffix("").parts
    return any(
        kind == part or part.startswith(f"{kind}_") or part.endswith(f"_{kind}") for part in parts for kind in kinds
    )


def listed(module: Module, places: dict[str, str]) -> bool:
    """Whether a list names the module or a folder it stands in."""
    return any(
        module.path == SITE + place or (place.endswith("/") and module.path.startswith(SITE + place))
        for place in places
    )


def defines_an_action(module: Module) -> bool:
    """Whether a function of the module is declared with ``@action(…)``."""
    return any(
        isinstance(mark, ast.Call) and dotted(mark.func) == "action"
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
    )


def may_write(module: Module) -> bool:
    """Actions, models and migrations, and what the list adds."""
    named = MIGRATIONS in module.path or is_a(module, "actions", "models") or listed(module, MAY_WRITE)
    return named or (defines_an_action(module) and not is_a(module, *NEVER))


def may_read(module: Module) -> bool:
    """Whoever may write, the queries, the scoping, and what the list adds."""
    return may_write(module) or is_a(module, "queries", "scoping") or listed(module, MAY_READ)


def test_tables_are_written_by_actions_only() -> None:
    refuse(
        (one for module in modules_in(SITE) if not may_write(module) for one in writes(module)),
        "Write it in an action (actions*.py); a part of one has a line with its reason in MAY_WRITE.",
    )


def test_tables_are_read_by_queries_only() -> None:
    refuse(
        (one for module in modules_in(SITE) if not may_read(module) for one in reads(module)),
        "Read it in a query (queries*.py) that takes the actor; what is no page's query has a line in MAY_READ.",
    )


def test_no_page_is_on_the_lists() -> None:
    pages = [place for place in (*MAY_WRITE, *MAY_READ) if any(word in place for word in NEVER)]
    refuse((f"{SITE}{place}:1: on the list" for place in pages), "A page calls one action or one query.")


def test_every_entry_of_the_lists_is_still_needed() -> None:
    for places, found in ((MAY_WRITE, writes), (MAY_READ, reads)):
        needed = [module for module in modules_in(SITE) if any(found(module))]
        refuse(
            (
                f"{SITE}{place}:1: {why}"
                for place, why in places.items()
                if not any(listed(one, {place: why}) for one in needed)
            ),
            "Take the entry out of the list.",
        )


def test_each_way_to_touch_a_table_is_noticed() -> None:
    for text in (
        "row.save()",
        "row.save(update_fields=['a'])",
        "rows.delete()",
        "rows.update(a=1)",
        "X.objects.create(a=1)",
    ):
        assert list(writes(Module.parse("a.py", text))), text
    for text in ("request.session.save()", "known.update(more)", "digest.update(content)", "storage.save(name, file)"):
        assert not list(writes(Module.parse("a.py", text))), text
    assert list(reads(Module.parse("a.py", "Activity.objects.filter(a=1)")))


def test_a_module_that_declares_an_action_may_write_unless_it_is_a_page() -> None:
    text = "@action('room.done', OFFICE)\ndef do(*, actor): row.save()"
    assert may_write(Module.parse(f"{SITE}room/closing.py", text))
    assert not may_write(Module.parse(f"{SITE}room/views.py", text))
    assert not may_write(Module.parse(f"{SITE}room/closing.py", "def do(): row.save()"))
