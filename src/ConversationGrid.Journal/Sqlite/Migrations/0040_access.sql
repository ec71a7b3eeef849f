-- Who may sign in, and what is counted against whom. Times are unix time in milliseconds.

-- Uses that are counted in a window of time: wrong passwords, one-time codes, what a stranger creates, assertions that were used.
create table access_counters (
  key text primary key,
  used integer not null,
  until integer not null                 -- when the window ends and counting starts again
) strict, without rowid;
create index access_counters_until on access_counters (until);

-- Small facts with an owner: sessions of staff, credentials, invitations, API keys.
create table access_records (
  kind text not null,
  workspace text not null,
  id text not null,
  owner text not null,
  version integer not null,
  until integer,                         -- when it is over; null for what lasts
  body text not null,
  primary key (kind, workspace, id)
) strict, without rowid;
create index access_records_owner on access_records (kind, workspace, owner);
create index access_records_until on access_records (until) where until is not null;
