"""Pages of importing and exporting."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bihuan import api
from bihuan_site.organisations.act_pages import run_or_say
from bihuan_site.organisations.exchange import actions, queries
from bihuan_site.organisations.exchange.forms import SHEETS, MappingForm, UploadForm
from bihuan_site.organisations.exchange.reading import read_workbook
from bihuan_site.organisations.models import StagedImport
from bihuan_site.organisations.standard_queries import TABLES, tables_for
from bihuan_site.shared.listing import XLSX
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.routes import Request

SHOWN = 200


def imports(request: Request) -> HttpResponse:
    """Upload a workbook; see what stands ready and what was taken."""
    saved = queries.mappings(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, mappings=[(one.name, one.name) for one in saved])
    if request.method == "POST" and form.is_valid():
        try:
            done = _stage(request, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("organisations:staged", done.pk)
    given = {"form": form, "mappings": saved, "imports": queries.imports(request.actor)[:20], "sheets": SHEETS}
    return render(request, "organisations/imports.html", given)


def _stage(request: Request, form: UploadForm) -> StagedImport:
    file, chosen = form.cleaned_data["file"], form.cleaned_data["mapping"]
    mapping = queries.mapping(request.actor, chosen) if chosen else None
    file.file.seek(0)
    read = read_workbook(request.actor, file.file.read(), file.name, mapping)
    done = actions.stage_import(actor=request.actor, read=read, key=form.cleaned_data["key"])
    if done.result is None:
        raise Refused("这份表刚才已经上传过。请在下面的列表里打开。")
    return done.result


def staged(request: Request, pk: str) -> HttpResponse:
    """Show what a workbook would bring, every problem with its cell, and take it."""
    one = queries.staged(request.actor, pk)
    if request.method == "POST":
        return run_or_say(
            request,
            reverse("organisations:staged", args=[pk]),
            "已导入。",
            lambda: actions.take_import(
                actor=request.actor, staged=pk, digest=request.POST.get("digest", ""), key=request.POST.get("key", "")
            ),
        )
    stops = [problem for problem in one.problems if problem["stops"]]
    tells = [problem for problem in one.problems if not problem["stops"]]
    given = {
        "one": one,
        "counts": queries.counts_of(one),
        "stops": stops[:SHOWN],
        "tells": tells[:SHOWN],
        "stop_count": len(stops),
        "tell_count": len(tells),
        "skipped": one.counts.get("skipped", 0),
    }
    return render(request, "organisations/staged.html", given)


def drop(request: Request, pk: str) -> HttpResponse:
    """Throw a staged workbook away."""
    back = reverse("organisations:imports")
    return run_or_say(request, back, "已丢弃。", lambda: actions.drop_import(actor=request.actor, staged=pk))


def template(request: Request) -> HttpResponse:
    """Give the empty workbook."""
    return _file("组织人员导入模板", lambda path: api.write_template(path))


def export(request: Request) -> HttpResponse:
    """Give organisations, events, people, posts and liaison in the exchange standard."""
    tables = tables_for(request.actor)
    return _file("组织人员", lambda path: api.write_xlsx(tables, path))


def _file(name: str, write: Any) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        try:
            write(path)
        except api.ProblemsError as error:
            raise Refused("没有导出：" + "；".join(one.what for one in error.problems[:5])) from None
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


def mapping(request: Request, name: str = "") -> HttpResponse:
    """Make or change a saved mapping."""
    saved = queries.mapping(request.actor, name) if name else None
    table = saved.content["table"] if saved else request.GET.get("table", "")
    if table not in {one.sheet for one in TABLES.values()}:
        raise Http404
    form = MappingForm(request.POST or None, table=table, initial=_initial(saved, table))
    if request.method == "POST" and form.is_valid():
        given = {one: form.cleaned_data[one] for one in ("name", "sheet", "heading_row", "key")}
        try:
            actions.save_mapping(
                actor=request.actor,
                table=table,
                columns=form.columns(),
                constants=form.constants(),
                version=form.cleaned_data["version"] or 0,
                **given,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已保存列对应。")
            return redirect("organisations:imports")
    return render(request, "organisations/mapping.html", {"form": form, "table": table, "saved": saved})


def _initial(saved: Any, table: str) -> dict[str, Any]:
    if saved is None:
        return {"sheet": table}
    content = saved.content
    described = next(one for one in TABLES.values() if one.sheet == table)
    own = {standard: heading for heading, standard in content["columns"].items()}
    initial = {"name": saved.name, "sheet": content["sheet"], "heading_row": content["heading_row"]}
    initial["version"] = saved.version
    for column in described.columns:
        initial[f"own_{column.name}"] = own.get(column.heading, "")
        initial[f"fixed_{column.name}"] = content["constants"].get(column.heading, "")
    return initial


def delete_mapping(request: Request, name: str) -> HttpResponse:
    """Forget a saved mapping."""
    back = reverse("organisations:imports")
    return run_or_say(request, back, "已删除。", lambda: actions.delete_mapping(actor=request.actor, name=name))
