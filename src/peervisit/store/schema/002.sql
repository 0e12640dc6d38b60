-- Version 2 of the review file: what copies need to come together. (Not released yet: still open to change.)

-- Keys and other secrets of this copy. Never synced, never exported.
CREATE TABLE secret (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Who vouches for a run of one session's changes; travels with them. A run that nobody signed was written
-- on this copy and is signed when it first leaves it.
CREATE TABLE signature (
  session TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  key TEXT NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (session, first, last)
) WITHOUT ROWID;

-- Signed statements about copies and their keys. Only ever added to; travels in every change file.
CREATE TABLE statement (
  id TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;
