"""The engine: DuckDB in the process, or Spark where the lines are; one text for both (Ibis).

``arrow`` sets Arrow up, ``connection`` opens DuckDB, ``staging`` reads files, ``identity`` compares
lines, ``facts`` says what the monthly figures are, ``cube`` keeps them, ``figures`` answers from
them, ``spark`` is the other engine.
"""

from clavero.ledger.engine.arrow import leave_pandas_alone

leave_pandas_alone()
