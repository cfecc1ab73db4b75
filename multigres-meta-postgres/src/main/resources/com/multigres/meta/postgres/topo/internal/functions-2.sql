-- Version 2 adds locks. Functions of version 1 that have to know of them are replaced under their names, so that a library of
-- version 1 goes on writing beside this one.

-- As before, and two more expectations, of a lock's grant: 4 of a queue, 5 of one node. Then the counter is its token, the
-- write id the store's incarnation and the session the grant's.
CREATE OR REPLACE FUNCTION @schema@.judge_1(
  p_kind smallint, p_key bytea, p_expect smallint, p_counter bigint, p_write_id bigint, p_session uuid)
RETURNS smallint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n record;
BEGIN
  IF p_expect >= 4 THEN
    IF NOT EXISTS (SELECT FROM @schema@.history WHERE incarnation = p_write_id) THEN RETURN 12; END IF;
    IF EXISTS (SELECT FROM @schema@.lock
        WHERE session = p_session AND key = p_key AND kind = p_expect - 4 AND token = p_counter) THEN
      RETURN 0;
    END IF;
    RETURN 11;
  END IF;
  SELECT counter, write_id, session INTO n FROM @schema@.node WHERE key = p_key;
  IF FOUND THEN
    IF p_expect = 1 THEN RETURN 1; END IF;
    IF p_expect = 2 AND (n.counter <> p_counter OR n.write_id <> p_write_id) THEN RETURN 3; END IF;
    IF p_kind = 2 AND n.session <> p_session THEN RETURN 7; END IF;
    IF p_kind = 4 AND n.session IS DISTINCT FROM p_session THEN RETURN 8; END IF;
  ELSIF p_expect >= 2 OR p_kind BETWEEN 1 AND 4 THEN
    RETURN 2;
  END IF;
  IF p_session IS NOT NULL AND p_kind IN (0, 2, 3)
      AND NOT EXISTS (SELECT FROM @schema@.session WHERE id = p_session AND expires_at > clock_timestamp()) THEN
    RETURN 4;
  END IF;
  RETURN 0;
END $$;

-- As before, and an exclusive lock whose node is removed or bound to somebody else is over, with its session.
CREATE OR REPLACE FUNCTION @schema@.change_1(
  p_kind smallint, p_key bytea, p_value bytea, p_counter bigint, p_write_id bigint, p_session uuid)
RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  CASE p_kind
    WHEN 0 THEN
      INSERT INTO @schema@.node AS n (key, value, counter, write_id, session)
        VALUES (p_key, p_value, p_counter, p_write_id, p_session)
        ON CONFLICT (key) DO UPDATE
          SET value = excluded.value, counter = excluded.counter, write_id = excluded.write_id;
    WHEN 1 THEN
      DELETE FROM @schema@.node WHERE key = p_key;
    ELSE
      UPDATE @schema@.node
        SET session = CASE WHEN p_kind = 4 THEN NULL ELSE p_session END, counter = p_counter, write_id = p_write_id
        WHERE key = p_key;
  END CASE;
  IF p_kind <> 0 THEN
    WITH undone AS (
        DELETE FROM @schema@.lock
        WHERE key = p_key AND kind = 1 AND (p_kind IN (1, 4) OR session <> p_session) RETURNING session)
      DELETE FROM @schema@.session s USING undone WHERE s.id = undone.session;
  END IF;
  INSERT INTO @schema@.log (counter, write_id, deleted, key) VALUES (p_counter, p_write_id, p_kind = 1, p_key);
END $$;

-- Hands a lock to the first in its queue, if anybody stands there, and notes in the log that it passed on. No key of a node
-- begins with the byte that such a note begins with.
CREATE FUNCTION @schema@.grant_2(p_key bytea, p_kind smallint, p_counter bigint, p_write_id bigint)
RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE @schema@.lock SET token = p_counter + 1, granted_at = clock_timestamp()
    WHERE session = (
      SELECT session FROM @schema@.lock WHERE key = p_key AND kind = p_kind ORDER BY ticket LIMIT 1);
  INSERT INTO @schema@.log (counter, write_id, deleted, key)
    VALUES (p_counter + 1, p_write_id, true, '\xff'::bytea || p_key);
  RETURN p_counter + 1;
END $$;

-- As before, and the places of the sessions are given up: whoever is next holds. All of them go before any lock is granted.
CREATE OR REPLACE FUNCTION @schema@.drop_sessions_1(p_sessions uuid[], p_counter bigint, p_write_id bigint)
RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint := p_counter;
  removed bigint;
  freed_keys bytea[];
  freed_kinds smallint[];
BEGIN
  DELETE FROM @schema@.session WHERE id = ANY (p_sessions);
  WITH gone AS (DELETE FROM @schema@.node WHERE session = ANY (p_sessions) RETURNING key)
    INSERT INTO @schema@.log (counter, write_id, deleted, key)
      SELECT p_counter + row_number() OVER (ORDER BY key), p_write_id, true, key FROM gone;
  GET DIAGNOSTICS removed = ROW_COUNT;
  c := c + removed;
  WITH gone AS (DELETE FROM @schema@.lock WHERE session = ANY (p_sessions) RETURNING key, kind, token)
    SELECT array_agg(key), array_agg(kind) INTO freed_keys, freed_kinds FROM gone WHERE token IS NOT NULL;
  FOR i IN 1 .. coalesce(array_length(freed_keys, 1), 0) LOOP
    c := @schema@.grant_2(freed_keys[i], freed_kinds[i], c, p_write_id);
  END LOOP;
  RETURN c;
END $$;

-- Takes a place in a lock's queue with a session of its own, and the lock where nobody is before. The session lasts only
-- p_first until its first renewal, so that one whose reply is lost does not stand in the way for long. Answers 0 and the
-- token, 9 for a lock that others hold, 10 for a place behind others; then the incarnation, and the time of the grant.
CREATE FUNCTION @schema@.lock_2(
  p_write_id bigint, p_lock_ms integer, p_session uuid, p_ttl interval, p_first interval,
  p_key bytea, p_kind smallint, p_content bytea, p_wait boolean,
  OUT codes smallint[], OUT counters bigint[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint;
  held boolean;
  code smallint := 0;
  granted bigint := 0;
BEGIN
  c := @schema@.begin_1(p_write_id, p_lock_ms);
  held := EXISTS (SELECT FROM @schema@.lock WHERE key = p_key AND kind = p_kind);
  IF p_kind = 1 THEN
    IF held OR EXISTS (SELECT FROM @schema@.node WHERE key = p_key) THEN
      code := 9;
    ELSE
      code := @schema@.shape_1(0::smallint, p_key, p_session);
    END IF;
  ELSIF held THEN
    code := CASE WHEN p_wait THEN 10 ELSE 9 END;
  END IF;
  IF code IN (0, 10) THEN
    INSERT INTO @schema@.session (id, ttl, expires_at) VALUES (p_session, p_ttl, clock_timestamp() + p_first);
    INSERT INTO @schema@.lock (session, key, kind, ticket, content)
      SELECT p_session, p_key, p_kind, coalesce(max(ticket), 0) + 1, p_content
      FROM @schema@.lock WHERE key = p_key AND kind = p_kind;
  END IF;
  IF code = 0 THEN
    IF p_kind = 1 THEN
      c := c + 1;
      PERFORM @schema@.change_1(0::smallint, p_key, p_content, c, p_write_id, p_session);
    END IF;
    c := @schema@.grant_2(p_key, p_kind, c, p_write_id);
    granted := c;
  END IF;
  PERFORM @schema@.end_1(c, p_write_id);
  codes := ARRAY[code];
  counters := ARRAY[granted, (SELECT incarnation FROM @schema@.history),
    coalesce((SELECT (extract(epoch FROM granted_at) * 1000000)::bigint FROM @schema@.lock WHERE session = p_session), 0)];
  IF code IN (0, 10) THEN
    INSERT INTO @schema@.request (id, codes, counters) VALUES (p_write_id, lock_2.codes, lock_2.counters);
  END IF;
END $$;

-- Takes a grant away; answers whether it held until now.
CREATE FUNCTION @schema@.revoke_2(p_write_id bigint, p_lock_ms integer, p_session uuid, p_token bigint)
RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint;
  held boolean;
BEGIN
  c := @schema@.begin_1(p_write_id, p_lock_ms);
  held := EXISTS (SELECT FROM @schema@.lock WHERE session = p_session AND token = p_token);
  IF held THEN
    c := @schema@.drop_sessions_1(ARRAY[p_session], c, p_write_id);
  END IF;
  PERFORM @schema@.end_1(c, p_write_id);
  RETURN held;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA @schema@ FROM PUBLIC;
