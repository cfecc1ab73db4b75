package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a pooler wrote into its database before there was a catalog. */
class ImportFromPoolerTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  private PostgresDatabase database = POSTGRES.server().freshDatabase();

  @BeforeEach
  void aPoolerWrote() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA multigres;
          CREATE TABLE multigres.tablegroup (oid bigserial PRIMARY KEY, name text, type text);
          CREATE TABLE multigres.tablegroup_table (oid bigserial, tablegroup_oid bigint, name text);
          CREATE TABLE multigres.shard (oid bigserial, tablegroup_oid bigint, shard_name text,
              key_range_start bytea, key_range_end bytea);
          INSERT INTO multigres.tablegroup (name, type) VALUES ('tg1', 'sharded');
          INSERT INTO multigres.shard (tablegroup_oid, shard_name, key_range_start, key_range_end)
              VALUES (1, '0-inf', NULL, NULL);
          INSERT INTO multigres.tablegroup_table (tablegroup_oid, name) VALUES (1, 't1')
          """);
    }
  }

  @AfterEach
  void dropTheDatabase() {
    database.close();
  }

  @Test
  void comesIntoTheCatalogOnce() {
    Run.Caller caller = new PostgresStores(database).caller();
    caller.initialiseCluster();
    caller.run("catalog", "init").requireDone();

    JsonNode first = caller.json("catalog", "import", "--from-pooler");
    JsonNode second = caller.json("catalog", "import", "--from-pooler");

    assertThat(first.get("changed").asBoolean()).isTrue();
    assertThat(second.get("changed").asBoolean()).isFalse();
    assertThat(caller.run("table", "list").out()).contains("tg1", "t1");
  }

  @Test
  void isNotNamedTogetherWithAFile() {
    Run run =
        new PostgresStores(database).caller().run("catalog", "import", "file", "--from-pooler");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("either a FILE or --from-pooler");
  }
}
