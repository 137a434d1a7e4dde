"""The door for web servers: ``gunicorn bihuan_site.config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan_site.config.settings")
application = get_wsgi_application()
