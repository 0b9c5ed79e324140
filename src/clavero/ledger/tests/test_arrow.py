"""Arrow without pandas, and its memory while a file is read."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

from clavero.ledger.engine.arrow import memory_for_streams


def _run(program: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def test_lists_become_columns_without_pandas() -> None:
    program = (
        "import sys, clavero.ledger.engine, pyarrow as pa\n"
        "pa.Table.from_pylist([{'name': 'Müller'}])\n"
        "print('pandas' in sys.modules)"
    )
    assert _run(program) == "False"


def test_whoever_asks_for_a_data_frame_gets_one() -> None:
    program = (
        "import clavero.ledger.engine, pyarrow as pa\n"
        "print(pa.table({'name': ['Müller']}).to_pandas()['name'][0])"
    )
    assert _run(program) == "Müller"


def test_pandas_that_is_there_stays() -> None:
    program = (
        "import pandas as pd, clavero.ledger.engine, pyarrow as pa\n"
        "print(pa.array(pd.Series(['Müller'])).to_pylist()[0])"
    )
    assert _run(program) == "Müller"


def test_the_usual_memory_comes_back_after_a_failure() -> None:
    def fail() -> None:
        with memory_for_streams():
            raise OSError(pa.default_memory_pool().backend_name)

    usual = pa.default_memory_pool().backend_name
    with pytest.raises(OSError, match="system"):
        fail()
    assert pa.default_memory_pool().backend_name == usual
