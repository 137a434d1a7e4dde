"""Pages of versions: the list, installing, one version, what it holds, its workbook, the rules in force."""

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan import api
from bihuan_site.packs import queries, stages
from bihuan_site.packs.actions import start_draft
from bihuan_site.packs.bundles import problems_of, tree_of
from bihuan_site.packs.contents import Contents, titles_of, told
from bihuan_site.packs.forms import DRAFT_MINUTES, UPLOAD_MINUTES, DraftForm, StageForm, WorkbookForm, next_number
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.packs.rights import EDITORS, REVIEWERS
from bihuan_site.packs.shelf import shipped
from bihuan_site.shared.listing import XLSX, Column, Listing
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

COLUMNS = (
    Column("规则包", lambda row: row.title, "title"),
    Column("版本", lambda row: row.version, "version"),
    Column("状态", lambda row: row.stage, "stage"),
    Column("施行", lambda row: "现行" if row.active else ""),
    Column("含义指纹", lambda row: row.meaning[:8]),
    Column("文字指纹", lambda row: row.wording[:8]),
    Column("日期", lambda row: timezone.localtime(row.published or row.created).date(), "created"),
)


def versions(request: Request) -> HttpResponse:
    """List the versions, the one in force first of all in the heading."""
    listing = Listing(request, queries.versions(request.actor), COLUMNS, name="规则包版本")
    if listing.is_export:
        return listing.export()
    rows = list(listing.page)
    names = queries.names(*(one.author for one in rows), *(one.reviewer for one in rows))
    context = {
        "listing": listing,
        "rows": [(one, names.get(one.author, ""), names.get(one.reviewer, "")) for one in rows],
        "current": queries.in_force(request.actor),
        "may_edit": request.actor.role in EDITORS,
    }
    return render(request, "packs/versions.html", context)


def install(request: Request) -> HttpResponse:
    """List what came with the program; install one."""
    if request.method == "POST":
        try:
            done = stages.install_shipped(
                actor=request.actor, name=request.POST.get("name", ""), key=request.POST.get("key", "")
            )
        except api.ProblemsError as error:
            return _install_page(request, WorkbookForm(), error.problems)
        messages.success(request, "已安装。核对以后可以启用，也可以在它上面起草新版本。")
        return _to(done.result) if done.result else HttpResponseRedirect(reverse("packs:versions"))
    return _install_page(request, WorkbookForm())


def upload(request: Request) -> HttpResponse:
    """Take a workbook in as a draft, or show everything wrong with it."""
    form = WorkbookForm(request.POST, request.FILES)
    problems: list[api.Problem] = []
    if form.is_valid():
        try:
            checked = form.cleaned_data["file"]
            done = stages.take_workbook(actor=request.actor, file=checked.file, key=form.cleaned_data["key"])
        except api.ProblemsError as error:
            problems = error.problems
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "工作簿已读入，成为草稿。")
            return _to(done.result) if done.result else HttpResponseRedirect(reverse("packs:versions"))
    return _install_page(request, form, problems)


def _install_page(request: Request, form: WorkbookForm, problems: list[api.Problem] | None = None) -> HttpResponse:
    here = queries.installed(request.actor)
    shelf = [(one, one.version in here.get(one.name, ())) for one in shipped()]
    context = {"shelf": shelf, "form": form, "problems": told(problems or []), "minutes": UPLOAD_MINUTES}
    return render(request, "packs/install.html", context)


def version(request: Request, version: int) -> HttpResponse:
    """One version: its stage, what it holds in numbers, everything wrong with it, its history."""
    found = queries.version_for(request.actor, version)
    return render(request, "packs/version.html", version_page(request, found, StageForm()))


def version_page(request: Request, found: PackVersion, form: StageForm) -> dict[str, object]:
    """Give what the page of a version shows."""
    actor = request.actor
    pack = readable(found)
    problems = told(problems_of(bytes(found.source)), titles_of(pack)) if found.source else []
    history = list(queries.history(actor, found))
    names = queries.names(found.author, found.reviewer, *found.editors)
    return base(request, found, "about") | {
        "contents": Contents(pack) if pack else None,
        "problems": problems,
        "errors": sum(one["is_error"] for one in problems),
        "cases": len(tree_of(bytes(found.source)).get("算例", [])) if found.source else 0,
        "history": history,
        "writers": "、".join(names[one] for one in sorted({found.author, *found.editors}) if one in names),
        "reviewer": names.get(found.reviewer, ""),
        "form": form,
        "may_review": actor.role in REVIEWERS and actor.person not in (found.author, *found.editors),
        "is_reviewer": actor.role in REVIEWERS,
        "has_others": queries.others(actor, found).exists(),
    }


def base(request: Request, found: PackVersion, tab: str) -> dict[str, object]:
    """Give what every page of a version needs."""
    may_edit = request.actor.role in EDITORS
    return {
        "found": found,
        "tab": tab,
        "may_write": may_edit,
        "may_edit": may_edit and found.stage == Stage.DRAFT and bool(found.source),
        "sees_drafts": request.actor.role in REVIEWERS,
    }


def readable(found: PackVersion) -> api.Pack | None:
    """Give the pack of a version, None for a draft with values that cannot be read."""
    try:
        return queries.pack_of(found)
    except api.ProblemsError:
        return None


def duties(request: Request, version: int) -> HttpResponse:
    """The duties of a version, with who, how often and on what basis."""
    found = queries.version_for(request.actor, version)
    own = frozenset(one["编号"] for one in tree_of(bytes(found.source)).get("责任清单", [])) if found.source else None
    rows = Contents(queries.pack_of(found)).duties(own or frozenset())
    tier = request.GET.get("who", "")
    given = {
        "rows": [one for one in rows if tier in ("", one["who"])],
        "who": tier,
        "owners": sorted({one["who"] for one in rows}),
        "total": len(rows),
    }
    return render(request, "packs/duties.html", base(request, found, "duties") | given)


def measures(request: Request, version: int) -> HttpResponse:
    """The measures of a version by dimension, with vetoes, grades and consequences."""
    found = queries.version_for(request.actor, version)
    contents = Contents(queries.pack_of(found))
    return render(request, "packs/measures.html", base(request, found, "measures") | {"contents": contents})


def rules_in_force(request: Request) -> HttpResponse:
    """The rules everybody is measured by, in words."""
    found = queries.in_force(request.actor)
    contents = Contents(queries.pack_of(found)) if found else None
    return render(request, "packs/in_force.html", {"found": found, "contents": contents})


def new_draft(request: Request, version: int) -> HttpResponse:
    """Start a draft from a version."""
    found = queries.version_for(request.actor, version)
    number = tree_of(bytes(found.source))["版本"] if found.source else found.version
    form = DraftForm(request.POST or None, initial={"number": next_number(number)})
    if request.method == "POST" and form.is_valid():
        try:
            done = start_draft(actor=request.actor, version=version, **form.given())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _to(done.result) if done.result else HttpResponseRedirect(reverse("packs:versions"))
    return render(request, "packs/new_draft.html", {"found": found, "form": form, "minutes": DRAFT_MINUTES})


def workbook(request: Request, version: int) -> HttpResponse:
    """The version as a workbook that can be taken in again."""
    found = queries.version_for(request.actor, version)
    loaded = queries.loaded_of(found)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        api.export_workbook(loaded, path)
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    name = quote(f"{found.title} {found.version}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def codes(request: Request) -> HttpResponse:
    """What every code of a problem means, why it matters, what to do."""
    return render(request, "packs/codes.html", {"codes": list(api.CODES.values())})


def _to(found: PackVersion) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("packs:version", args=(found.pk,)))
