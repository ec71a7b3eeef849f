-- Read models: what lists, search and figures read. Everything here can be made anew from the events. Times are unix time in microseconds.

-- Which part of the journal each projector has read to, and who may write. SQLite has one partition.
create table projection_partitions (
  partition integer primary key,
  owner text,
  fence integer not null default 0,       -- grows with each owner: who holds an older one writes nothing
  lease_until integer not null default 0,
  epoch integer not null default 0,
  position integer not null default 0,
  generation integer not null default 0   -- grows when rows were made anew beside the owner, who then forgets what it remembers
) strict;
insert into projection_partitions (partition) values (0);

-- Processes that can be owners, to share the partitions evenly.
create table projection_members (
  member text primary key,
  seen_until integer not null
) strict, without rowid;

-- One row a conversation: columns to find it by, and `body`, which is all of it.
create table conversations (
  workspace text not null,
  id text not null,
  seq integer not null,
  state integer not null,
  customer_id text not null,
  channel text not null,
  queue text,
  agent text,
  topic text,
  waits_in text,
  offered_to text,
  started_at integer not null,
  updated_at integer not null,
  waiting_since integer,
  due_at integer,
  rating integer,
  mood integer not null,                  -- thousandths, -1000 to 1000
  warned integer not null,                -- 0 none, 1 a target is in danger, 2 one was missed
  pending integer not null,               -- 1 while words of it are not in the search yet
  body blob not null,
  primary key (workspace, id)
) strict;
create index conversations_newest on conversations (workspace, started_at, id);
create index conversations_state on conversations (workspace, state, started_at, id);
create index conversations_customer on conversations (workspace, customer_id, started_at, id);
create index conversations_agent on conversations (workspace, agent, started_at, id) where agent is not null;
create index conversations_queue on conversations (workspace, queue, started_at, id) where queue is not null;
create index conversations_topic on conversations (workspace, topic, started_at, id) where topic is not null;
create index conversations_waits on conversations (workspace, waits_in, started_at, id) where waits_in is not null;
create index conversations_offered on conversations (workspace, offered_to, started_at, id) where offered_to is not null;
create index conversations_waiting on conversations (workspace, waiting_since, id) where waiting_since is not null;
create index conversations_due on conversations (workspace, due_at, id) where due_at is not null;
create index conversations_pending on conversations (pending) where pending = 1;

-- Agents who have or had a conversation. left_seq: the event with which it went to others.
create table conversation_agents (
  workspace text not null,
  agent text not null,
  started_at integer not null,
  id text not null,
  left_seq integer,
  primary key (workspace, agent, started_at, id)
) strict, without rowid;
create index conversation_agents_of on conversation_agents (workspace, id);

create table conversation_labels (
  workspace text not null,
  label text not null,
  started_at integer not null,
  id text not null,
  primary key (workspace, label, started_at, id)
) strict, without rowid;
create index conversation_labels_of on conversation_labels (workspace, id);

-- One row an episode, with what its figures are made of.
create table episodes (
  workspace text not null,
  conversation text not null,
  episode integer not null,
  started_at integer not null,
  changed_at integer not null,
  channel text not null,
  language text not null,
  topic text,
  queue text,
  agent text,
  value integer not null,
  asked_at integer,                       -- when it first asked for a human
  asked_by integer not null,              -- who asked: the kind of the actor
  taken_at integer,                       -- when an agent first took it
  replied_at integer,                     -- the first message of an agent
  ended_at integer,
  ending integer not null,                -- 0 open, 1 resolved, 2 closed, 3 closed after a quiet time
  answered integer not null,              -- 1: the assistant gave an answer
  void integer not null,                  -- 1: spam, blocked or merged; its end is not counted
  returned_at integer,                    -- when the customer came back after a quiet end
  transfers integer not null,
  replies integer not null,               -- messages of agents that answered one of the customer
  reply_ms integer not null,              -- time that those took together
  handle_ms integer not null,             -- time with agents
  first_met integer,                      -- service levels: 1 met, 0 missed, null none
  next_met integer not null,
  next_missed integer not null,
  resolution_met integer,
  surveyed integer not null,
  rating integer,
  rated_at integer,
  mood_start integer,                     -- thousandths
  mood_end integer,
  labels text,                            -- in order, between commas
  disposition text,
  primary key (workspace, conversation, episode)
) strict, without rowid;
create index episodes_started on episodes (workspace, started_at);
create index episodes_changed on episodes (workspace, changed_at);

-- The words of each conversation. `doc` is its start, or the next free number, so that the newest come first by number.
create table search_docs (
  doc integer primary key,
  workspace text not null,
  id text not null,
  words text not null,
  unique (workspace, id)
) strict;
create virtual table search_words using fts5 (words, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '=-_'");

-- The words of each customer's name, e-mail and ids.
create table customer_words (
  workspace text not null,
  word text not null,
  customer text not null,
  primary key (workspace, word, customer)
) strict, without rowid;
create index customer_words_of on customer_words (workspace, customer);

-- What agents' work teaches: solved questions, suggestions taken or not, questions that no article answered, articles quoted.
create table lessons (
  workspace text not null,
  conversation text not null,
  seq integer not null,
  kind integer not null,
  at integer not null,
  source text,
  language text,
  question text,
  reply text,
  primary key (workspace, conversation, seq, kind)
) strict, without rowid;
create index lessons_newest on lessons (workspace, kind, at);
create index lessons_source on lessons (workspace, kind, source, at) where source is not null;

-- Rare events that every process must hear of: they are found without reading the others.
create index events_notices on events (position) where type in ('customerSessionEnded', 'settingSaved', 'settingRemoved');
