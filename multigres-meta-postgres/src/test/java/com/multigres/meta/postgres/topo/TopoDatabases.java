package com.multigres.meta.postgres.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package do with a database. */
final class TopoDatabases {
  static final String ROOT = "/multigres/cluster1/global";

  private TopoDatabases() {}

  static String uri(PostgresDatabase database, String query) {
    return uri(database.host(), database.port(), database, query);
  }

  static String uri(String host, int port, PostgresDatabase database, String query) {
    return "postgresql://" + host + ":" + port + "/" + database.name() + query + "#" + ROOT;
  }

  static StoreOptions credentials(PostgresDatabase database) {
    return StoreOptions.builder().user(database.user()).password(database::password).build();
  }

  /** For what is not about time: a busy machine must not end its calls. */
  static TopoStore open(PostgresDatabase database) {
    return open(database, "?connectTimeout=30s&timeout=30s");
  }

  static TopoStore open(PostgresDatabase database, String query) {
    return TopoStores.open(uri(database, query), credentials(database));
  }

  static TopoPath path(String text) {
    return TopoPath.parse(text);
  }

  static ByteString value(String text) {
    return ByteString.copyFromUtf8(text);
  }

  static void run(PostgresDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> ask(PostgresDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }
}
