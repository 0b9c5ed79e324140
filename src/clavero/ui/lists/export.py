"""A list as a file: every row that meets the filters, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.ui import formats, spreadsheet
from clavero.ui.lists.pieces import Pieces
from clavero.ui.lists.screen import Screen, Table

_LONGEST = 60  # letters of a file's name that tell its filters


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: the list in a sentence, how many rows it has, and of which
    period it is, where it is of one; ``more`` is how it was counted, name by name."""

    sentence: str
    counted: str
    period: Period | None = None
    conditions: Sequence[str] = ()
    more: Sequence[tuple[str, Any]] = ()

    @property
    def in_name(self) -> str:
        """What a file's name can say of it: a CSV file has no other place."""
        period = "" if self.period is None else str(self.period).replace("..", "_")
        said = slugify(" ".join(self.conditions))[:_LONGEST].rstrip("-")
        return "-".join(part for part in (period, said) if part)


def response(screen: Screen, table: Table, kind: str, about: About) -> HttpResponse:
    """The list as a download of the kind ``csv`` or ``xlsx``."""
    content_type, write = WRITERS[kind]
    parts = (slugify(str(screen.title)), about.in_name, f"{timezone.localdate():%Y-%m-%d}")
    name = "-".join(part for part in parts if part)
    if isinstance(table.data.data, Pieces):  # neither is the file in memory
        file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        write(file, screen, table, about)
        file.seek(0)
        # An answer like another to the views; its content is read by nobody but who sends it.
        answer = cast(HttpResponse, FileResponse(file, content_type=content_type))
    else:
        target = BytesIO()
        write(target, screen, table, about)
        answer = HttpResponse(target.getvalue(), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _csv(target: IO[bytes], screen: Screen, table: Table, about: About) -> None:
    spreadsheet.write_csv(target, _heads(table), _records(table))


def _xlsx(target: IO[bytes], screen: Screen, table: Table, about: About) -> None:
    spreadsheet.write_workbook(target, [sheet_of(screen, table), sheet_about(about)])


def sheet_about(about: About) -> spreadsheet.Sheet:
    """What a workbook says of its list on a sheet of its own."""
    records: list[tuple[str, Any]] = [
        (_("Rows"), about.counted),
        (_("Made on"), timezone.localdate()),
    ]
    if about.period is not None:
        records += [
            (_("Period"), formats.period_in_words(about.period)),
            (_("From"), about.period.start),
            (_("To"), about.period.last),
        ]
    records += about.more
    heads = [_("List"), about.sentence]
    return spreadsheet.Sheet(_("About this list"), heads, records, [None, None])


def sheet_of(screen: Screen, table: Table) -> spreadsheet.Sheet:
    """A list as a sheet of a workbook."""
    number_formats = [bound.column.number_format(table.currency) for bound in table.columns]
    return spreadsheet.Sheet(str(screen.title), _heads(table), _records(table), number_formats)


def _heads(table: Table) -> list[str]:
    return [bound.column.head(table.currency) for bound in table.columns]


def _records(table: Table) -> Iterator[list[Any]]:
    columns = [(bound.accessor, bound.column) for bound in table.columns]
    for row in table.data:
        yield [
            column.cell(accessor.resolve(row, quiet=True), table.currency)
            for accessor, column in columns
        ]


WRITERS: dict[str, tuple[str, Callable[[IO[bytes], Screen, Table, About], None]]] = {
    "csv": (spreadsheet.CSV, _csv),
    "xlsx": (spreadsheet.XLSX, _xlsx),
}
