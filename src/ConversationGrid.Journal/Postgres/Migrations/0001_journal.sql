-- The truth. One row per event; what is personal lies apart from the structure, so that it can be encrypted for one customer
-- (personal_key names the key) and erased (personal set to null) while the rest still folds.
-- (tx, position) is the order of all streams: the transaction that wrote the row, and the row's place in it. A transaction's rows count
-- as readable in that order only when no older transaction runs any more. Fixed-width columns come first, so rows need no padding.
create table events (
  seq bigint not null check (seq > 0),
  tx xid8 not null,
  position bigint not null,
  at timestamptz not null,
  stream text collate "C" not null,
  type text collate "C" not null,
  structure bytea not null,        -- JSON
  personal bytea,                  -- JSON in clear or ciphertext; null: nothing personal, or erased
  personal_key text,               -- id of the key that encrypted `personal`; null: in clear
  primary key (stream, seq)
);
create index events_order on events (tx, position);

-- When a stream wants to be woken. Written together with its events, so it changes often: vacuumed early, with room on its pages.
create table agenda (
  due_at timestamptz not null,
  stream text collate "C" primary key
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index agenda_due on agenda (due_at);

-- A cache of folded states.
create table snapshots (
  seq bigint not null,
  version int not null,
  stream text collate "C" primary key,
  state bytea not null
);

-- Where each projection stands.
create table checkpoints (
  epoch bigint not null,
  position bigint not null,
  projection text collate "C" primary key
);
