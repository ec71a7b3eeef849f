-- Keys and erasures lie in a file of their own (keys.db, attached as `keys`), so that the journal can be backed up without them: whoever restores an older
-- journal beside today's keys finds erased data unreadable, and what is left in clear is removed again before anything is served.

-- One key a workspace, encrypted with the master key.
create table if not exists keys.workspace_keys (
  workspace text primary key,
  wrapped blob not null,
  master text not null            -- names the master key
) strict, without rowid;

-- One key for the personal data of each conversation and customer, encrypted with the workspace's key. A row without a key says that it was destroyed.
create table if not exists keys.data_keys (
  stream text primary key,
  id text not null,
  workspace text not null,
  customer text not null,         -- whose data they are
  wrapped blob,
  destroyed_at integer            -- unix time, microseconds
) strict, without rowid;
create index if not exists keys.data_keys_customer on data_keys (workspace, customer);

-- What was asked to be erased, by whom and when, and how far it is.
create table if not exists keys.erasures (
  id text primary key,
  workspace text not null,
  customer text not null,
  asked_by text not null,
  asked_at integer not null,
  why text,
  done_at integer,
  conversations integer
) strict, without rowid;

-- Which of them this journal has carried out: a restored one may be older than the erasure.
create table erasures_applied (
  id text primary key
) strict, without rowid;

-- 1: what was said in it was removed.
alter table conversations add column erased integer not null default 0;
create index conversations_kept on conversations (workspace, updated_at) where erased = 0;

-- Every process hears of erasures.
drop index events_notices;
create index events_notices on events (position) where type in ('customerSessionEnded', 'settingSaved', 'settingRemoved', 'erased', 'customerErased');
