"""Addresses of sign-off."""

from bihuan_site.responsibility.rights import READERS, SIGNERS
from bihuan_site.responsibility.signing import views
from bihuan_site.shared.roles import OFFICE
from bihuan_site.shared.routes import page

pages = [
    page("signing/", views.rounds, "signing", read=READERS, write=OFFICE),
    page("signing/<int:round>/", views.round_page, "signing_round", read=READERS),
    page("signing/<int:round>/sign/", views.sign_round, "sign", write=SIGNERS),
    page("signing/<int:round>/remind/", views.remind_round, "remind", write=OFFICE),
    page("signing/<int:round>/close/", views.end_round, "close_round", write=OFFICE),
]
