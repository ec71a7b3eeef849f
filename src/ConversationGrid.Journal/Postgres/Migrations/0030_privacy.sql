-- Keys and erasures lie in a schema of their own, so that the journal can be dumped without them: whoever restores an older journal beside today's keys
-- finds erased data unreadable, and what is left in clear is removed again before anything is served.
create schema if not exists keys;

-- One key a workspace, encrypted with the master key.
create table if not exists keys.workspace_keys (
  workspace text collate "C" primary key,
  wrapped bytea not null,
  master text not null            -- names the master key
);

-- One key for the personal data of each conversation and customer, encrypted with the workspace's key. A row without a key says that it was destroyed.
create table if not exists keys.data_keys (
  destroyed_at bigint,            -- unix time, microseconds
  stream text collate "C" primary key,
  id text collate "C" not null,
  workspace text collate "C" not null,
  customer text collate "C" not null,         -- whose data they are
  wrapped bytea
);
create index if not exists data_keys_customer on keys.data_keys (workspace, customer);

-- What was asked to be erased, by whom and when, and how far it is.
create table if not exists keys.erasures (
  asked_at bigint not null,
  done_at bigint,
  conversations bigint,
  id text collate "C" primary key,
  workspace text collate "C" not null,
  customer text collate "C" not null,
  asked_by text not null,
  why text
);

-- Which of them this journal has carried out: a restored one may be older than the erasure.
create table erasures_applied (
  id text collate "C" primary key
);

-- 1: what was said in it was removed.
alter table conversations add column erased bigint not null default 0;
create index conversations_kept on conversations (workspace, updated_at) where erased = 0;

-- Every process hears of erasures.
drop index events_notices;
create index events_notices on events (tx, position) where type in ('customerSessionEnded', 'settingSaved', 'settingRemoved', 'erased', 'customerErased');
