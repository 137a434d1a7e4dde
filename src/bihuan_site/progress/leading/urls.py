"""Address of one's own duties."""

from bihuan_site.progress.leading import views
from bihuan_site.progress.rights import MEMBERS
from bihuan_site.shared.routes import page

pages = [page("my/duties/", views.my_posts, "my_posts", read=MEMBERS)]
