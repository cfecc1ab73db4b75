package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Characters;
import com.multigres.meta.catalog.sql.internal.Token;
import com.multigres.meta.catalog.sql.internal.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * {@code IN tablegroup [FOR database]} at the very end of a statement, outside parentheses.
 *
 * @param tableGroup the tablegroup
 * @param database its database, where it is named
 * @param start where the clause begins in the text
 * @param end the index behind it
 */
record InClause(String tableGroup, Optional<String> database, int start, int end) {
  /** The clause, and the token before it. */
  private static final int KEPT = 5;

  /**
   * Looks for the clause from here to the statement's end.
   *
   * @throws Refusal when the text is not one whole statement
   */
  static Optional<InClause> of(Cursor cursor) {
    Deque<Token> last = new ArrayDeque<>(KEPT);
    int depth = 0;
    while (!cursor.atEnd()) {
      Token token = cursor.next();
      depth -= token.is(')') ? 1 : 0;
      if (depth < 0 || token.kind() == Kind.BROKEN || (depth == 0 && token.is(';'))) {
        throw Cursor.refuse(token, "one statement");
      }
      if (depth == 0) {
        if (last.size() == KEPT) {
          last.removeFirst();
        }
        last.addLast(token);
      }
      depth += token.is('(') ? 1 : 0;
    }
    if (depth > 0) {
      throw cursor.refuse("\")\"");
    }
    return of(new ArrayList<>(last));
  }

  private static Optional<InClause> of(List<Token> last) {
    int size = last.size();
    boolean named = size >= 4 && last.get(size - 2).is("for") && last.get(size - 1).isName();
    int in = size - (named ? 4 : 2);
    if (in < 0 || !last.get(in).is("in") || !last.get(in + 1).isName() || isLabel(last, in)) {
      return Optional.empty();
    }
    Optional<String> database = named ? Optional.of(last.get(size - 1).value()) : Optional.empty();
    return Optional.of(
        new InClause(
            last.get(in + 1).value(), database, last.get(in).start(), last.get(size - 1).end()));
  }

  /** {@code FROM s.in t} and {@code SELECT 1 AS in} are PostgreSQL's. */
  private static boolean isLabel(List<Token> last, int in) {
    return in > 0 && (last.get(in - 1).is('.') || last.get(in - 1).is("as"));
  }

  /** The text without the clause and the blanks before it. */
  String cutFrom(StatementParser.Source source) {
    String text = source.text();
    int before = start;
    while (before > source.from() && " \t".indexOf(text.charAt(before - 1)) >= 0) {
      before--;
    }
    String tail = text.substring(end, source.to());
    boolean apart = tail.isEmpty() || tail.charAt(0) == ';' || Characters.isSpace(tail.charAt(0));
    return text.substring(source.from(), before) + (apart ? "" : " ") + tail;
  }
}
