-- A list of a queue, an agent, a customer or a topic is counted by its index alone, also of one state.
drop index conversations_customer, conversations_agent, conversations_queue, conversations_topic;
create index conversations_customer on conversations (workspace, customer_id, started_at, id) include (state);
create index conversations_agent on conversations (workspace, agent, started_at, id) include (state) where agent is not null;
create index conversations_queue on conversations (workspace, queue, started_at, id) include (state) where queue is not null;
create index conversations_topic on conversations (workspace, topic, started_at, id) include (state) where topic is not null;

-- Search and episodes are kept by month (UTC), so that a search looks at the newest months first, figures read their months only, and old months can be
-- detached. A start never changes, so it can be part of the key. Existing rows are moved: about a minute for a million conversations, in which messages
-- go on and lists wait.
alter table search rename to search_before;
alter table episodes rename to episodes_before;
create table search (like search_before) partition by range (started_at);
create table episodes (like episodes_before) partition by range (started_at);

-- Makes the partitions of the month that a time (microseconds since 1970) lies in, unless they are there.
create or replace function read_model_month(at bigint) returns void language plpgsql as $$
declare
  month timestamp := date_trunc('month', to_timestamp(at / 1000000) at time zone 'UTC');
  name text := to_char(month, 'YYYYMM');
  first bigint := extract(epoch from month)::bigint * 1000000;
  next bigint := extract(epoch from month + interval '1 month')::bigint * 1000000;
begin
  if to_regclass('episodes_' || name) is not null then return; end if;
  -- Two projectors may meet at the first conversation of a month.
  perform pg_advisory_xact_lock(8246202634510462514);
  execute format('create table if not exists %I partition of search for values from (%s) to (%s)', 'search_' || name, first, next);
  execute format('create table if not exists %I partition of episodes for values from (%s) to (%s)', 'episodes_' || name, first, next);
  execute format('alter table %I set (autovacuum_vacuum_scale_factor = 0.05)', 'search_' || name);
end $$;

select read_model_month(m.at) from (
  select distinct (extract(epoch from date_trunc('month', to_timestamp(started_at / 1000000) at time zone 'UTC')) * 1000000)::bigint as at
  from (select started_at from search_before union all select started_at from episodes_before) s) m;
insert into search select * from search_before;
insert into episodes select * from episodes_before;
drop table search_before, episodes_before;

alter table search add primary key (workspace, started_at, id);
create index search_of on search (workspace, id);
-- New words wait in a list that each search reads whole: a short one (kB).
create index search_words on search using gin (words) with (gin_pending_list_limit = 512);
alter table episodes add primary key (workspace, conversation, episode, started_at);
create index episodes_started on episodes (workspace, started_at);
create index episodes_changed on episodes (workspace, changed_at);
analyze search, episodes, conversations;

-- By what a lesson is looked up and removed: without figures on a new table another index would look as good, and be read whole.
alter table lessons drop constraint lessons_pkey;
alter table lessons add primary key (workspace, conversation, kind, seq);
