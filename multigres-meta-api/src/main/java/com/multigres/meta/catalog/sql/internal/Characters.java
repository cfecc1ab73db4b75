package com.multigres.meta.catalog.sql.internal;

/** Which characters mean what to PostgreSQL's lexer; anything beyond ASCII is part of a word. */
public final class Characters {
  private Characters() {}

  public static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  public static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  public static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  public static boolean startsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  public static boolean continuesWord(char c) {
    return startsWord(c) || isDigit(c) || c == '$';
  }

  /** A hexadecimal digit's value, or -1. */
  public static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  /** A word in lower case: ASCII alone, as PostgreSQL does where a character has several bytes. */
  public static String folded(String word) {
    int i = 0;
    while (i < word.length() && (word.charAt(i) < 'A' || word.charAt(i) > 'Z')) {
      i++;
    }
    if (i == word.length()) {
      return word;
    }
    StringBuilder folded = new StringBuilder(word);
    for (; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return folded.toString();
  }

  /** Whether a text can be stored: no NUL, no half of a surrogate pair. */
  public static boolean areStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }
}
