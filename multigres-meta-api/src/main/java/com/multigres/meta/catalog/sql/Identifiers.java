package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Characters;
import com.multigres.meta.catalog.sql.internal.ReservedWords;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes names and strings so that PostgreSQL, and this package, read them back. */
final class Identifiers {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private Identifiers() {}

  /**
   * A name as an identifier, in quotes where it needs them.
   *
   * @throws IllegalArgumentException when no identifier says it
   */
  static String name(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an empty name is no identifier (C10)");
    }
    checked(name);
    return PLAIN.matcher(name).matches() && !ReservedWords.contain(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A table's name, with its schema unless that is {@code public}. */
  static String table(TableName table) {
    boolean usual = table.schema().equals(TableName.DEFAULT_SCHEMA);
    return usual ? name(table.name()) : name(table.schema()) + "." + name(table.name());
  }

  /** A string constant, with the same meaning whatever {@code standard_conforming_strings} is. */
  static String string(String text) {
    String quoted = "'" + checked(text).replace("'", "''") + "'";
    return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }

  /** String constants in parentheses. */
  static String strings(List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a statement names at least one shard (C3)");
    }
    return texts.stream().map(Identifiers::string).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String checked(String text) {
    if (!Characters.areStorable(text)) {
      throw new IllegalArgumentException(
          "a name with NUL or half of a surrogate pair cannot be written (C10)");
    }
    return text;
  }
}
