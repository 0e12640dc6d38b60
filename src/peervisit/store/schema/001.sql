-- Version 1 of the review file. Never edited once released: later versions add files of their own.

-- Facts about the review as a whole that are not records: its identity, when and by what it was made.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- Settings of this copy on this laptop; never synced.
CREATE TABLE local (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- The change log. Every entry ever made, and never changed once written.
CREATE TABLE change (
  session TEXT NOT NULL,
  seq INTEGER NOT NULL,
  clock TEXT NOT NULL,
  author TEXT,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  value,
  PRIMARY KEY (session, seq)
) WITHOUT ROWID;
CREATE INDEX change_of_record ON change (kind, record);

-- The changes that a change had seen and replaces.
CREATE TABLE change_parent (
  session TEXT NOT NULL,
  seq INTEGER NOT NULL,
  parent_session TEXT NOT NULL,
  parent_seq INTEGER NOT NULL,
  PRIMARY KEY (session, seq, parent_session, parent_seq)
) WITHOUT ROWID;

-- Derived: the changes of a field that no later change of the field has replaced.
CREATE TABLE head (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  session TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (kind, record, field, session, seq)
) WITHOUT ROWID;

-- Derived: fields with more than one head of different values, until a person settles them.
CREATE TABLE conflict (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (kind, record, field)
) WITHOUT ROWID;

-- Changes that arrived before one that they had seen; applied once it is here.
CREATE TABLE held_change (
  session TEXT NOT NULL,
  seq INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (session, seq)
) WITHOUT ROWID;

-- What a peer has not yet submitted: on this laptop only, in no export and no pack (R09).
CREATE TABLE sealed (
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  value,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (author, kind, record, field)
) WITHOUT ROWID;

-- What is being typed and is not yet an entry.
CREATE TABLE draft (
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (author, kind, record, field)
) WITHOUT ROWID;

-- What was done on this copy, in order, for undo and redo; never synced.
CREATE TABLE undo_step (
  id INTEGER PRIMARY KEY,
  session TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  author TEXT,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'done'
);

-- Names and contacts of people, apart from everything else, so that they can be stripped.
CREATE TABLE person (
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT,
  contact TEXT,
  PRIMARY KEY (kind, code)
) WITHOUT ROWID;

-- The words of each record for the full-text index; holds no names of people.
CREATE TABLE search_entry (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  words TEXT NOT NULL,
  UNIQUE (kind, code)
);
CREATE VIRTUAL TABLE search USING fts5 (
  words, content='search_entry', content_rowid='id',
  tokenize="unicode61 remove_diacritics 2", prefix='2 3'
);
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
  INSERT INTO search (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
  INSERT INTO search (search, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry BEGIN
  INSERT INTO search (search, rowid, words) VALUES ('delete', old.id, old.words);
  INSERT INTO search (rowid, words) VALUES (new.id, new.words);
END;

-- The benchmark, as tables: filled from the benchmark record whenever it changes.
CREATE TABLE tier (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  tier TEXT NOT NULL,
  name TEXT NOT NULL,
  standard TEXT
);
CREATE TABLE indicator (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  number TEXT,
  tiers TEXT NOT NULL,
  statement TEXT NOT NULL
);
CREATE TABLE level (
  code TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  symbol TEXT NOT NULL,
  assessed INTEGER NOT NULL
);

-- The records: one table a kind, one column a field; sets and mappings in tables of their own.
CREATE TABLE [review] (
  code TEXT PRIMARY KEY,
  [city] TEXT,
  [country] TEXT,
  [theme] TEXT,
  [mode] TEXT,
  [benchmark] TEXT,
  [benchmark_version] TEXT,
  [language] TEXT,
  [starts_on] TEXT,
  [ends_on] TEXT,
  [phase] INTEGER,
  [mandate] TEXT,
  [attribution] TEXT,
  [publication] TEXT,
  [legal_basis] TEXT,
  [retention_until] TEXT,
  [agreed_on] TEXT,
  [previewed_on] TEXT,
  [feedback_on] TEXT,
  [draft_on] TEXT,
  [factual_check_until] TEXT,
  [response_due] TEXT,
  [progress_review_on] TEXT,
  [status] TEXT,
  [version] TEXT,
  [limits] TEXT,
  [summary] TEXT,
  [next_steps] TEXT,
  [previous] TEXT,
  [remarks] TEXT
);
CREATE TABLE [benchmark] (
  code TEXT PRIMARY KEY,
  [version] TEXT,
  [content] TEXT
);
CREATE TABLE [member] (
  code TEXT PRIMARY KEY,
  [city] TEXT,
  [organisation] TEXT,
  [pair] TEXT,
  [benchmark_approved] INTEGER
);
CREATE TABLE member_roles (
  [member] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([member], item)
) WITHOUT ROWID;
CREATE TABLE member_languages (
  [member] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([member], item)
) WITHOUT ROWID;
CREATE TABLE member_conflicts (
  [member] TEXT NOT NULL,
  item TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY ([member], item)
) WITHOUT ROWID;
CREATE TABLE [stakeholder] (
  code TEXT PRIMARY KEY,
  [role] TEXT,
  [organisation] TEXT,
  [group] TEXT,
  [governance] TEXT,
  [gender] TEXT,
  [language] TEXT,
  [unit] TEXT,
  [interest] TEXT,
  [influence] TEXT,
  [knowledge] TEXT,
  [already_involved] INTEGER,
  [consent] TEXT,
  [legal_basis] TEXT,
  [informed_on] TEXT,
  [attribution] TEXT,
  [withdrawn] INTEGER,
  [withdrawn_on] TEXT,
  [remarks] TEXT,
  [suggested_by] TEXT
);
CREATE TABLE stakeholder_indicators (
  [stakeholder] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([stakeholder], item)
) WITHOUT ROWID;
CREATE TABLE [document] (
  code TEXT PRIMARY KEY,
  [title] TEXT,
  [author] TEXT,
  [dated] TEXT,
  [type] TEXT,
  [language] TEXT,
  [public] INTEGER,
  [host] INTEGER,
  [status] TEXT,
  [wanted_by] TEXT,
  [promised_in] TEXT,
  [received_on] TEXT,
  [link] TEXT,
  [sha256] TEXT,
  [remarks] TEXT
);
CREATE TABLE document_indicators (
  [document] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([document], item)
) WITHOUT ROWID;
CREATE TABLE [slot] (
  code TEXT PRIMARY KEY,
  [number] INTEGER,
  [title] TEXT,
  [day] TEXT,
  [start] TEXT,
  [end] TEXT,
  [room] TEXT,
  [type] TEXT,
  [status] TEXT,
  [pair] TEXT,
  [lead] TEXT,
  [note_taker] TEXT,
  [interpreter] TEXT,
  [language] TEXT,
  [remarks] TEXT
);
CREATE TABLE slot_stakeholders (
  [slot] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([slot], item)
) WITHOUT ROWID;
CREATE TABLE slot_focus (
  [slot] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([slot], item)
) WITHOUT ROWID;
CREATE TABLE [question] (
  code TEXT PRIMARY KEY,
  [text] TEXT,
  [asked_by] TEXT,
  [to_whom] TEXT,
  [document] TEXT,
  [status] TEXT,
  [answer] TEXT
);
CREATE TABLE question_indicators (
  [question] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([question], item)
) WITHOUT ROWID;
CREATE TABLE question_groups (
  [question] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([question], item)
) WITHOUT ROWID;
CREATE TABLE question_slots (
  [question] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([question], item)
) WITHOUT ROWID;
CREATE TABLE [interview] (
  code TEXT PRIMARY KEY,
  [slot] TEXT,
  [started] TEXT,
  [ended] TEXT,
  [lead] TEXT,
  [note_taker] TEXT,
  [language] TEXT,
  [interpreted] INTEGER,
  [notes] TEXT,
  [key_messages] TEXT,
  [remarks] TEXT
);
CREATE TABLE interview_stakeholders (
  [interview] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([interview], item)
) WITHOUT ROWID;
CREATE TABLE interview_confirmed (
  [interview] TEXT NOT NULL,
  item TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY ([interview], item)
) WITHOUT ROWID;
CREATE TABLE [evidence] (
  code TEXT PRIMARY KEY,
  [statement] TEXT,
  [nature] TEXT,
  [channel] TEXT,
  [interview] TEXT,
  [document] TEXT,
  [page] TEXT,
  [self_assessment] TEXT,
  [quote] INTEGER,
  [quote_permitted] INTEGER,
  [first_hand] INTEGER,
  [confidence] TEXT,
  [attribution] TEXT,
  [good_practice] INTEGER,
  [follow_up] INTEGER,
  [sensitive] INTEGER,
  [withdrawn] INTEGER,
  [withdrawn_reason] TEXT,
  [recorded_by] TEXT,
  [recorded_at] TEXT,
  [remarks] TEXT
);
CREATE TABLE evidence_stakeholders (
  [evidence] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([evidence], item)
) WITHOUT ROWID;
CREATE TABLE evidence_indicators (
  [evidence] TEXT NOT NULL,
  item TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY ([evidence], item)
) WITHOUT ROWID;
CREATE TABLE [self_assessment] (
  code TEXT PRIMARY KEY,
  [answer] TEXT,
  [level] TEXT,
  [no_data] INTEGER,
  [responsible] TEXT,
  [weaknesses] TEXT,
  [questions] TEXT,
  [answered_on] TEXT
);
CREATE TABLE self_assessment_documents (
  [self_assessment] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([self_assessment], item)
) WITHOUT ROWID;
CREATE TABLE [desk_review] (
  code TEXT PRIMARY KEY,
  [indicator] TEXT,
  [member] TEXT,
  [level] TEXT,
  [known] TEXT,
  [unknown] TEXT,
  [suspected] TEXT,
  [questions] TEXT,
  [meet] TEXT,
  [documents] TEXT
);
CREATE TABLE [judgement] (
  code TEXT PRIMARY KEY,
  [indicator] TEXT,
  [member] TEXT,
  [round] TEXT,
  [level] TEXT,
  [rationale] TEXT,
  [confidence] TEXT,
  [judged_at] TEXT
);
CREATE TABLE judgement_evidence (
  [judgement] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([judgement], item)
) WITHOUT ROWID;
CREATE TABLE [consensus] (
  code TEXT PRIMARY KEY,
  [level] TEXT,
  [rationale] TEXT,
  [reason] TEXT,
  [outweighed] TEXT,
  [confidence] TEXT,
  [decided_on] TEXT,
  [change] TEXT,
  [remarks] TEXT
);
CREATE TABLE consensus_evidence_for (
  [consensus] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([consensus], item)
) WITHOUT ROWID;
CREATE TABLE consensus_evidence_against (
  [consensus] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([consensus], item)
) WITHOUT ROWID;
CREATE TABLE consensus_dissent (
  [consensus] TEXT NOT NULL,
  item TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY ([consensus], item)
) WITHOUT ROWID;
CREATE TABLE consensus_decided_by (
  [consensus] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([consensus], item)
) WITHOUT ROWID;
CREATE TABLE [context] (
  code TEXT PRIMARY KEY,
  [factor] TEXT,
  [text] TEXT,
  [position] INTEGER
);
CREATE TABLE context_indicators (
  [context] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([context], item)
) WITHOUT ROWID;
CREATE TABLE context_evidence (
  [context] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([context], item)
) WITHOUT ROWID;
CREATE TABLE [conclusion] (
  code TEXT PRIMARY KEY,
  [type] TEXT,
  [title] TEXT,
  [text] TEXT,
  [theme] TEXT,
  [summary] INTEGER,
  [position] INTEGER,
  [remarks] TEXT
);
CREATE TABLE conclusion_tiers (
  [conclusion] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([conclusion], item)
) WITHOUT ROWID;
CREATE TABLE conclusion_indicators (
  [conclusion] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([conclusion], item)
) WITHOUT ROWID;
CREATE TABLE conclusion_evidence (
  [conclusion] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([conclusion], item)
) WITHOUT ROWID;
CREATE TABLE conclusion_context (
  [conclusion] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([conclusion], item)
) WITHOUT ROWID;
CREATE TABLE [recommendation] (
  code TEXT PRIMARY KEY,
  [title] TEXT,
  [text] TEXT,
  [addressee] TEXT,
  [type] TEXT,
  [priority] TEXT,
  [effort] TEXT,
  [horizon] TEXT,
  [peer_city] TEXT,
  [summary] INTEGER,
  [position] INTEGER,
  [remarks] TEXT
);
CREATE TABLE recommendation_conclusions (
  [recommendation] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([recommendation], item)
) WITHOUT ROWID;
CREATE TABLE recommendation_indicators (
  [recommendation] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([recommendation], item)
) WITHOUT ROWID;
CREATE TABLE [practice] (
  code TEXT PRIMARY KEY,
  [title] TEXT,
  [text] TEXT,
  [for_whom] TEXT,
  [results] TEXT,
  [conditions] TEXT,
  [host_agrees] INTEGER,
  [contact] TEXT,
  [position] INTEGER
);
CREATE TABLE practice_evidence (
  [practice] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([practice], item)
) WITHOUT ROWID;
CREATE TABLE practice_indicators (
  [practice] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([practice], item)
) WITHOUT ROWID;
CREATE TABLE [action] (
  code TEXT PRIMARY KEY,
  [recommendation] TEXT,
  [response] TEXT,
  [reason] TEXT,
  [objective] TEXT,
  [measure] TEXT,
  [owner] TEXT,
  [budget] TEXT,
  [start] TEXT,
  [end] TEXT,
  [success] TEXT,
  [quick_win] INTEGER,
  [status] TEXT,
  [progress] TEXT
);
CREATE TABLE [comment] (
  code TEXT PRIMARY KEY,
  [about] TEXT,
  [text] TEXT,
  [author] TEXT,
  [received_at] TEXT,
  [status] TEXT,
  [correction] TEXT,
  [reason] TEXT
);
CREATE TABLE [debrief] (
  code TEXT PRIMARY KEY,
  [notes] TEXT,
  [tomorrow] TEXT
);
CREATE TABLE debrief_focus (
  [debrief] TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY ([debrief], item)
) WITHOUT ROWID;
CREATE TABLE [override] (
  code TEXT PRIMARY KEY,
  [rule] TEXT,
  [subject] TEXT,
  [reason] TEXT,
  [member] TEXT,
  [at] TEXT
);
CREATE TABLE [submission] (
  code TEXT PRIMARY KEY,
  [phase] TEXT,
  [member] TEXT,
  [at] TEXT
);
