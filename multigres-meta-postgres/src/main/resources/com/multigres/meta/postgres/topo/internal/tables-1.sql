-- The topology's hidden area, version 1. @schema@ stands for the quoted name of the schema.

CREATE TABLE @schema@.history (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  schema_version integer NOT NULL,
  oldest_reader integer NOT NULL,
  oldest_writer integer NOT NULL,
  incarnation bigint NOT NULL
);

-- One row. Whoever changes a node holds its lock until the commit, so that counters become visible in their order.
CREATE TABLE @schema@.counter (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  counter bigint NOT NULL,
  write_id bigint NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- A key is its names in UTF-8, each followed by a zero byte: its order is the order of paths, and a tree is a range.
CREATE TABLE @schema@.node (
  key bytea PRIMARY KEY,
  value bytea NOT NULL,
  counter bigint NOT NULL,
  write_id bigint NOT NULL,
  session uuid
);
CREATE INDEX node_session ON @schema@.node (session) WHERE session IS NOT NULL;

-- What watches follow. The pair (counter, write_id) proves that a point belongs to this history.
CREATE TABLE @schema@.log (
  counter bigint PRIMARY KEY,
  write_id bigint NOT NULL,
  deleted boolean NOT NULL,
  key bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE @schema@.session (
  id uuid PRIMARY KEY,
  ttl interval NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_expiry ON @schema@.session (expires_at);

-- The identity of every request that changed something, and tombstones (without codes) of those that never will.
CREATE TABLE @schema@.request (
  id bigint PRIMARY KEY,
  codes smallint[],
  counters bigint[],
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX request_age ON @schema@.request (at);
