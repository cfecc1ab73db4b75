package com.multigres.meta.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cli.output.Console;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.model.CatalogChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody at a terminal types. */
class TerminalStatementsTest {
  @TempDir Path folder;

  private final String name = "prompt-" + UUID.randomUUID();
  private final CatalogStore store = CatalogStores.open("memory://" + name);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeTheCatalog() {
    store.initialise();
    store.apply(List.of(CatalogChange.CreateDatabase.named("accounts")), ApplyOptions.none());
  }

  @AfterEach
  void forgetTheCatalog() {
    store.close();
    MemoryCatalogs.forget(name);
  }

  private TerminalStatements typed(String keys) throws IOException {
    InputStream input = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
    Terminal terminal = new DumbTerminal(input, new ByteArrayOutputStream());
    return new TerminalStatements(terminal, store, Optional.of(folder.resolve("history")));
  }

  @Test
  void aStatementGoesOnUntilItsSemicolon() throws IOException {
    try (TerminalStatements statements = typed("SHOW\nDATABASES ';\n'\n;\nSHOW SHARDS;\n")) {
      assertThat(statements.next()).contains("SHOW\nDATABASES ';\n'\n;");
      assertThat(statements.next()).contains("SHOW SHARDS;");
      assertThat(statements.next()).isEmpty();
    }
  }

  @Test
  void leavingNeedsNoSemicolon() throws IOException {
    for (String word : List.of("\\q", "quit", "exit")) {
      try (TerminalStatements statements = typed(word + "\nSHOW SHARDS;\n")) {
        assertThat(statements.next()).as(word).isEmpty();
      }
    }
  }

  @Test
  void namesAndKeywordsAreCompletedAsTheyWereBegun() {
    store.apply(List.of(CatalogChange.CreateDatabase.named("Acc")), ApplyOptions.none());
    NameCompleter completer = new NameCompleter(store);

    assertThat(completer.completions("acc")).containsExactly("accounts");
    assertThat(completer.completions("tableg")).containsExactly("tablegroup", "tablegroups");
    assertThat(completer.completions("DATAB")).containsExactly("DATABASE", "DATABASES");
    assertThat(completer.completions("\"")).contains("\"Acc\"");
  }

  @Test
  void aStoreOutOfReachLeavesTheKeywords() {
    store.close();

    assertThat(new NameCompleter(store).completions("SHOW")).containsExactly("SHOW");
  }

  @Test
  void whatWasSaidIsKept() throws IOException {
    try (TerminalStatements statements = typed("SHOW SHARDS;\n")) {
      statements.next();
    }

    assertThat(Files.readString(folder.resolve("history"))).contains("SHOW SHARDS;");
  }

  @Test
  void whatIsWrongIsToldAndTheSessionGoesOn() {
    SqlSession session = new SqlSession(context(), store, Optional.empty(), ApplyOptions.none());

    session.tryAtPrompt("SHOW TABLEGROUPS FRO accounts;");
    session.tryAtPrompt("\\c nowhere");
    session.tryAtPrompt("\\x");
    session.tryAtPrompt("\\c accounts");
    session.tryAtPrompt("SHOW TABLEGROUPS;");

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "LINE 1: SHOW TABLEGROUPS FRO accounts;",
            "                         ^",
            "multigres-meta: NOT_FOUND: there is no database nowhere");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("accounts/default");
  }

  private Context context() {
    Console console = new Console(print(out), print(err), false);
    return new Context(console, InputStream.nullInputStream(), Map.of(), new Interruption(), true);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
