package com.multigres.meta.postgres.topo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.postgres.topo.PostgresTopoProvider;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.TopoStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the planner believes of tables that nobody has analysed yet. */
class TopoPlansTest {
  @RegisterExtension static final PostgresExtension POSTGRES = PostgresExtension.shared();

  // From this cost on, PostgreSQL compiles a statement before it runs it (jit_above_cost).
  private static final double COMPILED = 100_000;
  private static final Pattern COST = Pattern.compile("cost=[0-9.]+\\.\\.([0-9.]+) ");

  @Test
  void lookingAtTheLogOfAFreshTopologyIsCheapToThePlanner() throws SQLException {
    PostgresDatabase database = POSTGRES.freshDatabase();
    StoreOptions login =
        StoreOptions.builder().user(database.user()).password(database::password).build();
    String address =
        "postgresql://%s:%d/%s#/multigres/global"
            .formatted(database.host(), database.port(), database.name());
    try (TopoStore store = new PostgresTopoProvider().open(StoreUri.parse(address), login);
        Connection connection = database.connect();
        PreparedStatement explained =
            connection.prepareStatement(
                "EXPLAIN " + new TopoSchema("multigres_topo").sql(TopoLogReader.PAGE))) {
      assertThat(store.capabilities()).isNotNull();
      explained.setLong(1, 0);
      explained.setLong(2, 0);
      explained.setLong(3, 0);
      explained.setBytes(4, new byte[] {0});
      explained.setBytes(5, new byte[] {(byte) 0xff});

      try (ResultSet row = explained.executeQuery()) {
        assertThat(row.next()).isTrue();
        Matcher cost = COST.matcher(row.getString(1));
        assertThat(cost.find()).as(row.getString(1)).isTrue();
        assertThat(Double.parseDouble(cost.group(1))).isLessThan(COMPILED);
      }
    }
  }
}
