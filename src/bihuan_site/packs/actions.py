"""Every write on versions. What takes long (reading, freezing, running cases) is done before, see ``stages``."""

from django.utils import timezone

from bihuan import api
from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.organisations.models import Organisation
from bihuan_site.packs import installing
from bihuan_site.packs.bundles import bundle_of, problems_of, tree_of, with_tree
from bihuan_site.packs.installing import Frozen
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.packs.queries import NO_SOURCE, is_taken, version_for
from bihuan_site.packs.rights import EDITORS, REVIEWERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import Refused, Stale
from bihuan_site.shared.roles import Role

KIND = "规则包"


@action("packs.installed", EDITORS)
def keep_installed(*, actor: Actor, found: Frozen) -> Done[PackVersion]:
    """Store a pack that came with the program; one that is here already stays as it is."""
    made = installing.store(found, author=actor.person)
    return Done(made, on=f"pack_version:{made.pk}", details={"pack": made.pack, "version": made.version})


@action("packs.uploaded", EDITORS)
def keep_uploaded(*, actor: Actor, loaded: api.LoadedPack) -> Done[PackVersion]:
    """Store a pack read from a workbook as a draft. Raises :class:`Refused` if its number is taken."""
    own = loaded.pack
    if is_taken(own.id, own.version):
        raise Refused(f"“{own.pack}”已经有 {own.version} 版。请在工作簿“规则包”表里改版本号，再交一次。")
    made = PackVersion.objects.create(
        pack=own.id,
        version=own.version,
        title=own.pack,
        source=bundle_of(loaded),
        author=actor.person,
        editors=[actor.person],
    )
    return Done(made, on=f"pack_version:{made.pk}", details={"pack": made.pack, "version": made.version})


@action("packs.drafted", EDITORS)
def start_draft(*, actor: Actor, version: int, number: str, note: str = "") -> Done[PackVersion]:
    """Start a draft with a new number from any version. Raises :class:`Refused` if the number is taken."""
    origin = version_for(actor, version)
    if not origin.source:
        raise Refused(NO_SOURCE)
    if is_taken(origin.pack, number):
        raise Refused(f"已经有 {number} 版。用过的版本号不再用，请换一个。")
    source = bytes(origin.source)
    made = PackVersion.objects.create(
        pack=origin.pack,
        version=number,
        title=origin.title,
        source=with_tree(source, tree_of(source) | {"版本": number}),
        based_on=origin,
        note=note,
        author=actor.person,
        editors=[actor.person],
    )
    return Done(made, on=f"pack_version:{made.pk}", details={"version": number, "based_on": origin.pk})


@action("packs.edited", EDITORS)
def edit_draft(*, actor: Actor, version: int, revision: int, source: bytes, what: str) -> Done[PackVersion]:
    """Replace a draft's words by ``source``, which was made from revision ``revision`` of them."""
    found = _at(actor, version, revision, Stage.DRAFT)
    found.source = source
    found.editors = sorted({*found.editors, actor.person})
    found.returned = ""
    _save(found, "source", "editors", "returned")
    return Done(found, on=f"pack_version:{found.pk}", details={"what": what})


@action("packs.discarded", EDITORS)
def discard_draft(*, actor: Actor, version: int, revision: int) -> Done[None]:
    """Throw a draft away; what was published is never thrown away."""
    found = _at(actor, version, revision, Stage.DRAFT)
    if found.drafts.exists():
        raise Refused("别的草稿是在这一版上起草的，不能删去。")
    settle(_key(found))
    on, number = f"pack_version:{found.pk}", found.version
    found.delete()
    return Done(on=on, details={"version": number})


@action("packs.submitted", EDITORS)
def submit(*, actor: Actor, version: int, revision: int) -> Done[PackVersion]:
    """Hand a draft in for review. Raises :class:`Refused` with every error at once."""
    found = _at(actor, version, revision, Stage.DRAFT)
    refuse_errors(bytes(found.source))
    found.stage, found.rounds = Stage.REVIEW, found.rounds + 1
    _save(found, "stage", "rounds")
    tell(
        key=f"{_key(found)}:{found.rounds}",
        kind=KIND,
        title=f"审核规则包 {found.title} {found.version}",
        url=address(found),
        organisation=actor.organisation,
        role=Role.COMMITTEE_SECRETARY,
    )
    return Done(found, on=f"pack_version:{found.pk}")


@action("packs.approved", REVIEWERS)
def approve(*, actor: Actor, version: int, revision: int) -> Done[PackVersion]:
    """Approve what another has written. Raises :class:`Refused` for those who wrote it."""
    found = _for_review(actor, version, revision)
    found.stage, found.reviewer, found.returned = Stage.APPROVED, actor.person, ""
    _save(found, "stage", "reviewer", "returned")
    _answer(found, f"规则包 {found.version} 已审，可以发布")
    return Done(found, on=f"pack_version:{found.pk}")


@action("packs.returned", REVIEWERS)
def send_back(*, actor: Actor, version: int, revision: int, reason: str) -> Done[PackVersion]:
    """Return what was handed in, with the reason; it is a draft again."""
    found = _for_review(actor, version, revision)
    found.stage, found.reviewer, found.returned = Stage.DRAFT, "", reason
    _save(found, "stage", "reviewer", "returned")
    _answer(found, f"规则包 {found.version} 退回修改")
    return Done(found, on=f"pack_version:{found.pk}")


@action("packs.published", EDITORS)
def keep_published(*, actor: Actor, version: int, revision: int, proven: Frozen) -> Done[PackVersion]:
    """Store the frozen bytes of an approved version, whose cases were run before; from now on nothing changes them."""
    found = _at(actor, version, revision, Stage.APPROVED)
    if bytes(found.source) != proven.source:
        raise Stale
    found.stage, found.content = Stage.PUBLISHED, proven.content
    found.meaning, found.wording = proven.meaning, proven.wording
    found.published = timezone.now()
    _save(found, "stage", "content", "meaning", "wording", "published")
    settle(_key(found))
    return Done(found, on=f"pack_version:{found.pk}", details={"meaning": found.meaning, "wording": found.wording})


@action("packs.put_in_force", EDITORS)
def put_in_force(*, actor: Actor, version: int, revision: int) -> Done[PackVersion]:
    """Make a published version the one in force from today on; every branch is reckoned anew in the same act."""
    found = _at(actor, version, revision, Stage.PUBLISHED)
    if found.active:
        raise Refused("这一版正在施行。")
    installing.put_in_force(found)
    _save(found)
    everybody = list(Organisation.objects.values_list("id", flat=True))
    return Done(found, on=f"pack_version:{found.pk}", organisations=everybody, details={"version": found.version})


def refuse_errors(source: bytes) -> None:
    """Raise :class:`Refused` with every error of a draft."""
    errors = [one for one in problems_of(source) if one.severity is api.Severity.ERROR]
    if errors:
        said = "；".join(f"{one.code} {one.what}" for one in errors)
        raise Refused(f"还有 {len(errors)} 处错误，改正以后再提交：{said}。")


def address(version: PackVersion) -> str:
    """Give the page of a version."""
    return f"/packs/{version.pk}/"


def _at(actor: Actor, version: int, revision: int, stage: Stage) -> PackVersion:
    """Give a version that still is as the form showed it. Raises ``Stale`` or :class:`Refused`."""
    found = version_for(actor, version)
    if found.revision != revision:
        raise Stale
    if found.stage != stage:
        raise Refused(f"这一版现在是“{found.stage}”，不能这样办。")
    return found


def _for_review(actor: Actor, version: int, revision: int) -> PackVersion:
    found = _at(actor, version, revision, Stage.REVIEW)
    if actor.person in (found.author, *found.editors):
        raise Refused("自己不能审自己写的规则。请机关党委书记或者办公室的另一位同志审。")
    return found


def _save(found: PackVersion, *fields: str) -> None:
    found.revision += 1
    found.save(update_fields=[*fields, "revision"])


def _key(found: PackVersion) -> str:
    return f"pack:{found.pk}"


def _answer(found: PackVersion, words: str) -> None:
    """Settle what the reviewers were told, and tell the author."""
    settle(f"{_key(found)}:{found.rounds}")
    if found.author:
        key = f"{_key(found)}:{found.rounds}:answer"
        tell(key=key, kind=KIND, title=words, url=address(found), person=found.author)
