package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.sql.Reading;
import com.multigres.meta.catalog.sql.Statement;
import com.multigres.meta.catalog.sql.Statements;
import com.multigres.meta.model.CatalogChange.RenameTableGroup;
import com.multigres.meta.model.CatalogChange.SplitShard;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parser in the api reads names and strings as real servers do, the oldest and the newest. */
class StatementsAsPostgresReadsThemTest {
  private static final int TEXTS = 3_000;
  private static final List<String> PARTS =
      List.of(
          "a",
          "B",
          "_",
          "1",
          "$",
          "$$",
          "$a$",
          "é",
          "İ",
          "\u00a0",
          "\uD83D\uDE00",
          "'",
          "''",
          "\"",
          "\"\"",
          "\\",
          "\\n",
          "\\x41",
          "\\xc3\\xa9",
          "\\101",
          "\\0041",
          "\\+000041",
          "\\u0041",
          "\\uD83D\\uDE00",
          "\\D83D\\DE00",
          "!0041",
          "E'",
          "e'",
          "U&'",
          "u&\"",
          "B'",
          "N'",
          "--",
          "/*",
          "*/",
          "\n",
          " ",
          "\t",
          "UESCAPE '!'",
          " uescape ",
          "+",
          "'\n'",
          "'--\n'");

  // The text travels as a value: the driver has ideas of its own of what a statement's text is.
  private static final String ASKING =
      """
      CREATE FUNCTION pg_temp.label(code text) RETURNS text LANGUAGE plpgsql AS $f$
      DECLARE
        found text;
      BEGIN
        EXECUTE 'CREATE TEMP VIEW asked AS SELECT 1 AS ' || code;
        SELECT min(attname) INTO found FROM pg_attribute WHERE attrelid = 'pg_temp.asked'::regclass HAVING count(*) = 1;
        DROP VIEW pg_temp.asked;
        RETURN found;
      END $f$;
      CREATE FUNCTION pg_temp.value(code text) RETURNS text LANGUAGE plpgsql AS $f$
      DECLARE
        found text;
      BEGIN
        EXECUTE 'CREATE TEMP VIEW asked AS SELECT ' || code || E'\\n AS text';
        -- Neither bits nor N''.
        IF (SELECT atttypid = 'text'::regtype FROM pg_attribute WHERE attrelid = 'pg_temp.asked'::regclass AND attnum = 1) THEN
          EXECUTE 'SELECT text FROM pg_temp.asked' INTO found;
        END IF;
        DROP VIEW pg_temp.asked;
        RETURN found;
      END $f$
      """;

  @Nested
  class On15 extends OnOneVersion {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.shared(PostgresVersion.V15);

    On15() {
      super(POSTGRES);
    }
  }

  @Nested
  class On18 extends OnOneVersion {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.shared(PostgresVersion.V18);

    On18() {
      super(POSTGRES);
    }
  }

  abstract static class OnOneVersion {
    private final PostgresExtension postgres;

    OnOneVersion(PostgresExtension postgres) {
      this.postgres = postgres;
    }

    @Test
    void theSameWordsNameNothingUnquoted() throws SQLException {
      try (Connection connection = postgres.freshDatabase().connect();
          ResultSet words =
              connection
                  .createStatement()
                  .executeQuery("SELECT word, catcode IN ('R', 'T') FROM pg_get_keywords()")) {
        while (words.next()) {
          String word = words.getString(1);
          boolean name = Statements.read("CREATE DATABASE " + word) instanceof Reading.Mine;
          boolean later = word.equals("system_user"); // reserved since version 16, for us always
          assertThat(name).as(word).isEqualTo(!words.getBoolean(2) && !later);
        }
      }
    }

    @Test
    void identifiersSayTheSame() throws SQLException {
      try (Connection connection = postgres.freshDatabase().connect()) {
        compare(
            connection,
            text -> name("ALTER TABLEGROUP t FOR d RENAME TO " + text),
            text -> ask(connection, "label", text));
      }
    }

    @Test
    void stringsSayTheSame() throws SQLException {
      try (Connection connection = postgres.freshDatabase().connect()) {
        compare(
            connection,
            text -> shard("ALTER TABLEGROUP t FOR d SPLIT SHARD " + text + "\n INTO ('x')"),
            text -> ask(connection, "value", text));
      }
    }

    private interface Reader {
      Optional<String> read(String text) throws SQLException;
    }

    private static void compare(Connection connection, Reader ours, Reader servers)
        throws SQLException {
      long seed = Long.getLong("test.seed", System.nanoTime());
      Random random = new Random(seed);
      int read = 0;
      connection.createStatement().execute("SET backslash_quote = on");
      connection.createStatement().execute(ASKING);
      for (int i = 0; i < TEXTS; i++) {
        String text = text(random);
        Optional<String> server = servers.read(text);
        Optional<String> own = ours.read(text);
        if (server.isPresent() && own.isPresent()) {
          read++;
        }
        assertThat(own).as("[%s], -Dtest.seed=%d", text, seed).isEqualTo(server);
      }
      assertThat(read).as("-Dtest.seed=%d", seed).isGreaterThan(TEXTS / 30);
    }
  }

  private static String text(Random random) {
    String quote = List.of("", "", "\"", "'", "E'", "U&'", "U&\"", "$$").get(random.nextInt(8));
    StringBuilder text = new StringBuilder(quote);
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    boolean closed = random.nextInt(8) > 0;
    return closed ? text + quote.substring(Math.max(0, quote.length() - 1)) : text.toString();
  }

  private static Optional<String> name(String text) {
    return Statements.read(text) instanceof Reading.Mine mine
            && mine.statement() instanceof Statement.Change change
            && change.change() instanceof RenameTableGroup rename
        ? Optional.of(rename.newName())
        : Optional.empty();
  }

  private static Optional<String> shard(String text) {
    return Statements.read(text) instanceof Reading.Mine mine
            && mine.statement() instanceof Statement.Change change
            && change.change() instanceof SplitShard split
        ? Optional.of(split.shard())
        : Optional.empty();
  }

  private static Optional<String> ask(Connection connection, String function, String text)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_temp." + function + "(?)")) {
      statement.setString(1, text);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Optional.ofNullable(row.getString(1));
      }
    } catch (SQLException refused) {
      return refusal(refused);
    }
  }

  /** Only what the server says of the text counts. */
  private static Optional<String> refusal(SQLException refused) throws SQLException {
    String state = String.valueOf(refused.getSQLState());
    if (state.startsWith("42") || state.startsWith("22") || state.startsWith("0A")) {
      return Optional.empty();
    }
    throw refused;
  }
}
