-- A list of a queue, an agent, a customer or a topic is counted by its index alone, also of one state.
drop index conversations_customer;
drop index conversations_agent;
drop index conversations_queue;
drop index conversations_topic;
create index conversations_customer on conversations (workspace, customer_id, started_at, id, state);
create index conversations_agent on conversations (workspace, agent, started_at, id, state) where agent is not null;
create index conversations_queue on conversations (workspace, queue, started_at, id, state) where queue is not null;
create index conversations_topic on conversations (workspace, topic, started_at, id, state) where topic is not null;

-- An episode is written by the same key as on PostgreSQL, where its start belongs to the key. It never changes.
create unique index episodes_key on episodes (workspace, conversation, episode, started_at);
