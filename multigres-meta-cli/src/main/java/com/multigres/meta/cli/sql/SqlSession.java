package com.multigres.meta.cli.sql;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.sql.Answers;
import com.multigres.meta.catalog.sql.CatalogSession;
import com.multigres.meta.catalog.sql.Reading;
import com.multigres.meta.catalog.sql.Statement;
import com.multigres.meta.catalog.sql.Statements;
import com.multigres.meta.cli.change.Carrying;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Failures;
import java.util.Optional;

/** Runs texts, one after the other, in a database that can be changed. Not thread-safe. */
final class SqlSession {
  private static final String CONNECT = "\\c";
  private static final String HELP =
      """
      Statements end with a semicolon:
        CREATE DATABASE, CREATE TABLEGROUP, CREATE TABLE … IN, DROP …, ALTER …,
        SHOW DATABASES, SHOW TABLEGROUPS, SHOW SHARDS, SHOW TABLES
      \\c DATABASE  what is meant where a statement names no database
      \\q           leave
      """;

  private final Context context;
  private final CatalogStore store;
  private final ApplyOptions options;
  private CatalogSession session;

  SqlSession(Context context, CatalogStore store, Optional<String> database, ApplyOptions options) {
    this.context = context;
    this.store = store;
    this.options = options;
    this.session = in(database);
  }

  private CatalogSession in(Optional<String> database) {
    CatalogSession usual = CatalogSession.on(store);
    return database.map(usual::inDatabase).orElse(usual);
  }

  /** Runs a list of statements, and carries what it changed into the topology. */
  Answer run(String text) {
    if (!changes(text)) {
      return SqlAnswer.of(session.run(text, options));
    }
    Carrying carrying = Carrying.prepare(context, store);
    Answers answers = session.run(text, options);
    carrying.carry(answers.changed());
    return SqlAnswer.of(answers);
  }

  private static boolean changes(String text) {
    return Statements.readAll(text).stream()
        .anyMatch(
            reading ->
                reading instanceof Reading.Mine mine
                    && mine.statement() instanceof Statement.Changing);
  }

  /** Runs what was said at the prompt; whatever is wrong with it is told there. */
  void tryAtPrompt(String text) {
    try {
      say(text);
    } catch (RuntimeException e) {
      context.console().fail(Failures.of(e));
      pointTo(text);
    }
  }

  /** Runs statements, or a command that begins with a backslash. */
  void say(String text) {
    String line = text.strip();
    if (line.equals("\\?")) {
      context.console().note(HELP.strip());
    } else if (line.equals(CONNECT) || line.startsWith(CONNECT + " ")) {
      connect(line.substring(CONNECT.length()).strip());
    } else if (line.startsWith("\\")) {
      throw CliException.badInput(Shown.name(line) + " is not known here; \\? shows what is");
    } else if (!line.isEmpty()) {
      context.answer(run(text));
    }
  }

  private void connect(String name) {
    boolean there = name.isEmpty() || store.read().catalog().database(name).isPresent();
    if (!there) {
      throw CatalogException.refused(
          CatalogException.Code.NOT_FOUND, "there is no database " + Shown.name(name));
    }
    session = in(Optional.of(name).filter(given -> !given.isEmpty()));
    context.console().note(name.isEmpty() ? "in the default database" : "in " + Shown.name(name));
  }

  /** Shows where a statement is wrong, as psql does. */
  private void pointTo(String text) {
    for (Reading reading : Statements.readAll(text)) {
      if (reading instanceof Reading.Malformed malformed) {
        context.console().note(malformed.error().pointer(text));
        return;
      }
    }
  }
}
