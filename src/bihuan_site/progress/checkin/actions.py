"""The one write of check-in, short so that a full hall gets through in half a minute."""

from django.utils import timezone

from bihuan_site.audit.acting import Done, action
from bihuan_site.progress.checkin.codes import is_open, is_sealed, notice_of
from bihuan_site.progress.checkin.queries import notice_due
from bihuan_site.progress.models import CheckIn
from bihuan_site.progress.rights import MEMBERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import Refused

STALE_CODE = "这个码已换新，请再扫一次会场的码。不方便扫，请书记在名单上代勾。"
CLOSED = "这次活动现在不能签到。不方便扫码的，请书记在名单上代勾。"


@action("progress.checked_in", MEMBERS)
def check_in(*, actor: Actor, notice: int, code: str = "", seal: str = "") -> Done[CheckIn]:
    """Confirm that one is there. Needs a fresh code, or the seal a page got for one; once a person, told kindly."""
    if notice_of(code) != notice and not is_sealed(seal, notice, actor.account):
        raise Refused(STALE_CODE)
    found = notice_due(actor, notice)
    if not is_open(found):
        raise Refused(CLOSED)
    entry, is_new = CheckIn.objects.get_or_create(
        notice=found, person_id=actor.person, defaults={"moment": timezone.now()}
    )
    return Done(entry, f"notice:{notice}", (), {"notice": notice, "again": not is_new})
