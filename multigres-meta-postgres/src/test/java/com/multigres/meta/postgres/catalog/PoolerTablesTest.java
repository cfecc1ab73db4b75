package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Database;
import com.multigres.meta.model.TableGroup;
import com.multigres.meta.model.TableName;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a pooler wrote before there was a catalog (rule P7). */
class PoolerTablesTest {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;

  @BeforeEach
  void createDatabase() {
    database = new CatalogDatabase(postgres);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void whereNoPoolerWroteThereIsNothingToImport() {
    CatalogException refused = catchThrowableOfType(CatalogException.class, this::read);

    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(refused).hasMessageContaining("P7");
  }

  @Test
  void tablegroupsShardsAndTablesComeIntoTheCatalogOnce() {
    poolerWrote();
    try (CatalogStore store = database.open("")) {
      store.initialise();

      Applied first = store.apply(read(), ApplyOptions.none());
      Applied second = store.apply(read(), ApplyOptions.none());

      Database imported = store.read().catalog().database(Catalog.DEFAULT_DATABASE).orElseThrow();
      TableGroup sharded = imported.tableGroup("tg1").orElseThrow();
      assertThat(sharded.activeShards()).extracting("name").containsExactly("0-8", "8-inf");
      assertThat(imported.tableGroupOf(new TableName("public", "t1"))).contains(sharded);
      assertThat(second.changed()).isFalse();
      assertThat(second.position()).isEqualTo(first.position());
    }
  }

  private List<CatalogChange> read() {
    String address =
        "postgresql://"
            + database.database().host()
            + ":"
            + database.database().port()
            + "/"
            + database.database().name();
    return PoolerTables.read(
        address,
        StoreOptions.builder()
            .user(database.database().user())
            .password(database.database()::password)
            .build());
  }

  private void poolerWrote() {
    database.sql(
        "CREATE SCHEMA multigres",
        "CREATE TABLE multigres.tablegroup (oid bigserial PRIMARY KEY, name text UNIQUE, type text)",
        "CREATE TABLE multigres.tablegroup_table (oid bigserial PRIMARY KEY,"
            + " tablegroup_oid bigint REFERENCES multigres.tablegroup, name text)",
        "CREATE TABLE multigres.shard (oid bigserial PRIMARY KEY,"
            + " tablegroup_oid bigint REFERENCES multigres.tablegroup, shard_name text,"
            + " key_range_start bytea, key_range_end bytea)",
        "INSERT INTO multigres.tablegroup (name, type) VALUES ('default', 'unsharded'), ('tg1', 'sharded')",
        "INSERT INTO multigres.shard (tablegroup_oid, shard_name, key_range_start, key_range_end)"
            + " VALUES (1, '0-inf', NULL, NULL), (2, '0-8', NULL, '\\x80'), (2, '8-inf', '\\x80', NULL)",
        "INSERT INTO multigres.tablegroup_table (tablegroup_oid, name) VALUES (2, 't1')");
  }
}
