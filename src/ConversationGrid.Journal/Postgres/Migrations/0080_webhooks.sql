-- Where events are sent to. Times are unix time in microseconds.
create table webhooks (
  workspace text collate "C" not null,
  id text collate "C" not null,
  url text collate "C" not null,
  events text collate "C" not null,                  -- names of event types, or *, with a space between
  secrets text collate "C" not null,                 -- encrypted
  enabled bigint not null,              -- 1: events are sent
  enabled_at bigint not null,           -- events of before are not
  created_at bigint not null,
  created_by text collate "C" not null,
  failures bigint not null,             -- attempts that failed since the last one that did not
  failing_since bigint,                 -- the first of them
  disabled_at bigint,                   -- when it was switched off, by a person or because it failed for too long
  disabled_why text,
  primary key (workspace, id)
) with (fillfactor = 70);

-- One event for one hook. What is sent is made of the journal at each attempt: no text of anybody is kept here.
create table webhook_deliveries (
  workspace text collate "C" not null,
  hook text collate "C" not null,
  conversation text collate "C" not null,
  seq bigint not null,
  id text collate "C" not null,
  type text collate "C" not null,
  state bigint not null,                -- 1 waiting, 2 delivered, 3 given up
  attempts bigint not null,
  created_at bigint not null,
  tried_at bigint,
  code bigint,                          -- status of the last answer
  reason text,                           -- why the last attempt failed
  primary key (workspace, hook, conversation, seq)
) with (fillfactor = 80);
create index webhook_deliveries_by_id on webhook_deliveries (workspace, hook, id);
create index webhook_deliveries_latest on webhook_deliveries (workspace, hook, created_at);
create index webhook_deliveries_old on webhook_deliveries (created_at);

-- Conversations of which events wait for a hook: they go out one after the other, so a conversation is one unit of work.
create table webhook_lanes (
  workspace text collate "C" not null,
  hook text collate "C" not null,
  conversation text collate "C" not null,
  revision bigint not null,             -- grows with each delivery that is added
  due_at bigint not null,
  owner text,                            -- who is at it
  fence bigint not null,                -- grows with each owner
  lease_until bigint not null,
  primary key (workspace, hook, conversation)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index webhook_lanes_due on webhook_lanes (workspace, hook, due_at);
