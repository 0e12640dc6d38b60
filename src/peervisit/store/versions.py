"""Which file this is, and which version of it this program writes."""

APPLICATION_ID = 0x50565254
"""``PVRT``: tells a review file from any other SQLite file."""

VERSION = 2
"""The newest version of the file that this program knows: the number of migrations."""
