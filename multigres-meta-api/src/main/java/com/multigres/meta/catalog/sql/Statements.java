package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.StatementParser.Source;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.MoveTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes catalog statements. Reading takes time in proportion to the text, a constant
 * amount of stack, and for a text that does not begin like a catalog statement a look at its first
 * words; it never throws.
 *
 * <p>Texts are read as PostgreSQL reads them with {@code standard_conforming_strings = on} in
 * UTF-8: keywords in any case, identifiers folded to lower case in ASCII alone unless quoted,
 * {@code U&"…"}, {@code E'…'}, {@code $tag$…$tag$}, strings continued on the next line, nested
 * comments. Names longer than 63 bytes are not cut off: the catalog refuses them (rule C10).
 * Thread-safe.
 */
public final class Statements {
  private Statements() {}

  /**
   * Reads a text as one statement, with a final semicolon or without.
   *
   * @param text any text
   * @return the statement; {@link Reading.NotMine} for plain PostgreSQL, for several statements and
   *     for none; {@link Reading.Malformed} where only a catalog statement could have been meant
   */
  public static Reading read(String text) {
    return StatementParser.read(new Source(text, 0, text.length()), 0);
  }

  /**
   * Reads statements with semicolons between them. PostgreSQL's own are told apart as psql does:
   * semicolons in strings, comments, parentheses and the bodies of SQL functions end nothing. What
   * is empty is left out.
   *
   * @param text any text
   * @return a reading of each statement, without its semicolon, in order; positions of errors count
   *     from the beginning of the whole text
   */
  public static List<Reading> readAll(String text) {
    List<Reading> readings = new ArrayList<>();
    int counted = 0;
    int before = 0;
    for (Source source : Splitter.split(text)) {
      before += text.codePointCount(counted, source.from());
      counted = source.from();
      readings.add(StatementParser.read(source, before));
    }
    return readings;
  }

  /**
   * Whether a text ends within a statement: no semicolon ends its last one, or a quote, comment or
   * parenthesis is still open. For whoever reads statements line by line.
   *
   * @param text any text
   * @return true when more is to come
   */
  public static boolean isUnfinished(String text) {
    return Splitter.isUnfinished(text);
  }

  /**
   * Writes a statement.
   *
   * @param statement the statement
   * @return its text, without a semicolon, except that of a table's own statement
   */
  public static String print(Statement statement) {
    return StatementPrinter.print(statement);
  }

  /**
   * The statement that asks for a change.
   *
   * @param change any change
   * @return the statement; empty where there is none that says all of it
   * @throws IllegalArgumentException when a name in it cannot be written, which no catalog holds
   */
  public static Optional<Statement> of(CatalogChange change) {
    if (change instanceof MoveTable move) {
      return Optional.of(
          new Statement.SetTableGroup(
              move.table(), move.tableGroup(), Optional.of(move.database())));
    }
    return ChangePrinter.print(change).map(text -> new Statement.Change(change));
  }
}
