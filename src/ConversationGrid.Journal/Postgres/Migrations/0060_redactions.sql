-- Messages whose text was removed. Beside the keys, like the record of erasures: a journal that is restored later learns from it what must not come back.
create table if not exists keys.redactions (
  seq bigint not null,
  asked_at bigint not null,       -- unix time, microseconds
  stream text collate "C" not null,
  asked_by text not null,
  primary key (stream, seq)
);

-- Which of them this journal has carried out.
create table redactions_applied (
  seq bigint not null,
  missing bigint not null,        -- 1: the journal was restored from before the message; whatever has its number now is another one
  stream text collate "C" not null,
  primary key (stream, seq)
);

-- Every process hears of them.
drop index events_notices;
create index events_notices on events (tx, position)
  where type in ('customerSessionEnded', 'settingSaved', 'settingRemoved', 'erased', 'customerErased', 'messageRedacted', 'noteRedacted');
