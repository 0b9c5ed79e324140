"""How static files are kept for production."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names that change with the content, so that browsers keep the files for ever.

    Only addresses inside style sheets are rewritten: scripts name each other through the page's
    import map, and the packages' source maps, which their comments point to, are not served.
    """

    patterns = (("*.css", (r"""(?P<matched>url\((?P<quote>['"]?)(?P<url>.*?)['"]?\))""",)),)
