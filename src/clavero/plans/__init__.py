"""Customer plans. Their words: a *plan* is what is meant to become of an account in three to five
years, with the next 18 months in detail; its *sections* hold *rows*, each with evidence, source,
date and owner; an *objective* measures itself by a KPI; an *action* is somebody's next step; an
*initiative* brings value to both sides; a *request* asks for means; a *version* is the plan as it
was approved; a *review* asks what has changed since the last one."""
