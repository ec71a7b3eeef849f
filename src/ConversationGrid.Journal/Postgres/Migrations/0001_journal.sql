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

-- One group commit: all rows of many appends, or none. Rows come sorted by stream and seq, so that two writers that meet wait for each
-- other in the same order. `after_streams` and `after_seqs` name the events that must already stand, one per stream that is not new.
-- Appends that cannot be are named by index in the message of an error, which rolls everything back: GJ001 counts rows, GJ002 the
-- `after` pairs, both from 1. The caller leaves those out and sends the rest again.
create function append_events_v1(
  streams text[], seqs bigint[], types text[], ats timestamptz[], structures bytea[], personals bytea[],
  after_streams text[], after_seqs bigint[], due_streams text[], due_ats timestamptz[], idle_streams text[])
returns void language plpgsql as $$
declare
  this xid8 := pg_current_xact_id();
  written bigint;
  refused text;
begin
  insert into events (stream, seq, tx, position, type, at, structure, personal)
  select r.stream, r.seq, this, r.n, r.type, r.at, r.structure, r.personal
  from unnest(streams, seqs, types, ats, structures, personals) with ordinality as r(stream, seq, type, at, structure, personal, n)
  on conflict do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(streams) then
    select string_agg(r.n::text, ',') into refused
    from unnest(streams, seqs) with ordinality as r(stream, seq, n) join events e on e.stream = r.stream and e.seq = r.seq
    where e.tx <> this;
    raise exception using errcode = 'GJ001', message = coalesce(refused, '');
  end if;

  if cardinality(after_streams) > 0 then
    select string_agg(a.n::text, ',') into refused
    from unnest(after_streams, after_seqs) with ordinality as a(stream, seq, n)
    where not exists (select from events e where e.stream = a.stream and e.seq = a.seq);
    if refused is not null then
      raise exception using errcode = 'GJ002', message = refused;
    end if;
  end if;

  if cardinality(due_streams) > 0 then
    insert into agenda (stream, due_at) select d.stream, d.at from unnest(due_streams, due_ats) as d(stream, at)
    on conflict (stream) do update set due_at = excluded.due_at where agenda.due_at <> excluded.due_at;
  end if;
  if cardinality(idle_streams) > 0 then
    delete from agenda where stream = any(idle_streams);
  end if;
end $$;
