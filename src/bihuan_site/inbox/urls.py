"""Addresses of the room."""

from bihuan_site.inbox import views, views_channels
from bihuan_site.shared.roles import PERSON, SYSTEM
from bihuan_site.shared.routes import page

app_name = "inbox"
urlpatterns = [
    page("inbox/", views.items, "items", read=PERSON),
    page("inbox/calendar/", views.calendar_address, "calendar_address", read=PERSON, write=PERSON),
    page("inbox/calendar.ics", views.own_calendar, "own_calendar", read=PERSON),
    page("inbox/<int:item>/", views.item, "item", read=PERSON),
    page("calendar/<str:secret>.ics", views.feed, "feed", anyone=True),
    page("channels/", views_channels.channels, "channels", read=SYSTEM),
    page("channels/new/", views_channels.edit, "new_channel", read=SYSTEM, write=SYSTEM),
    page("channels/<int:channel>/", views_channels.edit, "channel", read=SYSTEM, write=SYSTEM),
    page("channels/<int:channel>/switch/", views_channels.switch, "switch_channel", write=SYSTEM),
    page("channels/<int:channel>/try/", views_channels.trial, "try_channel", write=SYSTEM),
]
