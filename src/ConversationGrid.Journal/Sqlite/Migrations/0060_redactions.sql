-- Messages whose text was removed. Beside the keys, like the record of erasures: a journal that is restored later learns from it what must not come back.
create table if not exists keys.redactions (
  stream text not null,
  seq integer not null,
  asked_by text not null,
  asked_at integer not null,      -- unix time, microseconds
  primary key (stream, seq)
) strict, without rowid;

-- Which of them this journal has carried out.
create table redactions_applied (
  stream text not null,
  seq integer not null,
  missing integer not null,       -- 1: the journal was restored from before the message; whatever has its number now is another one
  primary key (stream, seq)
) strict, without rowid;

-- Every process hears of them.
drop index events_notices;
create index events_notices on events (position)
  where type in ('customerSessionEnded', 'settingSaved', 'settingRemoved', 'erased', 'customerErased', 'messageRedacted', 'noteRedacted');
