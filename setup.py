"""Puts the compiled translations into the wheel; all else stands in pyproject.toml."""

import runpy

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTranslations(build_py):
    """Compiles before collecting, so that no wheel leaves without its Spanish."""

    def run(self) -> None:
        """Compile, then build as always."""
        runpy.run_path("src/clavero/config/translations.py", run_name="__main__")
        super().run()


setup(cmdclass={"build_py": BuildWithTranslations})
