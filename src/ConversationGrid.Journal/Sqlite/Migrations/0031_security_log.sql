-- Who did what that concerns the protection of data. Each entry holds the hash of itself and of the one before it; the head says where the chain ends.
create table security_log (
  workspace text not null,
  seq integer not null,
  at integer not null,                    -- unix time, microseconds
  actor text not null,
  action text not null,
  subject text not null,
  detail text,
  hash text not null,
  primary key (workspace, seq)
) strict, without rowid;

create table security_heads (
  workspace text primary key,
  seq integer not null,
  hash text not null
) strict, without rowid;
