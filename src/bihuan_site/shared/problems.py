"""Refusals of the site: what a person is told when something cannot be done."""


class Refused(Exception):
    """The act is against a rule; the text says what, why and what to do, and stands on top of the form."""


class Stale(Refused):
    """Somebody changed the thing after the form was opened."""

    def __init__(self, who: str = "") -> None:
        by = f"，改动人：{who}" if who else ""
        super().__init__(f"这一条在你打开以后已被改动{by}。你填的内容还在下面，请对照最新内容再提交。")


class NotAllowed(Exception):
    """The role may not do this at all."""


class NotFound(Exception):
    """The object does not exist for this actor; a foreign one looks exactly like a missing one."""
