-- Where events are sent to. Times are unix time in microseconds.
create table webhooks (
  workspace text not null,
  id text not null,
  url text not null,
  events text not null,                  -- names of event types, or *, with a space between
  secrets text not null,                 -- encrypted
  enabled integer not null,              -- 1: events are sent
  enabled_at integer not null,           -- events of before are not
  created_at integer not null,
  created_by text not null,
  failures integer not null,             -- attempts that failed since the last one that did not
  failing_since integer,                 -- the first of them
  disabled_at integer,                   -- when it was switched off, by a person or because it failed for too long
  disabled_why text,
  primary key (workspace, id)
) strict, without rowid;

-- One event for one hook. What is sent is made of the journal at each attempt: no text of anybody is kept here.
create table webhook_deliveries (
  workspace text not null,
  hook text not null,
  conversation text not null,
  seq integer not null,
  id text not null,
  type text not null,
  state integer not null,                -- 1 waiting, 2 delivered, 3 given up
  attempts integer not null,
  created_at integer not null,
  tried_at integer,
  code integer,                          -- status of the last answer
  reason text,                           -- why the last attempt failed
  primary key (workspace, hook, conversation, seq)
) strict, without rowid;
create index webhook_deliveries_by_id on webhook_deliveries (workspace, hook, id);
create index webhook_deliveries_latest on webhook_deliveries (workspace, hook, created_at);
create index webhook_deliveries_old on webhook_deliveries (created_at);

-- Conversations of which events wait for a hook: they go out one after the other, so a conversation is one unit of work.
create table webhook_lanes (
  workspace text not null,
  hook text not null,
  conversation text not null,
  revision integer not null,             -- grows with each delivery that is added
  due_at integer not null,
  owner text,                            -- who is at it
  fence integer not null,                -- grows with each owner
  lease_until integer not null,
  primary key (workspace, hook, conversation)
) strict, without rowid;
create index webhook_lanes_due on webhook_lanes (workspace, hook, due_at);
