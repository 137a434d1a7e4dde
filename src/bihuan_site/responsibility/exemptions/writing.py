"""The ledger's row of an exemption, built from the request it answers."""

from bihuan_site.ledger.models import Exemption
from bihuan_site.responsibility.models import ExemptionRequest
from bihuan_site.shared.clock import business_day


def exemption_from(request: ExemptionRequest, approver: str, by: str = "") -> Exemption:
    """Build the row, unsaved; its id is the request's, so that granting twice cannot make two."""
    ground = f"{request.ground}：{request.text}" if request.text else request.ground
    return Exemption(
        id=f"hm-{request.pk:06}",
        organisation_id=request.organisation_id,
        target=request.target,
        ground=ground,
        approver=approver,
        since=request.since,
        until=request.until,
        received=business_day(),
        by=by,
    )


def taken_back(granted: Exemption, by: str) -> Exemption:
    """Build the row that takes an exemption back: a new one that names the old."""
    return Exemption(
        id=f"{granted.id}-zf",
        organisation_id=granted.organisation_id,
        target=granted.target,
        ground=granted.ground,
        approver=granted.approver,
        since=granted.since,
        until=granted.until,
        received=business_day(),
        corrects=granted.id,
        withdrawn=True,
        by=by,
    )
