-- The hidden area (rule P1): version 1. ${schema} is replaced by the quoted name of the schema.
-- Every function pins its search_path, so that nobody's objects can stand in for ours.

CREATE SCHEMA ${schema};
REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC;
COMMENT ON SCHEMA ${schema} IS 'The catalog of a Multigres cluster. Change it through multigres-meta.';

-- ---------------------------------------------------------------------------------------------------------------
-- The generation row. Its lock orders all changes (P2). Which transaction made the generation is in xid, together with the
-- start of the server that counted it: a dump that is restored elsewhere meets the same number again. Whether it was made by
-- hand, and with which next id, stands beside it for the check at COMMIT; touched counts the statements that it is called for.

CREATE TABLE ${schema}.head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  generation bigint NOT NULL,
  change_id text NOT NULL,
  next_id bigint NOT NULL,
  xid xid8 NOT NULL,
  xid_server timestamptz NOT NULL,
  by_hand boolean NOT NULL DEFAULT false,
  logged_next_id bigint NOT NULL DEFAULT 0,
  touched bigint NOT NULL DEFAULT 0,
  schema_version int NOT NULL,
  oldest_reader int NOT NULL,
  oldest_writer int NOT NULL
);

CREATE TABLE ${schema}.fence (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  token bigint NOT NULL
);

CREATE FUNCTION ${schema}.next_id() RETURNS bigint LANGUAGE sql
SET search_path = pg_catalog, pg_temp AS $$
  UPDATE ${schema}.head SET next_id = next_id + 1 RETURNING next_id - 1
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- What a shard's name spells (page "catalog contract" of the documentation). NULL is an open end.

CREATE FUNCTION ${schema}.bound(digits text, open text) RETURNS bytea LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN digits = '' OR digits = open THEN NULL
    ELSE decode(digits || CASE WHEN length(digits) % 2 = 1 THEN '0' ELSE '' END, 'hex') END
$$;

CREATE FUNCTION ${schema}.spells(name text, range_start bytea, range_end bytea) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN name ~ '^[0-9a-f]*-([0-9a-f]*|inf)$' AND name NOT IN ('0-', '-inf')
    THEN ${schema}.bound(split_part(name, '-', 1), '0') IS NOT DISTINCT FROM range_start
     AND ${schema}.bound(split_part(name, '-', 2), 'inf') IS NOT DISTINCT FROM range_end
    ELSE false END
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Content. A constraint's name is the rule that it guards, so that an error names the rule. What one value must be is its
-- domain's, which judges only values that are set; what the values of a shard must be together is judged at COMMIT, below,
-- where they changed: a CHECK of the table would be judged with every new state.

CREATE DOMAIN ${schema}.identifier AS text
  CONSTRAINT "C10: a name has 1 to 63 bytes" CHECK (octet_length(VALUE) BETWEEN 1 AND 63);
CREATE DOMAIN ${schema}.database_label AS text
  CONSTRAINT "C2: an external name is a DNS label of at most 30 characters"
  CHECK (VALUE ~ '^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$');
CREATE DOMAIN ${schema}.label AS text
  CONSTRAINT "C2: an external name is a DNS label of at most 25 characters"
  CHECK (VALUE ~ '^[a-z0-9]([-a-z0-9]{0,23}[a-z0-9])?$' AND VALUE <> 'locks');
CREATE DOMAIN ${schema}.placement AS text
  CONSTRAINT "C2: a placement is ACTIVE, PENDING or RETIRED" CHECK (VALUE IN ('ACTIVE', 'PENDING', 'RETIRED'));
CREATE DOMAIN ${schema}.state AS text
  CONSTRAINT "C3: a state is CREATING, READY, DRAINING or DROPPING"
  CHECK (VALUE IN ('CREATING', 'READY', 'DRAINING', 'DROPPING'));

CREATE TABLE ${schema}.settings (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  authority text NOT NULL CHECK (authority IN ('CATALOG', 'KUBERNETES', 'MERGE'))
);

CREATE TABLE ${schema}.database (
  id bigint PRIMARY KEY DEFAULT ${schema}.next_id(),
  name ${schema}.identifier NOT NULL,
  external_name ${schema}.database_label NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  dropping boolean NOT NULL DEFAULT false,
  CONSTRAINT "C2: the default database cannot be dropped" CHECK (NOT (is_default AND dropping)),
  CONSTRAINT "C2: database names are unique" UNIQUE (name) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "C2: external names of databases are unique" UNIQUE (external_name) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX database_default ON ${schema}.database (id) WHERE is_default;

CREATE TABLE ${schema}.tablegroup (
  id bigint PRIMARY KEY DEFAULT ${schema}.next_id(),
  database_id bigint NOT NULL,
  name ${schema}.identifier NOT NULL,
  external_name ${schema}.label NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  dropping boolean NOT NULL DEFAULT false,
  CONSTRAINT "C2: a tablegroup belongs to a database"
    FOREIGN KEY (database_id) REFERENCES ${schema}.database ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "C2: the default tablegroup cannot be dropped" CHECK (NOT (is_default AND dropping)),
  CONSTRAINT "C2: tablegroup names are unique in a database" UNIQUE (database_id, name) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "C2: external names of tablegroups are unique in a database"
    UNIQUE (database_id, external_name) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "C2: a tablegroup has one database" UNIQUE (database_id, id)
);

CREATE TABLE ${schema}.shard (
  id bigint PRIMARY KEY DEFAULT ${schema}.next_id(),
  tablegroup_id bigint NOT NULL,
  name text NOT NULL,
  external_name ${schema}.label NOT NULL,
  range_start bytea,
  range_end bytea,
  placement ${schema}.placement NOT NULL DEFAULT 'ACTIVE',
  state ${schema}.state NOT NULL DEFAULT 'CREATING',
  resharding_id bigint NOT NULL DEFAULT 0,
  CONSTRAINT "C2: a shard belongs to a tablegroup"
    FOREIGN KEY (tablegroup_id) REFERENCES ${schema}.tablegroup ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "C2: external names of shards are unique in a tablegroup"
    UNIQUE (tablegroup_id, external_name) DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 85); -- a new state needs no new index entries where its row's page has room

CREATE TABLE ${schema}.placed_table (
  database_id bigint NOT NULL,
  tablegroup_id bigint NOT NULL,
  schema_name ${schema}.identifier NOT NULL DEFAULT 'public',
  name ${schema}.identifier NOT NULL,
  CONSTRAINT "C2: a table is placed once in a database" PRIMARY KEY (database_id, schema_name, name),
  CONSTRAINT "C2: a table is placed in a tablegroup of its database"
    FOREIGN KEY (database_id, tablegroup_id) REFERENCES ${schema}.tablegroup (database_id, id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX placed_table_of_tablegroup ON ${schema}.placed_table (tablegroup_id);

-- ---------------------------------------------------------------------------------------------------------------
-- History. Pairs are never trimmed (C9); the log, its changes and deltas are, by retention (C8).

CREATE TABLE ${schema}.position (
  generation bigint PRIMARY KEY,
  change_id text NOT NULL,
  next_id bigint NOT NULL
);

CREATE TABLE ${schema}.log (
  generation bigint PRIMARY KEY,
  change_id text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  author text NOT NULL,
  by_hand boolean NOT NULL,
  changes text[] NOT NULL -- for each change how many texts follow, then its kind and its arguments
);

-- Rows before and after, as text in the order of the table's columns: what rolls a catalog on and back. They are written by
-- triggers alone, into the log's newest generation: a foreign key would be asked for each row.
CREATE TABLE ${schema}.log_delta (
  generation bigint NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  before text[],
  after text[],
  PRIMARY KEY (generation, seq)
);

-- Every change id, those that altered nothing and tombstones included (C5, C11).
CREATE TABLE ${schema}.change (
  change_id text PRIMARY KEY,
  generation bigint,
  position_id text,
  changed boolean,
  tombstone boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX change_at ON ${schema}.change USING brin (at);

-- ---------------------------------------------------------------------------------------------------------------
-- Advancing: the next generation, once in a transaction, with its log row. Holds the lock of the generation row.

-- Writes the history first, so that the generation row never stands there without it, whenever that is checked.
CREATE FUNCTION ${schema}.advance(p_change_id text, p_author text, p_by_hand boolean, p_changes text[]) RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  g bigint;
  n bigint;
BEGIN
  SELECT generation + 1, next_id INTO STRICT g, n FROM ${schema}.head FOR UPDATE;
  WITH pair AS (
    INSERT INTO ${schema}.position (generation, change_id, next_id) VALUES (g, p_change_id, n)
  ), entry AS (
    INSERT INTO ${schema}.log (generation, change_id, author, by_hand, changes)
      VALUES (g, p_change_id, p_author, p_by_hand, p_changes)
  )
  INSERT INTO ${schema}.change AS c (change_id, generation, position_id, changed, tombstone)
    VALUES (p_change_id, g, p_change_id, true, false)
    ON CONFLICT (change_id) DO UPDATE SET generation = excluded.generation, position_id = excluded.position_id,
      changed = true, tombstone = false, at = clock_timestamp() WHERE c.tombstone;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'C5: change id % was used before', p_change_id USING ERRCODE = '23505';
  END IF;
  UPDATE ${schema}.head SET generation = g, change_id = p_change_id, xid = pg_current_xact_id(),
    xid_server = pg_postmaster_start_time(), by_hand = p_by_hand, logged_next_id = n;
  PERFORM pg_notify(${channel}, g::text);
  RETURN g;
END $$;

CREATE FUNCTION ${schema}.lock_head() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM ${schema}.head FOR UPDATE;
  RETURN NULL;
END $$;

-- The generation that a statement's rows belong to: this transaction's own, begun here where the change is by hand.
CREATE FUNCTION ${schema}.generation_of_statement() RETURNS bigint LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  h record;
BEGIN
  SELECT generation, xid, xid_server INTO h FROM ${schema}.head;
  IF h.xid = pg_current_xact_id() AND h.xid_server = pg_postmaster_start_time() THEN
    RETURN h.generation;
  END IF;
  RETURN ${schema}.advance(gen_random_uuid()::text, session_user, true, '{}');
END $$;

-- Called once a statement's rows are in the log: what is checked then, at COMMIT or, under SET CONSTRAINTS IMMEDIATE, at
-- once, knows of them.
CREATE FUNCTION ${schema}.recorded() RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE ${schema}.head SET touched = touched + 1;
END $$;

-- One function and three triggers a table: which rows changed, from what to what.
DO $install$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('settings', 'o.one = n.one', '%1$s.authority'),
    ('database', 'o.id = n.id', '%1$s.id::text, %1$s.name, %1$s.external_name, %1$s.is_default::text, %1$s.dropping::text'),
    ('tablegroup', 'o.id = n.id', '%1$s.id::text, %1$s.database_id::text, %1$s.name, %1$s.external_name,'
      || ' %1$s.is_default::text, %1$s.dropping::text'),
    ('shard', 'o.id = n.id', '%1$s.id::text, %1$s.tablegroup_id::text, %1$s.name, %1$s.external_name,'
      || ' encode(%1$s.range_start, ''hex''), encode(%1$s.range_end, ''hex''), %1$s.placement, %1$s.state,'
      || ' %1$s.resharding_id::text'),
    ('placed_table', 'o.database_id = n.database_id AND o.schema_name = n.schema_name AND o.name = n.name',
      '%1$s.database_id::text, %1$s.tablegroup_id::text, %1$s.schema_name, %1$s.name')
  ) AS v(name, same, columns)
  LOOP
    EXECUTE format($body$
      CREATE FUNCTION ${schema}.%1$I() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, pg_temp AS $f$
      DECLARE
        g bigint;
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF EXISTS (SELECT 1 FROM new_rows) THEN
            g := ${schema}.generation_of_statement();
            INSERT INTO ${schema}.log_delta (generation, kind, before, after)
              SELECT g, %2$L, NULL, ARRAY[%4$s] FROM new_rows n;
            PERFORM ${schema}.recorded();
          END IF;
        ELSIF TG_OP = 'DELETE' THEN
          IF EXISTS (SELECT 1 FROM old_rows) THEN
            g := ${schema}.generation_of_statement();
            INSERT INTO ${schema}.log_delta (generation, kind, before, after)
              SELECT g, %2$L, ARRAY[%3$s], NULL FROM old_rows o;
            PERFORM ${schema}.recorded();
          END IF;
        ELSE
          -- The generation is asked for once, and only where a row differs.
          INSERT INTO ${schema}.log_delta (generation, kind, before, after)
            SELECT (SELECT ${schema}.generation_of_statement()), %2$L,
              CASE WHEN o.there THEN ARRAY[%3$s] END, CASE WHEN n.there THEN ARRAY[%4$s] END
            FROM (SELECT true AS there, * FROM old_rows) o FULL JOIN (SELECT true AS there, * FROM new_rows) n ON %5$s
            WHERE o IS DISTINCT FROM n;
          IF FOUND THEN
            PERFORM ${schema}.recorded();
          END IF;
        END IF;
        RETURN NULL;
      END $f$
    $body$, 'record_' || t.name, t.name, format(t.columns, 'o'), format(t.columns, 'n'), t.same);
    EXECUTE format('CREATE TRIGGER a_lock BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${schema}.%I'
      || ' FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.lock_head()', t.name);
    EXECUTE format('CREATE TRIGGER b_inserted AFTER INSERT ON ${schema}.%I REFERENCING NEW TABLE AS new_rows'
      || ' FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.%I()', t.name, 'record_' || t.name);
    EXECUTE format('CREATE TRIGGER b_updated AFTER UPDATE ON ${schema}.%I REFERENCING OLD TABLE AS old_rows'
      || ' NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.%I()', t.name, 'record_' || t.name);
    EXECUTE format('CREATE TRIGGER b_deleted AFTER DELETE ON ${schema}.%I REFERENCING OLD TABLE AS old_rows'
      || ' FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.%I()', t.name, 'record_' || t.name);
    -- TRUNCATE tells nobody which rows went: what it removes is first recorded as a delete.
    EXECUTE format($body$
      CREATE FUNCTION ${schema}.%1$I() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, pg_temp AS $f$
      DECLARE
        g bigint;
      BEGIN
        IF EXISTS (SELECT 1 FROM ${schema}.%2$I) THEN
          g := ${schema}.generation_of_statement();
          INSERT INTO ${schema}.log_delta (generation, kind, before, after)
            SELECT g, %2$L, ARRAY[%3$s], NULL FROM ${schema}.%2$I o;
          PERFORM ${schema}.recorded();
        END IF;
        RETURN NULL;
      END $f$
    $body$, 'truncate_' || t.name, t.name, format(t.columns, 'o'));
    EXECUTE format('CREATE TRIGGER b_truncated BEFORE TRUNCATE ON ${schema}.%I'
      || ' FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.%I()', t.name, 'truncate_' || t.name);
  END LOOP;
END $install$;

-- ---------------------------------------------------------------------------------------------------------------
-- The invariants, checked at COMMIT under the lock of the generation row, for the parents that were touched (P2).

CREATE FUNCTION ${schema}.broken(rule text, what text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%: %', rule, what USING ERRCODE = '23514', DETAIL = rule;
END $$;

CREATE FUNCTION ${schema}.tablegroup_called(p_id bigint) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT format('tablegroup "%s" of database "%s"', t.name, d.name)
  FROM ${schema}.tablegroup t JOIN ${schema}.database d ON d.id = t.database_id WHERE t.id = p_id
$$;

-- Every rule that these tablegroups break. An array always, so that the plan is one of index scans.
CREATE FUNCTION ${schema}.tablegroup_faults(p_ids bigint[]) RETURNS TABLE (rule text, message text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY -- planned once for a connection
  WITH s AS (
    SELECT s.*, t.is_default, t.dropping OR d.dropping AS under_dropping
    FROM ${schema}.shard s
    JOIN ${schema}.tablegroup t ON t.id = s.tablegroup_id
    JOIN ${schema}.database d ON d.id = t.database_id
    WHERE s.tablegroup_id = ANY (p_ids)
  ), active AS (
    SELECT tablegroup_id, name, range_start, range_end,
      row_number() OVER w AS n, lag(name) OVER w AS left_name, lag(range_end) OVER w AS left_end,
      lead(name) OVER w AS right_name
    FROM s WHERE placement = 'ACTIVE'
    WINDOW w AS (PARTITION BY tablegroup_id ORDER BY range_start NULLS FIRST, id)
  ), resharding AS (
    SELECT tablegroup_id, resharding_id, placement, name, range_start, range_end,
      row_number() OVER w AS n, lag(range_end) OVER w AS left_end,
      first_value(range_start) OVER w AS first_start,
      last_value(range_end) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_end
    FROM s WHERE resharding_id <> 0
    WINDOW w AS (PARTITION BY tablegroup_id, resharding_id, placement ORDER BY range_start NULLS FIRST, id)
  ), spans AS (
    SELECT tablegroup_id, resharding_id,
      bool_or(placement = 'ACTIVE') AS has_source, bool_or(placement = 'PENDING') AS has_target,
      count(DISTINCT (coalesce(first_start, ''), first_start IS NULL, coalesce(last_end, ''), last_end IS NULL)) AS spans
    FROM resharding GROUP BY tablegroup_id, resharding_id
  )
  SELECT 'C2', format('%s has no active shard', ${schema}.tablegroup_called(t.id)) FROM ${schema}.tablegroup t
    WHERE t.id = ANY (p_ids)
      AND NOT EXISTS (SELECT 1 FROM active a WHERE a.tablegroup_id = t.id)
  UNION ALL
  SELECT 'C2', format('the active shards of %s leave a gap before "%s"', ${schema}.tablegroup_called(tablegroup_id), name)
    FROM active WHERE (n = 1 AND range_start IS NOT NULL) OR (n > 1 AND left_end < range_start)
  UNION ALL
  SELECT 'C2', format('the active shards "%s" and "%s" of %s overlap', left_name, name,
      ${schema}.tablegroup_called(tablegroup_id))
    FROM active WHERE n > 1 AND (left_end IS NULL OR range_start IS NULL OR left_end > range_start)
  UNION ALL
  SELECT 'C2', format('the active shards of %s leave a gap behind "%s"', ${schema}.tablegroup_called(tablegroup_id), name)
    FROM active WHERE right_name IS NULL AND range_end IS NOT NULL
  UNION ALL
  SELECT 'C2', format('the default %s has %s active shards, not one', ${schema}.tablegroup_called(tablegroup_id), count(*))
    FROM s WHERE is_default AND placement = 'ACTIVE' GROUP BY tablegroup_id HAVING count(*) <> 1
  UNION ALL
  SELECT 'C2', format('two shards of %s are named "%s"', ${schema}.tablegroup_called(tablegroup_id), name)
    FROM s WHERE placement <> 'RETIRED' GROUP BY tablegroup_id, name HAVING count(*) > 1
  UNION ALL
  SELECT 'C2', format('the name of shard "%s" of %s does not spell its range', name,
      ${schema}.tablegroup_called(tablegroup_id))
    FROM s WHERE NOT ${schema}.spells(name, range_start, range_end)
  UNION ALL
  SELECT 'C2', format('the range of shard "%s" of %s is empty', name, ${schema}.tablegroup_called(tablegroup_id))
    FROM s WHERE range_start >= range_end
  UNION ALL
  SELECT 'C2', format('shard "%s" of %s: pending shards, and no retired ones, are in a split or merge', name,
      ${schema}.tablegroup_called(tablegroup_id))
    FROM s WHERE CASE placement WHEN 'PENDING' THEN resharding_id = 0 WHEN 'RETIRED' THEN resharding_id <> 0 END
  UNION ALL
  SELECT 'C3', format('shard "%s" of %s is DROPPING, but it is %s and its parents stand', name,
      ${schema}.tablegroup_called(tablegroup_id), placement)
    FROM s WHERE state = 'DROPPING' AND placement <> 'RETIRED' AND NOT under_dropping
  UNION ALL
  SELECT 'C2', format('split or merge #%s of %s: its number comes from next_id()', resharding_id,
      ${schema}.tablegroup_called(tablegroup_id))
    FROM spans, ${schema}.head h WHERE resharding_id >= h.next_id
  UNION ALL
  SELECT 'C2', format('split or merge #%s of %s has no %s', resharding_id, ${schema}.tablegroup_called(tablegroup_id),
      CASE WHEN has_source THEN 'pending shard' ELSE 'source' END)
    FROM spans WHERE NOT (has_source AND has_target)
  UNION ALL
  SELECT 'C2', format('the %s shards of split or merge #%s of %s do not follow one another at "%s"', placement,
      resharding_id, ${schema}.tablegroup_called(tablegroup_id), name)
    FROM resharding WHERE n > 1 AND (left_end IS NULL OR range_start IS NULL OR left_end <> range_start)
  UNION ALL
  SELECT 'C2', format('the pending shards of split or merge #%s of %s do not tile its sources', resharding_id,
      ${schema}.tablegroup_called(tablegroup_id))
    FROM spans WHERE has_source AND has_target AND spans <> 1;
END $$;

-- Every rule that these databases break.
CREATE FUNCTION ${schema}.database_faults(p_ids bigint[]) RETURNS TABLE (rule text, message text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY -- planned once for a connection
  SELECT 'C1', format('there are %s default databases, not one', count(*))
    FROM ${schema}.database WHERE is_default HAVING count(*) <> 1
  UNION ALL
  SELECT 'C2', format('database "%s" has %s default tablegroups, not one', d.name, count(t.id))
    FROM ${schema}.database d LEFT JOIN ${schema}.tablegroup t ON t.database_id = d.id AND t.is_default
    WHERE d.id = ANY (p_ids) GROUP BY d.id, d.name HAVING count(t.id) <> 1
  UNION ALL
  SELECT 'C12', 'there is no authority' WHERE NOT EXISTS (SELECT 1 FROM ${schema}.settings);
END $$;

-- What no single state shows: steps that are not allowed, made by hand in this generation (C3). The library's own
-- changes were judged one by one before they were stored together.
CREATE FUNCTION ${schema}.step_faults(p_generation bigint) RETURNS TABLE (rule text, message text) LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  WITH delta AS (SELECT * FROM ${schema}.log_delta WHERE generation = p_generation)
  SELECT 'C3', format('%s "%s": its id, its parent, its external name, the name of a shard and whether it is the default are fixed at creation',
      kind, before[CASE kind WHEN 'database' THEN 2 ELSE 3 END])
    FROM delta WHERE before IS NOT NULL AND after IS NOT NULL AND (
      (kind = 'database' AND (before[3], before[4]) IS DISTINCT FROM (after[3], after[4]))
      OR (kind = 'tablegroup' AND (before[2], before[4], before[5]) IS DISTINCT FROM (after[2], after[4], after[5]))
      OR (kind = 'shard' AND (before[2], before[3], before[4]) IS DISTINCT FROM (after[2], after[3], after[4])))
  UNION ALL
  SELECT 'C3', format('%s "%s" is DROPPING and cannot come back', kind, before[CASE kind WHEN 'database' THEN 2 ELSE 3 END])
    FROM delta WHERE kind IN ('database', 'tablegroup') AND before IS NOT NULL AND after IS NOT NULL
      AND before[cardinality(before)] = 'true' AND after[cardinality(after)] = 'false'
  UNION ALL
  SELECT 'C3', format('%s "%s" is not DROPPING: drop it before it is forgotten', kind,
      before[CASE kind WHEN 'database' THEN 2 ELSE 3 END])
    FROM delta WHERE kind IN ('database', 'tablegroup') AND after IS NULL AND before[cardinality(before)] = 'false'
      AND NOT (kind = 'tablegroup' AND EXISTS (
        SELECT 1 FROM delta d WHERE d.kind = 'database' AND d.after IS NULL AND d.before[1] = delta.before[2]))
  UNION ALL
  SELECT 'C3', format('shard "%s" is %s and %s: only a RETIRED shard that is DROPPING can be forgotten', before[3],
      before[7], before[8])
    FROM delta WHERE kind = 'shard' AND after IS NULL AND (before[7], before[8]) <> ('RETIRED', 'DROPPING')
      AND EXISTS (SELECT 1 FROM ${schema}.tablegroup t WHERE t.id = before[2]::bigint)
  UNION ALL
  SELECT 'C3', format('shard "%s" is %s and cannot become %s', before[3], before[8], after[8])
    FROM delta WHERE kind = 'shard' AND before[8] <> after[8] AND (before[8], after[8]) NOT IN (
      ('CREATING', 'READY'), ('READY', 'DRAINING'), ('DRAINING', 'DROPPING'), ('DRAINING', 'READY'), ('CREATING', 'DROPPING'))
  UNION ALL
  SELECT 'C3', format('shard "%s" is %s and cannot become %s', before[3], before[7], after[7])
    FROM delta WHERE kind = 'shard' AND before[7] <> after[7] AND ((before[7], after[7]) NOT IN (
      ('ACTIVE', 'RETIRED'), ('PENDING', 'ACTIVE'), ('PENDING', 'RETIRED'))
      OR (after[7] = 'ACTIVE' AND after[8] <> 'READY'))
  UNION ALL
  SELECT 'C3', format('shard "%s" is new and must be CREATING, and ACTIVE or PENDING, not %s and %s', after[3], after[8],
      after[7])
    FROM delta WHERE kind = 'shard' AND before IS NULL AND (after[8] <> 'CREATING' OR after[7] = 'RETIRED')
$$;

-- Judges the databases and tablegroups that a generation touched.
CREATE FUNCTION ${schema}.check_parents(p_generation bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  databases bigint[];
  groups bigint[];
  fault record;
BEGIN
  SELECT array_agg(DISTINCT id) FILTER (WHERE level = 1), array_agg(DISTINCT id) FILTER (WHERE level = 2)
    INTO databases, groups
  FROM (
    SELECT CASE WHEN kind = 'database' OR n.pos = 2 THEN 1 ELSE 2 END AS level, n.id
    FROM ${schema}.log_delta,
      LATERAL (VALUES
        (1, CASE WHEN kind IN ('database', 'tablegroup') THEN coalesce(after[1], before[1])::bigint
                 WHEN kind = 'shard' THEN after[2]::bigint END),
        (3, CASE WHEN kind = 'shard' THEN before[2]::bigint END),
        (2, CASE WHEN kind = 'tablegroup' THEN after[2]::bigint END),
        (2, CASE WHEN kind = 'tablegroup' THEN before[2]::bigint END)) AS n(pos, id)
    WHERE generation = p_generation AND n.id IS NOT NULL
  ) AS touched;
  -- A database that begins to drop changes what its shards may be.
  groups := groups || ARRAY(
    SELECT t.id FROM ${schema}.tablegroup t JOIN ${schema}.log_delta l ON l.generation = p_generation
      AND l.kind = 'database' AND l.before IS NOT NULL AND t.database_id = l.before[1]::bigint
    WHERE l.before[5] IS DISTINCT FROM l.after[5]);
  FOR fault IN
    SELECT * FROM ${schema}.database_faults(coalesce(databases, '{}'))
    UNION ALL SELECT * FROM ${schema}.tablegroup_faults(coalesce(groups, '{}'))
    LIMIT 1
  LOOP
    PERFORM ${schema}.broken(fault.rule, fault.message);
  END LOOP;
END $$;

-- Judges the ids of what a generation made.
CREATE FUNCTION ${schema}.check_ids(p_generation bigint, p_next_id bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first_id bigint;
  fault record;
BEGIN
  SELECT next_id INTO first_id FROM ${schema}.position WHERE generation = p_generation - 1;
  FOR fault IN
    SELECT kind, after[1]::bigint AS id FROM ${schema}.log_delta
    WHERE generation = p_generation AND kind IN ('database', 'tablegroup', 'shard') AND before IS NULL
      AND (after[1]::bigint < coalesce(first_id, 1) OR after[1]::bigint >= p_next_id)
    LIMIT 1
  LOOP
    PERFORM ${schema}.broken('C2', format('%s #%s: an id comes from next_id() and is never used again', fault.kind, fault.id));
  END LOOP;
  FOR fault IN
    SELECT after[1] AS id, string_agg(DISTINCT kind, ' and a ') AS kinds FROM ${schema}.log_delta
    WHERE generation = p_generation AND kind IN ('database', 'tablegroup', 'shard') AND before IS NULL
    GROUP BY after[1] HAVING count(DISTINCT kind) > 1
    LIMIT 1
  LOOP
    PERFORM ${schema}.broken('C2', format('a %s have the one id #%s', fault.kinds, fault.id));
  END LOOP;
END $$;

-- One plan of index scans, kept by the connection: the planner takes a new generation for a large part of the log, whose
-- statistics end before it, and would read the log whole at each commit. A table that can only be read whole then counts as so
-- dear that a server before 18 would compile for it.
CREATE FUNCTION ${schema}.check_at_commit() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  h record;
  fault record;
BEGIN
  SELECT * INTO h FROM ${schema}.head;
  IF h.touched <> NEW.touched THEN
    RETURN NULL; -- a later event of this transaction will check
  END IF;
  -- That shards have another state breaks no rule among them, unless it is DROPPING.
  IF EXISTS (
    SELECT 1 FROM ${schema}.log_delta d WHERE d.generation = h.generation AND (d.kind <> 'shard'
      OR d.before IS NULL OR d.after IS NULL OR d.after[8] = 'DROPPING'
      OR d.before[:7] <> d.after[:7] OR d.before[9] <> d.after[9])
  ) THEN
    PERFORM ${schema}.check_parents(h.generation);
    PERFORM ${schema}.check_ids(h.generation, h.next_id);
  END IF;
  IF h.by_hand THEN
    FOR fault IN SELECT * FROM ${schema}.step_faults(h.generation) LIMIT 1 LOOP
      PERFORM ${schema}.broken(fault.rule, fault.message);
    END LOOP;
  END IF;
  IF h.logged_next_id <> h.next_id THEN
    UPDATE ${schema}.position SET next_id = h.next_id WHERE generation = h.generation;
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER c_check AFTER UPDATE ON ${schema}.head DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.touched IS DISTINCT FROM NEW.touched) EXECUTE FUNCTION ${schema}.check_at_commit();

CREATE FUNCTION ${schema}.guard_head() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    PERFORM ${schema}.broken('C5', 'the generation row stays');
  END IF;
  IF NEW.next_id < OLD.next_id OR NEW.touched < OLD.touched THEN
    PERFORM ${schema}.broken('C5', 'ids only grow');
  END IF;
  IF NEW.generation = OLD.generation THEN
    IF (NEW.change_id, NEW.xid, NEW.xid_server, NEW.by_hand, NEW.logged_next_id)
        IS DISTINCT FROM (OLD.change_id, OLD.xid, OLD.xid_server, OLD.by_hand, OLD.logged_next_id) THEN
      PERFORM ${schema}.broken('C5', 'a generation keeps its change id and its transaction');
    END IF;
  ELSIF NEW.generation <> OLD.generation + 1
      OR (NEW.xid, NEW.xid_server) IS DISTINCT FROM (pg_current_xact_id(), pg_postmaster_start_time())
      OR (OLD.xid, OLD.xid_server) IS NOT DISTINCT FROM (NEW.xid, NEW.xid_server)
      OR NOT EXISTS (SELECT 1 FROM ${schema}.position p, ${schema}.log l
        WHERE (p.generation, p.change_id) = (NEW.generation, NEW.change_id)
          AND (l.generation, l.change_id) = (NEW.generation, NEW.change_id)) THEN
    PERFORM ${schema}.broken('C5', 'a generation is one larger than the one before, once in a transaction, with its log');
  END IF;
  RETURN NEW;
END $$;
-- Not called for what it never minds: more ids, and another touch.
CREATE TRIGGER a_guard BEFORE UPDATE ON ${schema}.head FOR EACH ROW
  WHEN (NEW.next_id < OLD.next_id OR NEW.touched < OLD.touched
    OR (NEW.generation, NEW.change_id, NEW.xid, NEW.xid_server, NEW.by_hand, NEW.logged_next_id)
      IS DISTINCT FROM (OLD.generation, OLD.change_id, OLD.xid, OLD.xid_server, OLD.by_hand, OLD.logged_next_id))
  EXECUTE FUNCTION ${schema}.guard_head();
CREATE TRIGGER a_guard_delete BEFORE DELETE ON ${schema}.head
  FOR EACH ROW EXECUTE FUNCTION ${schema}.guard_head();
CREATE TRIGGER a_guard_truncate BEFORE TRUNCATE ON ${schema}.head
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.guard_head();

-- ---------------------------------------------------------------------------------------------------------------
-- The history: written once. What a commit checks is read from it, so nobody may take rows out before that.

CREATE FUNCTION ${schema}.guard_history() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM ${schema}.broken('C8', format('what stands in %s is history and stays as it is', TG_TABLE_NAME));
  RETURN NULL;
END $$;

-- Only the triggers that record a statement write rows before and after. (What the history says besides is written by advance(),
-- for which nobody but the owner has the right; history_faults() tells where it does not fit.)
CREATE FUNCTION ${schema}.guard_deltas() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    PERFORM ${schema}.broken('C8', 'only a change of the content writes rows before and after');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_guard_insert BEFORE INSERT ON ${schema}.log_delta
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.guard_deltas();

-- Pairs stay for ever (C9); only the ids that a transaction has used up by its end are filled in.
CREATE TRIGGER a_guard BEFORE UPDATE ON ${schema}.position FOR EACH ROW
  WHEN (OLD.generation <> NEW.generation OR OLD.change_id <> NEW.change_id OR OLD.next_id > NEW.next_id)
  EXECUTE FUNCTION ${schema}.guard_history();
CREATE TRIGGER a_guard_truncate BEFORE TRUNCATE ON ${schema}.position
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.guard_history();

-- A pair ahead of the catalog is no history, and in the way of the next change: it may be taken out.
CREATE FUNCTION ${schema}.guard_pair() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ${schema}.head WHERE generation >= OLD.generation) THEN
    PERFORM ${schema}.broken('C8', 'what stands in position is history and stays as it is');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER a_guard_delete BEFORE DELETE ON ${schema}.position
  FOR EACH ROW EXECUTE FUNCTION ${schema}.guard_pair();

CREATE TRIGGER a_guard BEFORE UPDATE OR TRUNCATE ON ${schema}.log
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.guard_history();
CREATE TRIGGER a_guard BEFORE UPDATE OR TRUNCATE ON ${schema}.log_delta
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.guard_history();

-- The log is trimmed from its old end, whole generations, never the newest. What is ahead of the catalog is no history.
CREATE FUNCTION ${schema}.guard_trimming() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM old_rows o, ${schema}.head h WHERE o.generation = h.generation)
      OR EXISTS (SELECT 1 FROM ${schema}.log WHERE generation < (
        SELECT max(o.generation) FROM old_rows o, ${schema}.head h WHERE o.generation < h.generation)) THEN
    PERFORM ${schema}.broken('C8', 'the log is trimmed from its old end, and keeps its newest generation');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER b_guard_delete AFTER DELETE ON ${schema}.log REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.guard_trimming();

CREATE FUNCTION ${schema}.guard_part_of_log() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ${schema}.log WHERE generation = OLD.generation) THEN
    PERFORM ${schema}.broken('C8', format('generation %s is in the log, with all that %s says of it', OLD.generation, TG_TABLE_NAME));
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER b_guard_delete BEFORE DELETE ON ${schema}.log_delta
  FOR EACH ROW EXECUTE FUNCTION ${schema}.guard_part_of_log();

-- What is wrong with the history, where somebody switched triggers off.
CREATE FUNCTION ${schema}.history_faults() RETURNS TABLE (rule text, message text) LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'C9', format('generation %s is not in the table of positions under its change id', h.generation)
    FROM ${schema}.head h WHERE NOT EXISTS (
      SELECT 1 FROM ${schema}.position p WHERE p.generation = h.generation AND p.change_id = h.change_id)
  UNION ALL
  SELECT 'C9', format('the table of positions reaches from %s to %s with %s rows, and the catalog stands at %s',
      min(p.generation), max(p.generation), count(*), h.generation)
    FROM ${schema}.head h LEFT JOIN ${schema}.position p ON true GROUP BY h.generation
    HAVING min(p.generation) IS DISTINCT FROM 1 OR max(p.generation) IS DISTINCT FROM h.generation
      OR count(*) <> h.generation
  UNION ALL
  SELECT 'C8', format('the log reaches from %s to %s with %s rows, and the catalog stands at %s',
      min(l.generation), max(l.generation), count(l.generation), h.generation)
    FROM ${schema}.head h LEFT JOIN ${schema}.log l ON true GROUP BY h.generation
    HAVING max(l.generation) IS DISTINCT FROM h.generation
      OR count(l.generation) <> max(l.generation) - min(l.generation) + 1
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- What the library calls.

-- Keeps the newest generations, and change ids for a week (C8, C11).
CREATE FUNCTION ${schema}.trim(p_generations bigint) RETURNS void LANGUAGE sql
SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM ${schema}.log WHERE generation <= (SELECT generation FROM ${schema}.head) - p_generations;
  DELETE FROM ${schema}.log_delta WHERE generation <= (SELECT generation FROM ${schema}.head) - p_generations;
  DELETE FROM ${schema}.change WHERE at < clock_timestamp() - interval '7 days'
    AND generation IS DISTINCT FROM (SELECT generation FROM ${schema}.head);
$$;

-- Lets a role read the catalog, and nothing else (P1).
CREATE FUNCTION ${schema}.grant_read(p_role text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA ${schema} TO %I', p_role);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ${schema}.tablegroup_faults(bigint[]), ${schema}.database_faults(bigint[]),'
    || ' ${schema}.history_faults(), ${schema}.tablegroup_called(bigint), ${schema}.spells(text, bytea, bytea), ${schema}.bound(text, text) TO %I',
    p_role);
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM PUBLIC;

-- ---------------------------------------------------------------------------------------------------------------
-- The catalog of a fresh cluster (C1).

INSERT INTO ${schema}.head (generation, change_id, next_id, schema_version, oldest_reader, oldest_writer, xid, xid_server)
  VALUES (0, 'none', 4, 1, 1, 1, '0', pg_catalog.pg_postmaster_start_time());
INSERT INTO ${schema}.fence (token) VALUES (0);
