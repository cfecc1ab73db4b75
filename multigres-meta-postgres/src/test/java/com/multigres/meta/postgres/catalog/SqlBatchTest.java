package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.postgres.catalog.internal.SqlBatch;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlBatchTest {
  // The protocol counts the values of one statement in 16 bits.
  private static final int MOST_VALUES = 65_535;

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private CatalogDatabase database;
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    database = new CatalogDatabase(postgres);
    connection = database.connect();
    CatalogDatabase.sql(connection, "CREATE TABLE t (n int PRIMARY KEY, name text, bytes bytea)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void moreValuesThanTheProtocolTakesAllArrive() throws SQLException {
    int count = MOST_VALUES; // three times as many values
    SqlBatch batch = new SqlBatch();
    batch.insert("INSERT INTO t (n, name, bytes)", 3, rows(count));
    batch.execute(connection);
    assertThat(answer("SELECT count(*) || ' ' || min(n) || ' ' || max(n) FROM t"))
        .isEqualTo(count + " 0 " + (count - 1));
    assertThat(answer("SELECT count(*) FROM t WHERE name = 'row ' || n AND bytes IS NULL"))
        .isEqualTo(Integer.toString(count));
  }

  @Test
  void manyStatementsTogetherMayHaveMoreValuesThanOneMayHave() throws SQLException {
    int count = MOST_VALUES / 2 + 1;
    SqlBatch batch = new SqlBatch();
    for (int n = 0; n < count; n++) {
      batch.add("INSERT INTO t (n, name) VALUES (?, ?)", n, "row");
    }
    batch.execute(connection);
    assertThat(answer("SELECT count(*) FROM t")).isEqualTo(Integer.toString(count));
  }

  @Test
  void statementsKeepTheirOrderAcrossRoundTrips() throws SQLException {
    SqlBatch batch = new SqlBatch();
    batch.add("INSERT INTO t (n, name) VALUES (?, ?)", -1, "first");
    batch.insert("INSERT INTO t (n, name, bytes)", 3, rows(MOST_VALUES));
    batch.add("UPDATE t SET name = ? || ' of ' || (SELECT count(*) FROM t) WHERE n = -1", "one");
    batch.execute(connection);
    assertThat(answer("SELECT name FROM t WHERE n = -1")).isEqualTo("one of " + (MOST_VALUES + 1));
  }

  @Test
  void anErrorOfALaterStatementIsTold() {
    SqlBatch batch = new SqlBatch();
    batch.insert("INSERT INTO t (n, name, bytes)", 3, rows(2));
    batch.add("INSERT INTO t (n) VALUES (?)", 1);
    assertThatThrownBy(() -> batch.execute(connection))
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("23505"));
  }

  @Test
  void aBatchOfNothingAsksTheServerNothing() throws SQLException {
    SqlBatch batch = new SqlBatch();
    batch.insert("INSERT INTO no_such_table (n)", 1, List.of());
    batch.execute(connection);
    assertThat(answer("SELECT count(*) FROM t")).isEqualTo("0");
  }

  private String answer(String sql) throws SQLException {
    return CatalogDatabase.query(connection, sql);
  }

  private static List<@Nullable Object[]> rows(int count) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      rows.add(new @Nullable Object[] {n, "row " + n, null});
    }
    return rows;
  }
}
