"""Acts of importing: keep a mapping, stage what was read, take it all, or throw it away."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.exchange.reading import Read
from bihuan_site.organisations.exchange.storing import store
from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.models import SheetMapping, StagedImport
from bihuan_site.organisations.scoping import get_one, organisation_for, within
from bihuan_site.organisations.standard_queries import TABLES, state_of_data
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import OFFICE


@action("organisations.import_staged", OFFICE)
def stage_import(*, actor: Actor, read: Read) -> Done[StagedImport]:
    """Keep what was read, with everything wrong with it; nothing else is stored. The same bytes once taken are told."""
    where = organisation_for(actor, actor.organisation)
    taken = StagedImport.objects.filter(digest=read.digest, taken__isnull=False).first()
    if taken:
        raise Refused(f"这份表在 {timezone.localtime(taken.taken):%Y-%m-%d %H:%M} 已经导入过，内容一字不差，不用再导。")
    StagedImport.objects.filter(organisation=where, taken__isnull=True, account=actor.account).delete()
    one = StagedImport.objects.create(
        id=new_id("dr"),
        organisation=where,
        name=read.name,
        digest=read.digest,
        basis=read.basis,
        mapping=read.mapping,
        rows=read.rows,
        problems=[asdict(trouble) for trouble in read.troubles],
        counts={table: len(rows) for table, rows in read.rows.items()} | {"skipped": read.skipped},
        account=actor.account,
    )
    details = {"digest": read.digest, "problems": len(read.troubles)}
    return Done(one, on=f"import:{one.pk}", details=details)


@action("organisations.import_taken", OFFICE)
def take_import(*, actor: Actor, staged: str, digest: str) -> Done[StagedImport]:
    """Take every row of a staged workbook at once, or none: refused with any problem or if the data changed since."""
    one = get_one(within(actor, StagedImport.objects.select_for_update()), pk=staged)
    if one.digest != digest:
        raise Refused("预览的不是这一份表。请重新上传。")
    if one.taken:
        raise Refused("这份表已经导入，不用再导。")
    stops = sum(1 for problem in one.problems if problem["stops"])
    if stops:
        raise Refused(f"还有 {stops} 处错误，一行也不会导入。请改好表再上传。")
    if one.basis != state_of_data():
        raise Refused("上传以后，组织或人员有了变动，预览已经不准。请重新上传同一份表。")
    organisations = store(one.rows)
    one.taken, one.rows = timezone.now(), {}
    one.save()
    details = {"digest": one.digest, **one.counts}
    return Done(one, on=f"import:{one.pk}", organisations=organisations, details=details)


@action("organisations.import_dropped", OFFICE)
def drop_import(*, actor: Actor, staged: str) -> Done[None]:
    """Throw a staged workbook away."""
    one = get_one(within(actor, StagedImport.objects.filter(taken__isnull=True)), pk=staged)
    one.delete()
    return Done(on=f"import:{staged}")


@action("organisations.mapping_saved", OFFICE)
def save_mapping(
    *,
    actor: Actor,
    name: str,
    table: str,
    sheet: str,
    heading_row: int,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    version: int = 0,
) -> Done[SheetMapping]:
    """Keep under a name which of the agency's own columns is which of the standard's; ``version`` 0 makes a new one."""
    described = next((one for one in TABLES.values() if one.sheet == table), None)
    if described is None:
        raise Refused("没有这张表。请重选。")
    given = {*columns.values(), *constants}
    lacking = [one.heading for one in described.columns if not one.optional and one.heading not in given]
    if lacking:
        raise Refused(f"这几列必须对应或填固定值：{'、'.join(lacking)}。")
    existing = SheetMapping.objects.filter(name=name).first()
    if existing and not version:
        raise Refused(f"已有名为“{name}”的对应。请换一个名称，或打开原来的来改。")
    one = existing or SheetMapping(name=name)
    if existing:
        check_version(one, version)
    one.content = _content(table, sheet, heading_row, columns, constants)
    one.save()
    return Done(one, on=f"mapping:{name}", details={"columns": len(columns)})


@action("organisations.mapping_deleted", OFFICE)
def delete_mapping(*, actor: Actor, name: str) -> Done[None]:
    """Forget a saved mapping."""
    get_one(SheetMapping.objects.all(), pk=name).delete()
    return Done(on=f"mapping:{name}")


def _content(
    table: str, sheet: str, heading_row: int, columns: Mapping[str, str], constants: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "table": table,
        "sheet": sheet,
        "heading_row": heading_row,
        "columns": dict(columns),
        "constants": dict(constants),
    }
