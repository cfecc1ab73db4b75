package com.multigres.meta.cli.sql;

import com.multigres.meta.catalog.sql.Statements;
import com.multigres.meta.cli.run.CliException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads statements line by line from a stream, each as soon as it is complete; between them a line
 * may be a command that begins with a backslash.
 */
final class InputStatements {
  private final BufferedReader lines;

  InputStatements(InputStream input) {
    this.lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
  }

  /** The next lines that hold whole statements; at the end or before {@code \\q}, what is left. */
  Optional<String> next() {
    StringBuilder text = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.stripLeading().startsWith("\\") && Statements.readAll(text.toString()).isEmpty()) {
          return TerminalStatements.isLeaving(line) ? Optional.empty() : Optional.of(line);
        }
        text.append(line).append('\n');
        // Only a line with a semicolon ends a statement, so that a long one is not read again each
        // time.
        if (line.indexOf(';') >= 0 && !Statements.isUnfinished(text.toString())) {
          return Optional.of(text.toString());
        }
      }
    } catch (IOException e) {
      throw CliException.badFile("standard input cannot be read: " + e.getMessage(), e);
    }
    return Statements.readAll(text.toString()).isEmpty()
        ? Optional.empty()
        : Optional.of(text.toString());
  }
}
