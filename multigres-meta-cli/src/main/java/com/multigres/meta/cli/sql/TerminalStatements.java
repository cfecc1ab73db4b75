package com.multigres.meta.cli.sql;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.sql.Statements;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads statements from somebody at a terminal, with history and completion. Not thread-safe. */
final class TerminalStatements implements AutoCloseable {
  private static final String PROMPT = "catalog=> ";
  private static final String MORE = "catalog-> ";

  private final Terminal terminal;
  private final LineReader reader;
  private volatile boolean ending;

  /** Reads on until the last statement is complete. */
  private static final class WholeStatements extends DefaultParser {
    WholeStatements() {
      setQuoteChars(new char[0]);
      setEscapeChars(null);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext when) {
      boolean statement = !line.stripLeading().startsWith("\\") && !isLeaving(line);
      if (when == ParseContext.ACCEPT_LINE && statement && Statements.isUnfinished(line)) {
        throw new EOFError(-1, -1, "the statement goes on", "statement");
      }
      return super.parse(line, cursor, ParseContext.COMPLETE);
    }
  }

  TerminalStatements(Terminal terminal, CatalogStore store, Optional<Path> history) {
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("multigres-meta")
            .parser(new WholeStatements())
            .completer(new NameCompleter(store))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    this.reader = builder.build();
  }

  /** Begins to ask; ends when the process is told to. */
  static TerminalStatements open(Context context, CatalogStore store) {
    Optional<Path> home =
        context
            .variable("XDG_STATE_HOME")
            .map(Path::of)
            .or(() -> context.variable("HOME").map(of -> Path.of(of, ".local", "state")));
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).build();
      context.console().note("Statements end with a semicolon; \\? for help, \\q to leave.");
      TerminalStatements statements =
          new TerminalStatements(
              terminal, store, home.map(of -> of.resolve("multigres-meta").resolve("sql_history")));
      statements.endWith(context);
      return statements;
    } catch (IOException e) {
      throw CliException.badFile("the terminal cannot be read: " + e.getMessage(), e);
    }
  }

  private void endWith(Context context) {
    Thread asking = Thread.currentThread();
    context
        .interruption()
        .whenAsked(
            () -> {
              ending = true;
              asking.interrupt();
            });
  }

  /** What was said next; nothing when it was to leave. */
  Optional<String> next() {
    while (true) {
      try {
        String text = reader.readLine(PROMPT);
        return isLeaving(text) ? Optional.empty() : Optional.of(text);
      } catch (UserInterruptException discarded) {
        if (ending) {
          return Optional.empty(); // the process is to end, not only the line
        }
      } catch (EndOfFileException left) {
        return Optional.empty();
      }
    }
  }

  static boolean isLeaving(String text) {
    String word = text.strip();
    return word.equals("\\q") || word.equals("quit") || word.equals("exit");
  }

  @Override
  public void close() {
    try {
      reader.getHistory().save();
      terminal.close();
    } catch (IOException e) {
      throw CliException.badFile("the prompt's history cannot be kept: " + e.getMessage(), e);
    }
  }
}
