package com.multigres.meta.cli.sql;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.cli.change.ChangeOptions;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.cli.run.TextFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sql}. */
@Command(
    name = "sql",
    description =
        "Run the catalog's statements: a list of them as one change, or each at a prompt.")
public final class SqlCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "STATEMENT; ...",
      arity = "0..1",
      description = "What to run, as one change. Default: a prompt, or what standard input says.")
  private Optional<String> text = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Run the statements of a file, as one change.")
  private @Nullable Path file;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "What is meant where a statement names none. Default: the default database.")
  private Optional<String> database = Optional.empty();

  @Mixin private final ChangeOptions options = new ChangeOptions();

  /** The command in a context. */
  public SqlCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path from = file;
    if (text.isPresent() && from != null) {
      throw CliException.usage("name either STATEMENTS or --file");
    }
    Optional<String> list = from == null ? text : Optional.of(TextFiles.read(from, "the file"));
    ApplyOptions conditions = options.toApply();
    if (list.isEmpty()
        && (conditions.expected().isPresent() || conditions.changeId().isPresent())) {
      throw CliException.usage("--expect and --change-id are for one list of statements");
    }
    try (CatalogStore store = context.stores().openCatalog()) {
      SqlSession session = new SqlSession(context, store, database, conditions);
      if (list.isPresent()) {
        return context.answer(session.run(list.get()));
      }
      return context.prompting() ? prompt(store, session) : input(session);
    }
  }

  /** Somebody who sees an error goes on. */
  private int prompt(CatalogStore store, SqlSession session) {
    try (TerminalStatements statements = TerminalStatements.open(context, store)) {
      for (Optional<String> next = statements.next(); next.isPresent(); next = statements.next()) {
        session.tryAtPrompt(next.get());
      }
    }
    return ExitStatus.DONE;
  }

  /** What nobody sees ends with its first error. */
  private int input(SqlSession session) {
    InputStatements statements = new InputStatements(context.input());
    for (Optional<String> next = statements.next(); next.isPresent(); next = statements.next()) {
      session.say(next.get());
    }
    return ExitStatus.DONE;
  }
}
