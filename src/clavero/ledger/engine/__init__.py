"""The engine: DuckDB in the process, or Spark where the lines are; one text for both (Ibis).

``connection`` opens DuckDB, ``staging`` reads files, ``identity`` compares lines, ``facts`` says
what the monthly figures are, ``cube`` keeps them, ``figures`` answers from them, ``spark`` is the
other engine.
"""
