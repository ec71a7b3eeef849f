-- Read models: what lists, search and figures read. Everything here can be made anew from the events. Times are unix time in microseconds.

-- Which part of the journal each projector has read to, and who may write. A stream belongs to the partition of its hash.
create table projection_partitions (
  partition int primary key,
  owner text collate "C",
  fence bigint not null default 0,       -- grows with each owner: who holds an older one writes nothing
  lease_until bigint not null default 0,
  epoch bigint not null default 0,
  position bigint not null default 0,
  generation bigint not null default 0   -- grows when rows were made anew beside the owner, who then forgets what it remembers
);
insert into projection_partitions (partition) select * from generate_series(0, 7);

-- Processes that can be owners, to share the partitions evenly.
create table projection_members (
  member text collate "C" primary key,
  seen_until bigint not null
);

-- One row a conversation: columns to find it by, and `body`, which is all of it.
create table conversations (
  workspace text collate "C" not null,
  id text collate "C" not null,
  seq bigint not null,
  state bigint not null,
  customer_id text collate "C" not null,
  channel text collate "C" not null,
  queue text collate "C",
  agent text collate "C",
  topic text collate "C",
  waits_in text collate "C",
  offered_to text collate "C",
  started_at bigint not null,
  updated_at bigint not null,
  waiting_since bigint,
  due_at bigint,
  rating bigint,
  mood bigint not null,                  -- thousandths, -1000 to 1000
  warned bigint not null,                -- 0 none, 1 a target is in danger, 2 one was missed
  pending bigint not null,               -- 1 while words of it are not in the search yet
  body bytea not null,
  primary key (workspace, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
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
  workspace text collate "C" not null,
  agent text collate "C" not null,
  started_at bigint not null,
  id text collate "C" not null,
  left_seq bigint,
  primary key (workspace, agent, started_at, id)
);
create index conversation_agents_of on conversation_agents (workspace, id);

create table conversation_labels (
  workspace text collate "C" not null,
  label text collate "C" not null,
  started_at bigint not null,
  id text collate "C" not null,
  primary key (workspace, label, started_at, id)
);
create index conversation_labels_of on conversation_labels (workspace, id);

-- One row an episode, with what its figures are made of.
create table episodes (
  workspace text collate "C" not null,
  conversation text collate "C" not null,
  episode bigint not null,
  started_at bigint not null,
  changed_at bigint not null,
  channel text collate "C" not null,
  language text collate "C" not null,
  topic text collate "C",
  queue text collate "C",
  agent text collate "C",
  value bigint not null,
  asked_at bigint,                       -- when it first asked for a human
  asked_by bigint not null,              -- who asked: the kind of the actor
  taken_at bigint,                       -- when an agent first took it
  replied_at bigint,                     -- the first message of an agent
  ended_at bigint,
  ending bigint not null,                -- 0 open, 1 resolved, 2 closed, 3 closed after a quiet time
  answered bigint not null,              -- 1: the assistant gave an answer
  void bigint not null,                  -- 1: spam, blocked or merged; its end is not counted
  returned_at bigint,                    -- when the customer came back after a quiet end
  transfers bigint not null,
  replies bigint not null,               -- messages of agents that answered one of the customer
  reply_ms bigint not null,              -- time that those took together
  handle_ms bigint not null,             -- time with agents
  first_met bigint,                      -- service levels: 1 met, 0 missed, null none
  next_met bigint not null,
  next_missed bigint not null,
  resolution_met bigint,
  surveyed bigint not null,
  rating bigint,
  rated_at bigint,
  mood_start bigint,                     -- thousandths
  mood_end bigint,
  labels text collate "C",                            -- in order, between commas
  disposition text collate "C",
  primary key (workspace, conversation, episode)
);
create index episodes_started on episodes (workspace, started_at);
create index episodes_changed on episodes (workspace, changed_at);

-- The words of each conversation, and the workspace's own word, so that one index finds them all.
create table search (
  started_at bigint not null,
  workspace text collate "C" not null,
  id text collate "C" not null,
  words tsvector not null,
  primary key (workspace, id)
);
create index search_newest on search (workspace, started_at, id);
create index search_words on search using gin (words);

-- The words of each customer's name, e-mail and ids.
create table customer_words (
  workspace text collate "C" not null,
  word text collate "C" not null,
  customer text collate "C" not null,
  primary key (workspace, word, customer)
);
create index customer_words_of on customer_words (workspace, customer);

-- What agents' work teaches: solved questions, suggestions taken or not, questions that no article answered, articles quoted.
create table lessons (
  workspace text collate "C" not null,
  conversation text collate "C" not null,
  seq bigint not null,
  kind bigint not null,
  at bigint not null,
  source text collate "C",
  language text collate "C",
  question text collate "C",
  reply text collate "C",
  primary key (workspace, conversation, seq, kind)
);
create index lessons_newest on lessons (workspace, kind, at);
create index lessons_source on lessons (workspace, kind, source, at) where source is not null;

-- Rare events that every process must hear of: they are found without reading the others.
create index events_notices on events (tx, position) where type in ('customerSessionEnded', 'settingSaved', 'settingRemoved');
