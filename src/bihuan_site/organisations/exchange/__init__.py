"""Workbooks in and out: the exchange standard, an agency's own sheets, the preview, taking all or nothing."""
