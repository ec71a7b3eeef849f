-- All episodes of a day (UTC, counted from 1970) as one value, so that figures of a month read 31 rows. `stamp` is another after each change of the day;
-- `body` is null until the day is packed, and again when an episode of it changes.
create table episode_days (
  workspace text not null,
  day integer not null,
  stamp integer not null default 0,
  changed_at integer not null default 0,  -- unix time, microseconds
  body blob,
  primary key (workspace, day)
) strict;
create index episode_days_open on episode_days (day) where body is null;
insert into episode_days (workspace, day) select distinct workspace, started_at / 86400000000 from episodes;
