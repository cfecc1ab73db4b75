package com.multigres.meta.testservers.documented;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MyTest {
  // One server for all classes; each test gets its own database.
  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  @Test
  void something() throws SQLException {
    PostgresDatabase database = postgres.freshDatabase();
    PostgresLogin ordinary = database.freshLogin();
    try (Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), ordinary.user(), ordinary.password())) {
      assertThat(connection.getMetaData().getUserName()).isEqualTo(ordinary.user());
    }
  }
}
