-- Version 2 adds locks.

-- Places in the queues of locks (kind 0) and the holders of exclusive ones (kind 1), each with a session of its own. The
-- first of a queue holds; its token is the counter at which it was granted.
CREATE TABLE @schema@.lock (
  session uuid PRIMARY KEY,
  key bytea NOT NULL,
  kind smallint NOT NULL,
  ticket bigint NOT NULL,
  content bytea NOT NULL,
  token bigint,
  granted_at timestamptz,
  UNIQUE (key, kind, ticket)
);
-- At most one holder (T22), whatever else goes wrong.
CREATE UNIQUE INDEX lock_holder ON @schema@.lock (key, kind) WHERE token IS NOT NULL;
