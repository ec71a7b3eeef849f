-- All episodes of a day (UTC, counted from 1970) as one value, so that figures of a month read 31 rows. `stamp` is another after each change of the day;
-- `body` is null until the day is packed, and again when an episode of it changes.
create table episode_days (
  day bigint not null,
  stamp bigint not null default 0,
  changed_at bigint not null default 0,  -- unix time, microseconds
  workspace text collate "C" not null,
  body bytea,
  primary key (workspace, day)
);
create index episode_days_open on episode_days (day) where body is null;
-- It is packed already: compressing it again costs more than it saves.
alter table episode_days alter column body set storage external;
insert into episode_days (workspace, day) select distinct workspace, started_at / 86400000000 from episodes;
