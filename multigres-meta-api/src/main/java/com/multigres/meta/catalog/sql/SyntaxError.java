package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Characters;
import com.multigres.meta.catalog.sql.internal.Token;

/**
 * What is wrong with a statement, as PostgreSQL says it. Immutable.
 *
 * @param position where, in characters (code points) from the beginning of the text; the first is 1
 * @param problem what, such as {@code syntax error at or near "FRO"}
 * @param expected what should have stood there
 */
public record SyntaxError(int position, String problem, String expected) {
  private static final int SHOWN = 40;

  /** The error's SQLSTATE: {@code syntax_error}. */
  public static final String SQL_STATE = "42601";

  /** An error in the statement that begins at an index, behind so many characters. */
  static SyntaxError at(String text, int from, int before, Token token, String expected) {
    String problem = token.kind() == Token.Kind.BROKEN ? token.value() : "syntax error";
    int position = before + text.codePointCount(from, token.start()) + 1;
    return new SyntaxError(position, problem + near(text, token), expected);
  }

  private static String near(String text, Token token) {
    if (token.start() == token.end()) {
      return " at end of input";
    }
    StringBuilder shown = new StringBuilder(" at or near \"");
    text.substring(token.start(), token.end())
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    boolean cut = text.codePointCount(token.start(), token.end()) > SHOWN;
    return shown.append(cut ? "…\"" : "\"").toString();
  }

  /**
   * The error on one line.
   *
   * @return problem, position and what was expected
   */
  public String message() {
    return problem + " at character " + position + ": expected " + expected;
  }

  /**
   * The line of the text that the error is in, with a mark below the place, as psql shows it.
   *
   * @param text the text that was read
   * @return two lines without a line's end behind them
   * @throws IndexOutOfBoundsException when the text is shorter than the one that was read
   */
  public String pointer(String text) {
    int index = text.offsetByCodePoints(0, position - 1);
    int from = Math.max(text.lastIndexOf('\n', index - 1), text.lastIndexOf('\r', index - 1)) + 1;
    int to = index;
    while (to < text.length() && !Characters.isNewline(text.charAt(to))) {
      to++;
    }
    long line = 1 + text.substring(0, from).lines().count();
    String head = "LINE " + line + ": ";
    int column = head.length() + text.codePointCount(from, index);
    String shown = text.substring(from, to).replaceAll("\\p{Cntrl}", " ");
    return head + shown + "\n" + " ".repeat(column) + "^";
  }
}
