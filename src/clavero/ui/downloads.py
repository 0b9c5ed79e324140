"""Answers that are kept as files."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from clavero.ui import spreadsheet


def downloaded(content: bytes, content_type: str, file: str) -> HttpResponse:
    """A file to be kept under its name."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file)
    return answer


def handed_out(content: bytes, file: str) -> HttpResponse:
    """A file that somebody brought, to be saved and never shown: whoever made it is none of
    ours."""
    answer = downloaded(content, "application/octet-stream", file)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def sheet_downloaded(sheet: spreadsheet.Sheet, kind: str, name: str) -> HttpResponse:
    """A sheet as a workbook (``xlsx``), or its rows alone as CSV for any other ``kind``."""
    if kind == "xlsx":
        return downloaded(spreadsheet.to_workbook([sheet]), spreadsheet.XLSX, f"{name}.xlsx")
    rows = spreadsheet.to_csv(sheet.heads, sheet.records)
    return downloaded(rows, spreadsheet.CSV, f"{name}.csv")


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by their names in one archive."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()
