package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody with psql, superuser included, cannot break (P2). */
class CatalogByHandTest {
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private static CatalogDatabase database;
  private static CatalogStore store;

  @BeforeAll
  static void tellStory() {
    database = new CatalogDatabase(postgres);
    store = database.open("");
    CatalogStory.tell(store);
  }

  @AfterAll
  static void close() {
    store.close();
    database.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("com.multigres.meta.postgres.catalog.Nonsense#all")
  @Rule({"P2", "C2"})
  void isRefusedAtTheLatestAtCommit(Nonsense nonsense) throws SQLException {
    CatalogSnapshot before = store.read();
    try (Connection psql = database.connect()) {
      nonsense.assertRefused(psql);
    }
    try (CatalogStore fresh = database.open("")) {
      assertThat(fresh.read()).isEqualTo(before);
    }
  }
}
