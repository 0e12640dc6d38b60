"""The report as plain data: what is said, to whom, in which language, before any Word is written."""
