package com.multigres.meta.benchmarks;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.CreateTableGroup;
import com.multigres.meta.model.CatalogChange.SetShardState;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardState;
import com.multigres.meta.store.StoreOptions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The server that is measured, as every process of a run finds it, and what it is filled with. */
final class MeasuredServer {
  /** The system property with its {@code host:port}; nobody is asked for a password there. */
  static final String PROPERTY = "multigres.benchmarks.server";

  static final int DATABASES = 1_000;
  static final String GROUP = "tg";

  private static final int SHARDS_IN_GROUP = 99; // and one of the default tablegroup: 100,000
  private static final int AT_ONCE = 100;

  private final String where;

  MeasuredServer(String where) {
    this.where = where;
  }

  static MeasuredServer given() {
    String where = System.getProperty(PROPERTY);
    if (where == null) {
      throw new IllegalStateException(
          "run the class CatalogStoreRun: it starts the server that is measured");
    }
    return new MeasuredServer(where);
  }

  CatalogStore open() {
    return CatalogStores.open(
        "postgresql://" + where + "/postgres",
        StoreOptions.builder()
            .user("postgres")
            .timeout(Duration.ofMinutes(2))
            .lazy(true) // so that opening one asks the server nothing
            .build());
  }

  PlainCatalog plain() {
    try {
      return new PlainCatalog(
          DriverManager.getConnection("jdbc:postgresql://" + where + "/postgres", "postgres", ""));
    } catch (SQLException failed) {
      throw new IllegalStateException("no connection to " + where, failed);
    }
  }

  static String database(int number) {
    return number == 0 ? "postgres" : "db" + number;
  }

  static String firstShard() {
    return KeyRange.full().split(SHARDS_IN_GROUP).get(0).shardName();
  }

  /** 1,000 databases of 100 shards, the first of each ready; then the same in plain tables. */
  void fill() throws SQLException {
    try (CatalogStore store = open()) {
      store.initialise();
      List<CatalogChange> changes = new ArrayList<>();
      for (int i = 0; i < DATABASES; i++) {
        if (i > 0) {
          changes.add(CreateDatabase.named(database(i)));
        }
        changes.add(CreateTableGroup.ofShards(database(i), GROUP, SHARDS_IN_GROUP, false));
        changes.add(new SetShardState(database(i), GROUP, firstShard(), ShardState.READY));
        if ((i + 1) % AT_ONCE == 0) {
          store.apply(changes, ApplyOptions.none());
          changes.clear();
        }
      }
    }
    try (PlainCatalog plain = plain()) {
      plain.copy();
    }
  }
}
