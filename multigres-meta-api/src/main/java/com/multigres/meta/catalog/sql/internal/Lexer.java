package com.multigres.meta.catalog.sql.internal;

import com.multigres.meta.catalog.sql.internal.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into tokens as PostgreSQL does with {@code standard_conforming_strings}, from left to
 * right, each when it is asked for; the work is linear in the text's length. Not thread-safe.
 */
public final class Lexer {
  private static final int NONE = -1;

  private final String text;
  private final int limit;
  private final Gaps gaps;
  private final QuotedTokens quoted;
  private int at;

  /** Cuts the part of a text from one index up to another. */
  public Lexer(String text, int from, int to) {
    this.text = text;
    this.limit = to;
    this.gaps = new Gaps(text, to);
    this.quoted = new QuotedTokens(text, to, gaps);
    this.at = from;
  }

  /** The next token; behind the end, or behind a broken token, the end. */
  public Token next() {
    int start = gaps.behind(at);
    if (start == Gaps.UNTERMINATED) {
      start = gaps.unterminatedComment();
      at = limit;
      return new Token(Kind.BROKEN, start, limit, "unterminated /* comment");
    }
    if (start == limit) {
      at = limit;
      return new Token(Kind.END, limit, limit, "");
    }
    Token token = storable(read(start, text.charAt(start)));
    at = token.kind() == Kind.BROKEN ? limit : token.end();
    return token;
  }

  private static Token storable(Token token) {
    boolean text =
        token.kind() == Kind.WORD || token.kind() == Kind.QUOTED || token.kind() == Kind.STRING;
    return text && !Characters.areStorable(token.value())
        ? new Token(Kind.BROKEN, token.start(), token.end(), "invalid character")
        : token;
  }

  private Token read(int start, char first) {
    if (first == '\'') {
      return quoted.string(start, start);
    }
    if (first == '"') {
      return quoted.identifier(start);
    }
    if (Characters.startsWord(first)) {
      Token prefixed = prefixed(start, first);
      return prefixed == null ? word(start) : prefixed;
    }
    if (Characters.isDigit(first) || (first == '.' && digitAt(start + 1))) {
      return number(start);
    }
    if (first == '$') {
      int tagEnd = tagEnd(start);
      if (tagEnd != NONE) {
        return quoted.dollar(start, tagEnd);
      }
    }
    return new Token(Kind.SYMBOL, start, start + 1, text.substring(start, start + 1));
  }

  /** What begins with a letter and a quote right behind it. */
  private @Nullable Token prefixed(int start, char first) {
    char second = charAt(start + 1);
    char third = charAt(start + 2);
    return switch (first) {
      case 'e', 'E' -> second == '\'' ? quoted.escapeString(start) : null;
      case 'b', 'B', 'x', 'X' -> second == '\'' ? quoted.bits(start) : null;
      case 'u', 'U' ->
          second == '&' && (third == '\'' || third == '"') ? quoted.unicode(start) : null;
      default -> null;
    };
  }

  private Token word(int start) {
    int end = start + 1;
    while (end < limit && Characters.continuesWord(text.charAt(end))) {
      end++;
    }
    return new Token(Kind.WORD, start, end, Characters.folded(text.substring(start, end)));
  }

  private Token number(int start) {
    int end = start + 1;
    while (end < limit && (Characters.continuesWord(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return new Token(Kind.NUMBER, start, end, text.substring(start, end));
  }

  /** Where {@code $tag$} ends, if that is what stands there. */
  private int tagEnd(int start) {
    int end = start + 1;
    while (end < limit && Characters.continuesWord(text.charAt(end)) && text.charAt(end) != '$') {
      end++;
    }
    boolean tag = charAt(end) == '$' && !digitAt(start + 1);
    return tag ? end + 1 : NONE;
  }

  private boolean digitAt(int index) {
    return Characters.isDigit(charAt(index));
  }

  private char charAt(int index) {
    return index < limit ? text.charAt(index) : '\0';
  }
}
