"""Addresses of the room."""

from bihuan_site.packs import views, views_editing, views_looking, views_stages
from bihuan_site.packs.rights import EDITORS, EVERY_WORKER, READERS, REVIEWERS
from bihuan_site.shared.routes import page

ONE = "packs/<int:version>/"

app_name = "packs"
urlpatterns = [
    page("packs/", views.versions, "versions", read=READERS),
    page("packs/install/", views.install, "install", read=EDITORS, write=EDITORS),
    page("packs/upload/", views.upload, "upload", write=EDITORS),
    page("packs/codes/", views.codes, "codes", read=READERS),
    page("packs/in-force/", views.rules_in_force, "in_force", read=EVERY_WORKER),
    page(ONE, views.version, "version", read=READERS),
    page(f"{ONE}duties/", views.duties, "duties", read=READERS),
    page(f"{ONE}measures/", views.measures, "measures", read=READERS),
    page(f"{ONE}cases/", views_looking.cases, "cases", read=READERS),
    page(f"{ONE}compare/", views_looking.compare, "compare", read=READERS),
    page(f"{ONE}effect/", views_looking.effect, "effect", read=REVIEWERS),
    page(f"{ONE}workbook/", views.workbook, "workbook", read=REVIEWERS),
    page(f"{ONE}draft/", views.new_draft, "new_draft", read=EDITORS, write=EDITORS),
    page(f"{ONE}write/", views_stages.write, "write", write=EDITORS),
    page(f"{ONE}review/", views_stages.review, "review", write=REVIEWERS),
    page(f"{ONE}put-in-force/", views_stages.put_in_force, "put_in_force", read=EDITORS, write=EDITORS),
    page(f"{ONE}duties/new/", views_editing.duty, "new_duty", read=EDITORS, write=EDITORS),
    page(f"{ONE}duties/<str:duty>/", views_editing.duty, "duty", read=EDITORS, write=EDITORS),
    page(f"{ONE}measures/new/", views_editing.new_measure, "new_measure", read=EDITORS, write=EDITORS),
    page(f"{ONE}measures/<str:measure>/", views_editing.measure, "measure", read=EDITORS, write=EDITORS),
    page(f"{ONE}grades/", views_editing.grading, "grades", read=EDITORS, write=EDITORS),
    page(f"{ONE}cases/<int:number>/", views_editing.case, "case", read=EDITORS, write=EDITORS),
    page(f"{ONE}<str:kind>/<str:name>/case/", views_editing.new_case, "new_case", read=EDITORS, write=EDITORS),
    page(f"{ONE}<str:kind>/<str:name>/withdraw/", views_editing.withdraw, "withdraw", read=EDITORS, write=EDITORS),
]
