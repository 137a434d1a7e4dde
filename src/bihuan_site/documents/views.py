"""Sending a file: always as something to save, never as a page."""

from uuid import UUID

from django.http import FileResponse, HttpResponseBase

from bihuan_site.documents.kinds import KINDS
from bihuan_site.documents.queries import upload_for
from bihuan_site.documents.taking import path_of
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.routes import Request


def download(request: Request, upload: UUID) -> HttpResponseBase:
    """Send one file with its own name."""
    found = upload_for(request.actor, upload)
    try:
        file = path_of(found.stored).open("rb")
    except FileNotFoundError:
        raise NotFound("Upload") from None
    answer = FileResponse(file, as_attachment=True, filename=found.name, content_type=KINDS[found.kind].mime)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
