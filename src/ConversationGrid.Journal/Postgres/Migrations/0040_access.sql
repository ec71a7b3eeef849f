-- Who may sign in, and what is counted against whom. Times are unix time in milliseconds.

-- Uses that are counted in a window of time: wrong passwords, one-time codes, what a stranger creates, assertions that were used.
create table access_counters (
  key text collate "C" primary key,
  used bigint not null,
  until bigint not null                  -- when the window ends and counting starts again
) with (fillfactor = 70);
create index access_counters_until on access_counters (until);

-- Small facts with an owner: sessions of staff, credentials, invitations, API keys.
create table access_records (
  kind text collate "C" not null,
  workspace text collate "C" not null,
  id text collate "C" not null,
  owner text collate "C" not null,
  version bigint not null,
  until bigint,                          -- when it is over; null for what lasts
  body text not null,
  primary key (kind, workspace, id)
) with (fillfactor = 80);
create index access_records_owner on access_records (kind, workspace, owner);
create index access_records_until on access_records (until) where until is not null;
