-- Every function pins its search_path, so that nobody's objects can stand in for the server's.

-- Refuses the libraries that know version 2 at most, whose functions and statements these are (P3).
CREATE FUNCTION @schema@.refuse_1(p_version integer, p_oldest integer, p_to_do text)
RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'P3: the schema has version % and needs a library that knows % to %; this one knows 2',
    p_version, p_oldest, p_to_do USING ERRCODE = 'MTP03';
END $$;

-- True where a library that knows version 2 may write. Asked under the counter's lock it holds until the commit.
CREATE FUNCTION @schema@.writer_1() RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  h record;
BEGIN
  SELECT schema_version, oldest_writer INTO STRICT h FROM @schema@.history;
  RETURN h.oldest_writer <= 2 OR @schema@.refuse_1(h.schema_version, h.oldest_writer, 'write it');
END $$;

-- Whether one change is allowed as things stand: 0, or the code of what is wrong.
-- kinds: 0 put, 1 delete, 2 bind, 3 take over, 4 unbind, 5 check only; expectations: 0 any, 1 absent, 2 version, 3 exists
CREATE FUNCTION @schema@.judge_1(
  p_kind smallint, p_key bytea, p_expect smallint, p_counter bigint, p_write_id bigint, p_session uuid)
RETURNS smallint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n record;
BEGIN
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

-- Whether a node may stand there beside the bound ones: a bound node has no descendants (T3). Because it has none, a bound
-- ancestor can only be the key just before.
CREATE FUNCTION @schema@.shape_1(p_kind smallint, p_key bytea, p_session uuid)
RETURNS smallint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before record;
BEGIN
  IF p_kind = 0 THEN
    SELECT key, session INTO before FROM @schema@.node WHERE key < p_key ORDER BY key DESC LIMIT 1;
    IF FOUND AND before.session IS NOT NULL AND substr(p_key, 1, length(before.key)) = before.key THEN
      RETURN 5;
    END IF;
  END IF;
  IF p_session IS NOT NULL AND p_kind IN (0, 2, 3) AND EXISTS (
      SELECT FROM @schema@.node
      WHERE key > p_key AND key < set_byte(p_key, length(p_key) - 1, 1)) THEN
    RETURN 6;
  END IF;
  RETURN 0;
END $$;

-- Makes one change as write number p_counter.
CREATE FUNCTION @schema@.change_1(
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
  INSERT INTO @schema@.log (counter, write_id, deleted, key) VALUES (p_counter, p_write_id, p_kind = 1, p_key);
END $$;

-- Removes sessions and their nodes; called under the counter's lock, answers the counter it came to.
CREATE FUNCTION @schema@.drop_sessions_1(p_sessions uuid[], p_counter bigint, p_write_id bigint)
RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed bigint;
BEGIN
  DELETE FROM @schema@.session WHERE id = ANY (p_sessions);
  WITH gone AS (DELETE FROM @schema@.node WHERE session = ANY (p_sessions) RETURNING key)
    INSERT INTO @schema@.log (counter, write_id, deleted, key)
      SELECT p_counter + row_number() OVER (ORDER BY key), p_write_id, true, key FROM gone;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN p_counter + removed;
END $$;

-- Sees to it that the commit lasts, whatever the server's or the role's default is; one that waits for more is left.
CREATE FUNCTION @schema@.durable_1() RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('synchronous_commit') IN ('off', 'local') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
END $$;

-- Takes the lock that orders commits, and removes what has expired. A session that somebody is just renewing is skipped.
CREATE FUNCTION @schema@.begin_1(p_write_id bigint, p_lock_ms integer)
RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint;
  t timestamptz;
  expired uuid[];
BEGIN
  PERFORM @schema@.durable_1();
  PERFORM set_config('lock_timeout', p_lock_ms::text, true);
  SELECT counter INTO STRICT c FROM @schema@.counter FOR UPDATE;
  PERFORM @schema@.writer_1();
  t := clock_timestamp();
  IF EXISTS (SELECT FROM @schema@.session WHERE expires_at <= t) THEN
    SELECT array_agg(id) INTO expired FROM (
      SELECT id FROM @schema@.session WHERE expires_at <= t FOR UPDATE SKIP LOCKED) AS s;
    IF expired IS NOT NULL THEN
      c := @schema@.drop_sessions_1(expired, c, p_write_id);
    END IF;
  END IF;
  RETURN c;
END $$;

-- Stores the counter where it has moved, and wakes whoever watches.
CREATE FUNCTION @schema@.end_1(p_counter bigint, p_write_id bigint)
RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE @schema@.counter SET counter = p_counter, write_id = p_write_id WHERE counter < p_counter;
  IF FOUND THEN
    PERFORM pg_notify('@channel@', p_counter::text);
  END IF;
END $$;

-- A request: changes that are applied together or not at all, or each for itself. Answers a code for each, and the
-- counters of those that were applied.
CREATE FUNCTION @schema@.apply_1(
  p_write_id bigint, p_atomic boolean, p_lock_ms integer,
  p_kinds smallint[], p_keys bytea[], p_values bytea[],
  p_expects smallint[], p_counters bigint[], p_write_ids bigint[], p_sessions uuid[],
  OUT codes smallint[], OUT counters bigint[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint;
  op record;
  code smallint;
  sound boolean := true;
BEGIN
  c := @schema@.begin_1(p_write_id, p_lock_ms);
  codes := '{}';
  counters := '{}';
  FOR op IN SELECT * FROM unnest(p_kinds, p_keys, p_values, p_expects, p_counters, p_write_ids, p_sessions)
      AS o (kind, key, value, expect, counter, write_id, session) LOOP
    code := @schema@.judge_1(op.kind, op.key, op.expect, op.counter, op.write_id, op.session);
    IF code = 0 AND NOT p_atomic AND op.kind <> 5 THEN
      code := @schema@.shape_1(op.kind, op.key, op.session);
      IF code = 0 THEN
        c := c + 1;
        PERFORM @schema@.change_1(op.kind, op.key, op.value, c, p_write_id, op.session);
      END IF;
    END IF;
    sound := sound AND code = 0;
    codes := array_append(codes, code);
    counters := array_append(counters, CASE WHEN code = 0 THEN c ELSE 0 END);
  END LOOP;
  IF p_atomic AND sound THEN
    counters := '{}';
    FOR op IN SELECT * FROM unnest(p_kinds, p_keys, p_values, p_sessions) AS o (kind, key, value, session) LOOP
      IF op.kind <> 5 THEN
        c := c + 1;
        PERFORM @schema@.change_1(op.kind, op.key, op.value, c, p_write_id, op.session);
      END IF;
      counters := array_append(counters, c);
    END LOOP;
    FOR op IN SELECT * FROM unnest(p_kinds, p_keys, p_sessions) WITH ORDINALITY AS o (kind, key, session, number) LOOP
      code := @schema@.shape_1(op.kind, op.key, op.session);
      IF code <> 0 THEN
        RAISE EXCEPTION 'a node bound to a session has no descendants (T3)'
          USING ERRCODE = 'MTT03', DETAIL = op.number || ' ' || code;
      END IF;
    END LOOP;
  END IF;
  PERFORM @schema@.end_1(c, p_write_id);
  IF NOT p_atomic OR sound THEN
    INSERT INTO @schema@.request (id, codes, counters) VALUES (p_write_id, apply_1.codes, apply_1.counters);
  END IF;
END $$;

-- Ends a session and removes its nodes.
CREATE FUNCTION @schema@.close_session_1(p_session uuid, p_write_id bigint, p_lock_ms integer)
RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint;
BEGIN
  c := @schema@.begin_1(p_write_id, p_lock_ms);
  PERFORM @schema@.end_1(@schema@.drop_sessions_1(ARRAY[p_session], c, p_write_id), p_write_id);
END $$;

-- Removes what has expired.
CREATE FUNCTION @schema@.reap_1(p_write_id bigint, p_lock_ms integer)
RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM @schema@.end_1(@schema@.begin_1(p_write_id, p_lock_ms), p_write_id);
END $$;

-- What became of a request whose reply was lost. Waits for one that is in flight; makes one that has not begun impossible
-- for ever. The message in the WAL makes the commit wait for a synchronous standby in either case. known tells whether
-- a point that the caller saw before belongs to this history.
CREATE FUNCTION @schema@.resolve_1(
  p_id bigint, p_lock_ms integer, p_counter bigint, p_write_id bigint,
  OUT applied boolean, OUT known boolean, OUT codes smallint[], OUT counters bigint[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM @schema@.durable_1();
  PERFORM set_config('lock_timeout', p_lock_ms::text, true);
  INSERT INTO @schema@.request (id) VALUES (p_id) ON CONFLICT DO NOTHING;
  SELECT r.codes IS NOT NULL, r.codes, r.counters INTO STRICT applied, codes, counters
    FROM @schema@.request r WHERE r.id = p_id;
  known := EXISTS (SELECT FROM @schema@.log WHERE counter = p_counter AND write_id = p_write_id)
    OR p_counter < (SELECT min(counter) FROM @schema@.log);
  PERFORM pg_logical_emit_message(true, 'multigres_topo', '');
END $$;

-- Forgets what nobody can ask for any more. The last row of the log always stays.
CREATE FUNCTION @schema@.trim_1(p_log_rows bigint, p_log_age interval, p_request_age interval, p_tombstone_age interval)
RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  c bigint;
BEGIN
  PERFORM @schema@.writer_1();
  SELECT counter INTO STRICT c FROM @schema@.counter;
  DELETE FROM @schema@.log WHERE counter < c - p_log_rows;
  DELETE FROM @schema@.log WHERE counter < c AND counter <= (
    SELECT max(counter) FROM @schema@.log WHERE at < clock_timestamp() - p_log_age);
  DELETE FROM @schema@.request
    WHERE at < clock_timestamp() - p_request_age AND (codes IS NOT NULL OR at < clock_timestamp() - p_tombstone_age);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA @schema@ FROM PUBLIC;
