package com.multigres.meta.catalog.sql.internal;

/** What stands between tokens: white space and comments. Not thread-safe. */
final class Gaps {
  /** There is a comment that does not end. */
  static final int UNTERMINATED = -1;

  private final String text;
  private final int limit;
  private int unterminated;

  Gaps(String text, int limit) {
    this.text = text;
    this.limit = limit;
  }

  /** Where a gap that begins here ends, or {@link #UNTERMINATED}. */
  int behind(int from) {
    int at = from;
    while (at < limit) {
      char c = text.charAt(at);
      if (Characters.isSpace(c)) {
        at++;
      } else if (text.startsWith("--", at) && at + 1 < limit) {
        at = behindLine(at);
      } else if (text.startsWith("/*", at) && at + 1 < limit) {
        int end = behindBlock(at);
        if (end == UNTERMINATED) {
          unterminated = at;
          return UNTERMINATED;
        }
        at = end;
      } else {
        return at;
      }
    }
    return limit;
  }

  /** Where the comment begins that does not end. */
  int unterminatedComment() {
    return unterminated;
  }

  private int behindLine(int from) {
    int at = from;
    while (at < limit && !Characters.isNewline(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Such comments nest. */
  private int behindBlock(int from) {
    int depth = 1;
    int at = from + 2;
    while (at + 1 < limit) {
      if (text.startsWith("*/", at)) {
        at += 2;
        if (--depth == 0) {
          return at;
        }
      } else if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else {
        at++;
      }
    }
    return UNTERMINATED;
  }

  /**
   * Where the opening quote stands that continues a string which ended here: behind white space
   * with a line's end in it, and line comments; or -1.
   */
  int continuation(int from) {
    int at = from;
    boolean newline = false;
    while (at < limit && text.charAt(at) != '\'') {
      char c = text.charAt(at);
      if (Characters.isSpace(c)) {
        newline |= Characters.isNewline(c);
        at++;
      } else if (text.startsWith("--", at) && at + 1 < limit) {
        at = behindLine(at);
      } else {
        return -1;
      }
    }
    return newline && at < limit ? at : -1;
  }
}
