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

-- The change that a held one waits for: one of those that it has seen and that are not here.
ALTER TABLE held_change ADD COLUMN waits_session TEXT;
ALTER TABLE held_change ADD COLUMN waits_seq INTEGER;
CREATE INDEX held_change_waits ON held_change (waits_session, waits_seq);

-- Forms in Word: what was issued, and what came back.
CREATE TABLE [form] (
  code TEXT PRIMARY KEY,
  [type] TEXT,
  [version] INTEGER,
  [language] TEXT,
  [member] TEXT,
  [issued_at] TEXT,
  [due_on] TEXT,
  [issued] TEXT
);
CREATE TABLE form_returned (
  [form] TEXT NOT NULL,
  item TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY ([form], item)
) WITHOUT ROWID;

-- What stood in a form that was made from sealed records: never synced, like them.
CREATE TABLE issued_sealed (form TEXT PRIMARY KEY, issued TEXT NOT NULL) WITHOUT ROWID;

-- What a step that can be undone changed of what is sealed on this copy; never synced either.
CREATE TABLE sealed_step (
  step INTEGER,
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  before,
  after
);

-- What this copy knows of the shared stores it syncs with: their files, and what each of them holds. A state
-- of 'good' was read whole and taken in, or was written here and read back; 'unread' is not whole yet or
-- damaged; 'refused' is whole and not acceptable. Tries count how often a file was read in vain; of good
-- files, the greater number was read again later.
CREATE TABLE store_file (
  store TEXT NOT NULL,
  device TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER,
  state TEXT NOT NULL,
  made TEXT,
  tries INTEGER NOT NULL,
  looked_at TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (store, device, name)
) WITHOUT ROWID;

-- The changes in those files, as runs; and the statements, each as a run 0 to 0 of its number.
CREATE TABLE store_run (
  store TEXT NOT NULL,
  session TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  device TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (store, session, first, last, device, name)
) WITHOUT ROWID;

-- Merges into this copy, and the changes that came with each, as runs: what an undo takes out again.
CREATE TABLE merge_step (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  sources TEXT NOT NULL,
  came INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'done'
);
CREATE TABLE merge_run (
  session TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  merge INTEGER NOT NULL,
  PRIMARY KEY (session, first, last, merge)
) WITHOUT ROWID;

-- Changes that an undone merge had brought: not part of this copy, and not lost. Never passed on.
CREATE TABLE set_aside_change (
  session TEXT NOT NULL,
  seq INTEGER NOT NULL,
  merge INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (session, seq)
) WITHOUT ROWID;

-- Where the file of a document lies on this laptop. Never synced; its words are in search_entry.
CREATE TABLE attachment (
  document TEXT PRIMARY KEY,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL
) WITHOUT ROWID;

-- What each conflict is called on this copy. One whose versions have changed gets another number, so that
-- nobody settles what they have not seen. Never synced.
CREATE TABLE conflict_number (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  versions TEXT NOT NULL
);
CREATE INDEX conflict_number_of_record ON conflict_number (kind, record, field);
INSERT INTO conflict_number (kind, record, field, versions) SELECT kind, record, field, '' FROM conflict;
