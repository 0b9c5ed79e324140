"""Lists in parts: ``limit`` and ``offset`` go in, ``count`` and ``next`` come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.http import HttpRequest
from ninja import Field, Schema

USUAL, MOST = 100, 1000

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Window(Schema):
    """The part of a list that is asked for."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many rows at most.")
    offset: int = Field(0, ge=0, description="How many rows to leave out at the start.")


class Paged(Schema):
    """What an answer with a part of a list begins with."""

    count: int = Field(description="How many rows there are in all.")
    next: str | None = Field(description="The address of the next part; null at the end.")


class Listed(Protocol[T_co]):
    """A QuerySet, or rows in memory with its manners."""

    def count(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[T_co]: ...


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list, with how many rows there are and where it goes on."""

    rows: Sequence[T]
    count: int
    next: str | None


def page_of(request: HttpRequest, window: Window, listed: Listed[T]) -> Page[T]:
    """The part of ``listed`` that ``window`` asks for."""
    count, end = listed.count(), window.offset + window.limit
    return Page(
        rows=listed[window.offset : end],
        count=count,
        next=_address_from(request, end) if end < count else None,
    )


def _address_from(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
