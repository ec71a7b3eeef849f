-- Who did what that concerns the protection of data. Each entry holds the hash of itself and of the one before it; the head says where the chain ends.
create table security_log (
  seq bigint not null,
  at bigint not null,                    -- unix time, microseconds
  workspace text collate "C" not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text,
  hash text not null,
  primary key (workspace, seq)
);

create table security_heads (
  seq bigint not null,
  workspace text collate "C" primary key,
  hash text not null
);
