"""Addresses of theory study."""

from bihuan_site.progress.study import views
from bihuan_site.progress.study.rights import KEEPERS, READERS, SEATED
from bihuan_site.shared.routes import page

pages = [
    page("study/", views.study, "study", read=READERS),
    page("study/topics/", views.study_topics, "study_topics", read=KEEPERS, write=KEEPERS),
    page("study/sessions/new/", views.new_session, "new_study_session", read=KEEPERS, write=KEEPERS),
    page("study/sessions/<int:session>/", views.session, "study_session", read=READERS, write=KEEPERS),
    page(
        "study/sessions/<int:session>/change/",
        views.change,
        "change_study_session",
        read=KEEPERS,
        write=KEEPERS,
    ),
    page(
        "study/sessions/<int:session>/record/",
        views.record,
        "record_study_session",
        read=KEEPERS,
        write=KEEPERS,
    ),
    page("study/sessions/<int:session>/seat/", views.seat, "study_seat", read=SEATED),
]
