"""Addresses of the room, with their rights."""

from bihuan_site.organisations.exchange import views as exchange
from bihuan_site.organisations.groups import task_force_views as task_forces
from bihuan_site.organisations.groups import views as study
from bihuan_site.organisations.liaison import views as liaison
from bihuan_site.organisations.people import views as people
from bihuan_site.organisations.posts import views as posts
from bihuan_site.organisations.tree import act_views as acts
from bihuan_site.organisations.tree import views as tree
from bihuan_site.shared.roles import BRANCH, OFFICE, SUPERIORS, WORKERS
from bihuan_site.shared.routes import page

app_name = "organisations"

KEEPERS = {**OFFICE, **BRANCH}
"""The office for everybody below, a branch for what is its own."""

EXCHANGE = [
    page("organisations/import/", exchange.imports, "imports", read=OFFICE, write=OFFICE),
    page("organisations/import/template/", exchange.template, "import_template", read=OFFICE),
    page("organisations/import/mappings/new/", exchange.mapping, "new_mapping", read=OFFICE, write=OFFICE),
    page("organisations/import/mappings/<str:name>/", exchange.mapping, "mapping", read=OFFICE, write=OFFICE),
    page("organisations/import/mappings/<str:name>/delete/", exchange.delete_mapping, "delete_mapping", write=OFFICE),
    page("organisations/import/<str:pk>/", exchange.staged, "staged", read=OFFICE, write=OFFICE),
    page("organisations/import/<str:pk>/drop/", exchange.drop, "drop_import", write=OFFICE),
    page("organisations/export/", exchange.export, "export", read=OFFICE),
]
TREE = [
    page("organisations/", tree.tree, "tree", read=WORKERS),
    page("organisations/new/", acts.found, "found", read=OFFICE, write=OFFICE),
    page("organisations/structure/", tree.structure, "structure", read=SUPERIORS),
    page("organisations/<str:pk>/", tree.organisation, "organisation", read=WORKERS),
    page("organisations/<str:pk>/change/<slug:act>/", acts.change, "change", read=OFFICE, write=OFFICE),
    page("organisations/<str:pk>/election/", acts.election, "election", read=OFFICE, write=OFFICE),
    page("organisations/<str:pk>/extend/", acts.extend, "extend", read=OFFICE, write=OFFICE),
    page("organisations/<str:pk>/planned/<int:planned>/cancel/", acts.cancel_planned, "cancel_planned", write=OFFICE),
    page("organisations/<str:pk>/groups/new/", acts.new_group, "new_group", read=KEEPERS, write=KEEPERS),
    page("groups/<str:pk>/name/", acts.rename_group, "rename_group", read=KEEPERS, write=KEEPERS),
    page("groups/<str:pk>/dissolve/", acts.dissolve_group, "dissolve_group", read=KEEPERS, write=KEEPERS),
]
POSTS = [
    page("organisations/<str:pk>/appoint/", posts.appoint, "appoint", read=OFFICE, write=OFFICE),
    page("posts/<str:pk>/remove/", posts.remove, "remove", read=OFFICE, write=OFFICE),
    page("handovers/", posts.handovers, "handovers", read=WORKERS),
    page("handovers/<int:pk>/", posts.handover, "handover", read=WORKERS, write=KEEPERS),
]
PEOPLE = [
    page("people/", people.people, "people", read=WORKERS),
    page("people/new/", people.add, "add_person", read=OFFICE, write=OFFICE),
    page("people/<str:pk>/", people.person, "person", read=WORKERS),
    page("people/<str:pk>/phone/", people.show_phone, "show_phone", read=OFFICE, write=OFFICE),
    page("people/<str:pk>/data/", people.data, "person_data", read=OFFICE),
    page("people/<str:pk>/act/<slug:act>/", people.act, "person_act", read=KEEPERS, write=KEEPERS),
    page("organisations/<str:pk>/grouping/", people.grouping, "grouping", read=KEEPERS, write=KEEPERS),
]
LIAISON = [
    page("liaison/", liaison.liaison, "liaison", read=SUPERIORS),
    page("liaison/assign/", liaison.assign, "assign_liaison", write=OFFICE),
    page("liaison/end/", liaison.end, "end_liaison", write=OFFICE),
    page("liaison/secretary/", liaison.by_secretary, "liaison_by_secretary", write=OFFICE),
]
GROUPS = [
    page("study-groups/", study.study_groups, "study_groups", read=WORKERS),
    page("study-groups/<str:pk>/", study.study_group, "study_group", read=WORKERS),
    page("study-groups/<str:pk>/change/", study.change_study_group, "change_study_group", read=KEEPERS, write=KEEPERS),
    page("study-groups/<str:pk>/end/", study.end_study_group, "end_study_group", read=KEEPERS, write=KEEPERS),
    page("study-groups/<str:pk>/observers/", study.observers, "observers", read=OFFICE, write=OFFICE),
    page(
        "organisations/<str:pk>/study-groups/new/",
        study.new_study_group,
        "new_study_group",
        read=KEEPERS,
        write=KEEPERS,
    ),
    page("task-forces/", task_forces.task_forces, "task_forces", read=SUPERIORS),
    page("task-forces/new/", task_forces.new_task_force, "new_task_force", read=OFFICE, write=OFFICE),
    page("task-forces/<str:pk>/", task_forces.task_force, "task_force", read=SUPERIORS),
    page("task-forces/<str:pk>/members/", task_forces.set_members, "task_force_members", read=OFFICE, write=OFFICE),
    page("task-forces/<str:pk>/tasks/new/", task_forces.add_task, "add_task", read=OFFICE, write=OFFICE),
    page("task-forces/<str:pk>/tasks/<int:task>/done/", task_forces.finish_task, "finish_task", write=OFFICE),
    page("task-forces/<str:pk>/end/", task_forces.end_task_force, "end_task_force", read=OFFICE, write=OFFICE),
]

urlpatterns = [*EXCHANGE, *TREE, *POSTS, *PEOPLE, *LIAISON, *GROUPS]
