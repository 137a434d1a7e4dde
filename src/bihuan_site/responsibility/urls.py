"""The room's addresses: the lists of its matters, joined."""

from bihuan_site.responsibility.duty_list.urls import pages as duties
from bihuan_site.responsibility.exemptions.urls import pages as exemptions
from bihuan_site.responsibility.programmes.urls import pages as programmes
from bihuan_site.responsibility.signing.urls import pages as signing
from bihuan_site.responsibility.tasks.urls import pages as tasks

app_name = "responsibility"
urlpatterns = [*tasks, *signing, *exemptions, *programmes, *duties]
