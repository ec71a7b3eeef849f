-- The truth. One row per event; what is personal lies apart from the structure, so that it can be encrypted for one customer
-- (personal_key names the key) and erased (personal set to null) while the rest still folds.
-- `position` is the order of all streams: one writer at a time, numbers never used twice.
create table events (
  position integer primary key autoincrement,
  stream text not null,
  seq integer not null check (seq > 0),
  type text not null,
  at integer not null,           -- unix time, microseconds
  structure blob not null,       -- JSON
  personal blob,                 -- JSON in clear or ciphertext; null: nothing personal, or erased
  personal_key text,             -- id of the key that encrypted `personal`; null: in clear
  unique (stream, seq)
) strict;

-- When a stream wants to be woken. Written together with its events.
create table agenda (
  stream text primary key,
  due_at integer not null        -- unix time, microseconds
) strict, without rowid;
create index agenda_due on agenda (due_at, stream);

-- A cache of folded states.
create table snapshots (
  stream text primary key,
  seq integer not null,
  version integer not null,
  state blob not null
) strict;

-- Where each projection stands.
create table checkpoints (
  projection text primary key,
  epoch integer not null,
  position integer not null
) strict, without rowid;
