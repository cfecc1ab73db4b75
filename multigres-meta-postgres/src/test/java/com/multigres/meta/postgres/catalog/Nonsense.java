package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Statements that somebody with psql might run on {@link CatalogStory}'s catalog, and must not.
 *
 * @param what what they would do
 * @param rule what the refusal names
 * @param statements one transaction; {@code @tg1} stands for the tablegroup's id, {@code $} for the
 *     schema
 */
record Nonsense(String what, String rule, String statements) {
  private static final String TABLE =
      """
      an overlap                  | C2 | INSERT INTO $shard (tablegroup_id, name, external_name, range_start, range_end) VALUES (@tg1, '4-c', '4-c', '\\x40', '\\xc0')
      a gap behind                | C2 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'
      a gap before                | C2 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '0-8'
      a shard deleted             | C2 | DELETE FROM $shard WHERE tablegroup_id = @tg1 AND name = '8-inf'
      all shards deleted          | C2 | DELETE FROM $shard
      shards truncated            | C2 | TRUNCATE $shard
      everything truncated        | C1 | TRUNCATE $database CASCADE
      a shard of another range    | C2 | UPDATE $shard SET range_end = '\\x90' WHERE tablegroup_id = @tg1 AND name = '0-8'
      a shard of another name     | C2 | UPDATE $shard SET name = '0-9' WHERE tablegroup_id = @tg1 AND name = '0-8'
      a name and its range        | C3 | UPDATE $shard SET name = '0-9', range_end = '\\x90' WHERE tablegroup_id = @tg2 AND name = '0-8'; UPDATE $shard SET name = '9-inf', range_start = '\\x90' WHERE tablegroup_id = @tg2 AND name = '8-inf'
      a name that spells nothing  | C2 | UPDATE $shard SET name = 'x-y' WHERE tablegroup_id = @tg1 AND name = '0-8'
      a shard of no tablegroup    | C2 | UPDATE $shard SET tablegroup_id = 99999 WHERE tablegroup_id = @tg1 AND name = '0-8'
      a shard of another parent   | C2 | UPDATE $shard SET tablegroup_id = @tg2 WHERE tablegroup_id = @tg1
      a second default tablegroup | C2 | UPDATE $tablegroup SET is_default = true WHERE id = @tg1
      no default tablegroup       | C2 | UPDATE $tablegroup SET is_default = false WHERE is_default
      no default database         | C1 | UPDATE $database SET is_default = false
      the default dropped         | C2 | UPDATE $database SET dropping = true WHERE is_default
      a taken database name       | C2 | UPDATE $database SET name = 'db1' WHERE name = 'db2'
      a taken tablegroup name     | C2 | UPDATE $tablegroup SET name = 'tg1' WHERE name = 'tg2'
      a taken external name       | C2 | INSERT INTO $database (name, external_name) VALUES ('db3', 'db1')
      a name of 64 bytes          | C10 | UPDATE $database SET name = repeat('x', 64) WHERE name = 'db1'
      an empty name               | C10 | UPDATE $tablegroup SET name = '' WHERE name = 'tg1'
      an external name changed    | C3 | UPDATE $database SET external_name = 'other' WHERE name = 'db1'
      no external name            | C2 | UPDATE $database SET external_name = 'A B' WHERE name = 'db1'
      a reserved external name    | C2 | UPDATE $tablegroup SET external_name = 'locks' WHERE name = 'tg1'
      a database without children | C2 | INSERT INTO $database (name, external_name) VALUES ('db3', 'db3')
      a tablegroup without shards | C2 | INSERT INTO $tablegroup (database_id, name, external_name) SELECT id, 'tg3', 'tg3' FROM $database WHERE name = 'db1'
      a state skipped             | C3 | UPDATE $shard SET state = 'DRAINING' WHERE tablegroup_id = @tg1
      a state backwards           | C3 | UPDATE $shard SET state = 'CREATING' WHERE state = 'READY'
      an active shard DROPPING    | C3 | UPDATE $shard SET state = 'DROPPING' WHERE tablegroup_id = @tg1
      a new shard READY           | C3 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; INSERT INTO $shard (tablegroup_id, name, external_name, range_start, state) VALUES (@tg1, '80-', '80-inf-x', '\\x80', 'READY')
      a pending shard missing     | C2 | UPDATE $shard SET placement = 'RETIRED', resharding_id = 0 WHERE tablegroup_id = @tg2 AND name = '8-inf'
      a pending shard too many    | C2 | INSERT INTO $shard (tablegroup_id, name, external_name, range_start, placement, resharding_id) SELECT @tg2, 'c-inf', 'c-inf', '\\xc0', 'PENDING', max(resharding_id) FROM $shard
      a split without its source  | C2 | UPDATE $shard SET resharding_id = 0 WHERE tablegroup_id = @tg2 AND placement = 'ACTIVE'
      a switch before READY       | C3 | UPDATE $shard SET placement = CASE placement WHEN 'ACTIVE' THEN 'RETIRED' ELSE 'ACTIVE' END, resharding_id = 0 WHERE tablegroup_id = @tg2
      a database not DROPPING     | C3 | DELETE FROM $database WHERE name = 'db1'
      a tablegroup not DROPPING   | C3 | DELETE FROM $tablegroup WHERE name = 'tg1'
      a default tablegroup gone   | C2 | DELETE FROM $tablegroup WHERE is_default AND database_id = (SELECT id FROM $database WHERE name = 'db1')
      a drop taken back           | C3 | UPDATE $database SET dropping = false WHERE name = 'db2'
      an id used before           | C2 | INSERT INTO $tablegroup (id, database_id, name, external_name) OVERRIDING SYSTEM VALUE SELECT 0, id, 'tg3', 'tg3' FROM $database WHERE name = 'db1'; INSERT INTO $shard (tablegroup_id, name, external_name) VALUES (0, '0-inf', '0-inf')
      an id of the future         | C2 | INSERT INTO $tablegroup (id, database_id, name, external_name) SELECT 5000, id, 'tg3', 'tg3' FROM $database WHERE name = 'db1'; INSERT INTO $shard (tablegroup_id, name, external_name) VALUES (5000, '0-inf', '0-inf')
      an id changed               | C | UPDATE $shard SET id = 5000 WHERE tablegroup_id = @tg1 AND name = '0-8'
      a table of another database | C2 | UPDATE $placed_table SET database_id = (SELECT id FROM $database WHERE name = 'db2')
      a table placed twice        | C2 | INSERT INTO $placed_table (database_id, tablegroup_id, name) SELECT database_id, @tg2, name FROM $placed_table
      an unknown authority        | authority | UPDATE $settings SET authority = 'MINE'
      no authority                | C12 | DELETE FROM $settings
      an authority truncated      | C12 | TRUNCATE $settings
      a generation skipped        | C5 | UPDATE $head SET generation = generation + 5
      a generation without change | C5 | UPDATE $head SET generation = generation + 1
      a generation taken back     | C5 | UPDATE $head SET generation = generation - 1
      no generation               | C5 | DELETE FROM $head
      no generation by TRUNCATE   | C5 | TRUNCATE $head
      checked early, broken later | C2 | UPDATE $database SET name = 'x' WHERE name = 'db1'; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'
      checked at once, overlap    | C2 | SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO $shard (tablegroup_id, name, external_name, range_start, range_end) VALUES (@tg1, '4-c', '4-c', '\\x40', '\\xc0')
      checked at once, gap        | C2 | SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM $shard WHERE tablegroup_id = @tg1 AND name = '8-inf'
      checked at once, truncated  | C3 | SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE $shard
      broken, and the log emptied | C8 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; DELETE FROM $log_delta
      broken, and its log deleted | C8 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; DELETE FROM $log WHERE generation = (SELECT generation FROM $head)
      broken, and a log rewritten | C8 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; UPDATE $log_delta SET kind = 'settings'
      broken, and no log at all   | C8 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; TRUNCATE $log CASCADE
      the newest log deleted      | C8 | DELETE FROM $log WHERE generation = (SELECT generation FROM $head)
      a forged row of a delta     | C8 | INSERT INTO $log_delta (generation, kind) VALUES (1, 'settings')
      a forged row of this change | C8 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; INSERT INTO $log_delta (generation, seq, kind) OVERRIDING SYSTEM VALUE SELECT generation, 1000000000000, 'settings' FROM $head
      a sequence set back         | C2 | UPDATE $database SET name = 'x' WHERE name = 'db1'; SELECT setval(pg_get_serial_sequence('$log_delta', 'seq'), 1); SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; INSERT INTO $shard (tablegroup_id, name, external_name, range_start, range_end) VALUES (@tg1, '4-8', '4-8', '\\x40', '\\x80')
      pending shards overlap      | do not follow one another | UPDATE $shard SET resharding_id = (SELECT next_id - 1 FROM $head) WHERE tablegroup_id = @tg2; INSERT INTO $shard (tablegroup_id, name, external_name, range_start, range_end, placement, resharding_id) SELECT @tg2, v.name, v.external, v.low, v.high, 'PENDING', (SELECT next_id - 1 FROM $head) FROM (VALUES ('-', 'all', NULL::bytea, NULL::bytea), ('0-4', 'low', NULL, '\\x40'), ('4-inf', 'high', '\\x40', NULL)) AS v(name, external, low, high)
      an unknown split            | comes from next_id() | UPDATE $shard SET resharding_id = 7777 WHERE tablegroup_id = @tg2; INSERT INTO $shard (tablegroup_id, name, external_name, range_start, range_end, placement, resharding_id) VALUES (@tg2, '0-4', 'low', NULL, '\\x40', 'PENDING', 7777), (@tg2, '4-inf', 'high', '\\x40', NULL, 'PENDING', 7777)
      one id for two              | have the one id | INSERT INTO $database (id, name, external_name) SELECT n, 'db9', 'db9' FROM (SELECT $next_id() AS n) x; INSERT INTO $tablegroup (id, database_id, name, external_name, is_default) SELECT id, id, 'default', 'default', true FROM $database WHERE name = 'db9'; INSERT INTO $shard (tablegroup_id, name, external_name) SELECT id, '0-inf', '0-inf' FROM $database WHERE name = 'db9'
      a log told otherwise        | C8 | UPDATE $log SET author = 'nobody'
      a position forgotten        | C8 | DELETE FROM $position WHERE generation = 1
      a position told otherwise   | C8 | UPDATE $position SET change_id = 'forged'
      all positions forgotten     | C8 | TRUNCATE $position
      a forged change id          | C5 | UPDATE $head SET change_id = 'forged'
      a borrowed transaction      | C5 | UPDATE $head SET xid = pg_current_xact_id()
      a generation without a log  | C5 | UPDATE $head SET generation = generation + 1, xid = pg_current_xact_id(), xid_server = pg_postmaster_start_time()
      broken beside a savepoint   | C2 | UPDATE $shard SET placement = 'RETIRED' WHERE tablegroup_id = @tg1 AND name = '8-inf'; SAVEPOINT s; UPDATE $database SET name = 'x' WHERE name = 'db1'; ROLLBACK TO s
      broken by ON CONFLICT       | C2 | INSERT INTO $shard (id, tablegroup_id, name, external_name) SELECT id, tablegroup_id, name, external_name FROM $shard WHERE tablegroup_id = @tg1 ON CONFLICT (id) DO UPDATE SET placement = 'RETIRED'
      broken inside WITH          | C2 | WITH gone AS (DELETE FROM $shard WHERE tablegroup_id = @tg1 RETURNING 1) SELECT count(*) FROM gone
      """;

  static List<Nonsense> all() {
    return TABLE
        .lines()
        .map(line -> line.split(" \\| ", 3))
        .map(cells -> new Nonsense(cells[0].strip(), cells[1].strip(), cells[2].strip()))
        .toList();
  }

  /** Tries it, up to the commit, and checks that it is refused by its rule. */
  void assertRefused(Connection psql) throws SQLException {
    String shown = rule.length() == 1 ? rule : rule + (rule.startsWith("C") ? ":" : "");
    psql.setAutoCommit(false);
    SQLException error =
        catchThrowableOfType(
            SQLException.class,
            () -> {
              CatalogDatabase.sql(psql, inPlace());
              psql.commit();
            });
    assertThatObject(error).as("%s must be refused", what).isNotNull();
    assertThat(error.getMessage()).as(what).contains(shown);
    assertThat(error.getSQLState()).as(what).startsWith("23");
    psql.rollback();
  }

  private String inPlace() {
    return statements
        .replace("$", "multigres_catalog.")
        .replace("@tg1", "(SELECT id FROM multigres_catalog.tablegroup WHERE name = 'tg1')")
        .replace("@tg2", "(SELECT id FROM multigres_catalog.tablegroup WHERE name = 'tg2')");
  }

  @Override
  public String toString() {
    return what;
  }
}
