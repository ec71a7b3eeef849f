-- Keeps the journal's events by month, so that old months can be taken off. An operator runs it once, beside running silos:
--   psql -v ON_ERROR_STOP=1 -d DATABASE -f events-by-month.sql
-- Nothing is copied: what is there becomes the first partition as it lies. Messages wait only for the last step, which looks at no row.
-- Afterwards `select events_month()` is run on the first of each month (by cron; late is harmless: rows go on into the month before), and
-- `select events_detach(202601)` takes a month off. See docs/scaling.md.
--
-- A row's month is that of its writing. The key of a partitioned table must hold it, so the key alone no longer keeps two processes from writing one
-- number in two months: a check after each insert does. It needs no lock, because all rows of a month are committed before the first of the next is
-- written: the month is a default, and changing a default waits for all who write.

-- 1. The column, without touching a row, and the key that partitions need, built beside the writing. Each statement is a transaction of its own.
alter table events add column if not exists month int not null default 0;
create unique index concurrently if not exists events_by_month on events (stream, seq, month);
alter table events add constraint events_first_month check (month = 0) not valid;
alter table events validate constraint events_first_month;

-- 2. The switch.
begin;
lock table events in access exclusive mode;
alter table events rename to events_0;
alter table events_0 drop constraint events_pkey;
alter table events_0 add constraint events_0_pkey primary key using index events_by_month;
alter index events_order rename to events_0_order;
alter index events_notices rename to events_0_notices;
create table events (like events_0 including defaults) partition by range (month);
alter table events add constraint events_seq_check check (seq > 0);
alter table events add constraint events_pkey primary key (stream, seq, month);
create index events_order on events (tx, position);
do $$ begin
  execute (select replace(pg_get_indexdef('events_0_notices'::regclass), 'INDEX events_0_notices ON public.events_0', 'INDEX events_notices ON events'));
end $$;
alter table events attach partition events_0 for values from (0) to (1);
alter table events_0 drop constraint events_first_month;

-- No number of a stream twice, in whatever months. Only the index of the key may be used: a table of this size is never read for it.
create function events_once() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off as $$
begin
  if exists (select from fresh f join events e on e.stream = f.stream and e.seq = f.seq and e.month < f.month) then
    raise unique_violation using message = 'an event of this number is there, in an older month', table = 'events', constraint = 'events_pkey';
  end if;
  return null;
end $$;
create trigger events_once after insert on events referencing new table as fresh for each statement execute function events_once();

-- Begins the month of a time: what is written from now on lies in it.
create function events_month(at timestamptz default now()) returns void language plpgsql as $$
declare
  this int := to_char(at at time zone 'UTC', 'YYYYMM')::int;
  current int := (select max(pg_get_expr(adbin, adrelid)::int) from pg_attrdef where adrelid = 'events'::regclass
    and adnum = (select attnum from pg_attribute where attrelid = 'events'::regclass and attname = 'month'));
begin
  if current >= this then return; end if;
  execute format('create table if not exists %I partition of events for values from (%s) to (%s)', 'events_' || this, this, this + 1);
  execute format('alter table events alter column month set default %s', this);
end $$;

-- Takes a past month off. What is still needed of it moves to the first partition: streams that are no conversations, conversations that are not closed, and
-- those that went on in a later month. The month's table stays, to be dumped and dropped.
create function events_detach(old int) returns bigint language plpgsql as $$
declare
  moved bigint;
begin
  if old <= 0 or not exists (select from events where month > old limit 1) then
    raise exception 'month % cannot be detached: only one that has ended can', old;
  end if;
  create temporary table needed on commit drop as
    select distinct e.stream from events e where e.month = old and (
      left(e.stream, 2) <> 'c/'
      or exists (select from events later where later.stream = e.stream and later.month > old)
      or not exists (select from conversations c where e.stream = 'c/' || c.workspace || '/' || c.id and c.state = 6));
  with taken as (delete from events e using needed n where e.month = old and e.stream = n.stream returning e.*)
  insert into events (seq, tx, position, at, stream, type, structure, personal, personal_key, month)
    select seq, tx, position, at, stream, type, structure, personal, personal_key, 0 from taken;
  get diagnostics moved = row_count;
  execute format('alter table events detach partition %I', 'events_' || old);
  return moved;
end $$;

select events_month();
commit;
