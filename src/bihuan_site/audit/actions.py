"""Acts of the audit administrator: also looking after the trail leaves a row."""

from bihuan_site.audit.acting import Done, action
from bihuan_site.audit.chain import Fault, faults, head
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import AUDITING


def read_head(text: str) -> tuple[int, str] | None:
    """Read a kept head as it is printed, ``123:digest``; empty is none. Raises :class:`Refused` for anything else."""
    if not text.strip():
        return None
    number, _, digest = text.strip().partition(":")
    plain = digest.replace(" ", "").lower()
    if not number.isdecimal() or len(plain) != 64 or not set(plain) <= set("0123456789abcdef"):
        raise Refused("链头要写成“行号:64 位摘要”，照打印件抄。")
    return int(number), plain


@action("audit.verified", AUDITING)
def verify(*, actor: Actor, kept: str = "") -> Done[list[Fault]]:
    """Check the whole chain, against a head kept outside if one is given."""
    wanted = read_head(kept)
    found = faults(AuditRow.objects.order_by("sequence").iterator(chunk_size=2000), wanted)
    return Done(found, on="trail", details={"rows": head()[0], "faults": len(found), "kept": wanted is not None})


@action("audit.exported", AUDITING)
def tell_exported(*, actor: Actor, rows: int) -> Done[None]:
    """Leave a row that the trail was taken out."""
    return Done(on="trail", details={"rows": rows})


@action("audit.head_taken", AUDITING)
def take_head(*, actor: Actor) -> Done[tuple[int, str]]:
    """Give the head to keep outside, and leave a row that it was taken."""
    found = head()
    return Done(found, on="trail", details={"row": found[0]})
