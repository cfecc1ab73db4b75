package com.multigres.meta.catalog.sql.internal;

import com.multigres.meta.catalog.sql.internal.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Reads tokens in quotes of every kind. */
final class QuotedTokens {
  private static final String NO_END = "unterminated quoted string";
  private static final String UESCAPE = "uescape";

  private final String text;
  private final int limit;
  private final Gaps gaps;

  /** What stands between a token's quotes, and where it ended. */
  private record Body(String raw, int end) {}

  QuotedTokens(String text, int limit, Gaps gaps) {
    this.text = text;
    this.limit = limit;
    this.gaps = gaps;
  }

  /** {@code 'text'}; the token may begin before its quote. */
  Token string(int start, int quote) {
    Body body = strings(quote, false);
    return body == null
        ? broken(start, NO_END)
        : new Token(Kind.STRING, start, body.end, body.raw.replace("''", "'"));
  }

  /** {@code E'text'}. */
  Token escapeString(int start) {
    Body body = strings(start + 1, true);
    if (body == null) {
      return broken(start, NO_END);
    }
    try {
      return new Token(Kind.STRING, start, body.end, Escapes.backslashed(body.raw));
    } catch (Escapes.InvalidEscape e) {
      return broken(start, e.problem());
    }
  }

  /** {@code B'0101'} or {@code X'1f'}. */
  Token bits(int start) {
    Body body = strings(start + 1, false);
    return body == null
        ? broken(start, "unterminated bit string literal")
        : new Token(Kind.BITS, start, body.end, body.raw);
  }

  /** {@code "name"}. */
  Token identifier(int start) {
    Body body = one(start);
    return body == null ? broken(start, "unterminated quoted identifier") : named(start, body);
  }

  private static Token named(int start, Body body) {
    return named(start, body.end, body.raw.replace("\"\"", "\""));
  }

  private static Token named(int start, int end, String name) {
    return name.isEmpty()
        ? new Token(Kind.BROKEN, start, end, "zero-length delimited identifier")
        : new Token(Kind.QUOTED, start, end, name);
  }

  /** {@code U&"name"} or {@code U&'text'}, with {@code UESCAPE 'c'} behind it or not. */
  Token unicode(int start) {
    int quote = start + 2;
    boolean name = text.charAt(quote) == '"';
    Body body = name ? one(quote) : strings(quote, false);
    if (body == null) {
      return broken(start, name ? "unterminated quoted identifier" : NO_END);
    }
    try {
      Token escape = escapeBehind(body.end);
      char by = escape == null ? '\\' : Escapes.escapeCharacter(escape.value());
      int end = escape == null ? body.end : escape.end();
      String mark = name ? "\"" : "'";
      String value = Escapes.unicode(body.raw.replace(mark + mark, mark), by);
      return name ? named(start, end, value) : new Token(Kind.STRING, start, end, value);
    } catch (Escapes.InvalidEscape e) {
      return broken(start, e.problem());
    }
  }

  /** The string behind {@code UESCAPE}, where that word stands next; null where it does not. */
  private @Nullable Token escapeBehind(int from) throws Escapes.InvalidEscape {
    int word = gaps.behind(from);
    int behind = word + UESCAPE.length();
    if (word == Gaps.UNTERMINATED
        || behind > limit
        || !Characters.folded(text.substring(word, behind)).equals(UESCAPE)
        || (behind < limit && Characters.continuesWord(text.charAt(behind)))) {
      return null;
    }
    int quote = gaps.behind(behind);
    if (quote == Gaps.UNTERMINATED || quote >= limit || text.charAt(quote) != '\'') {
      throw new Escapes.InvalidEscape("UESCAPE must be followed by a simple string literal");
    }
    Token escape = string(quote, quote);
    if (escape.kind() == Kind.BROKEN) {
      throw new Escapes.InvalidEscape(escape.value());
    }
    return escape;
  }

  /** {@code $tag$text$tag$}. */
  Token dollar(int start, int tagEnd) {
    String tag = text.substring(start, tagEnd);
    int close = text.indexOf(tag, tagEnd);
    return close < 0 || close + tag.length() > limit
        ? broken(start, "unterminated dollar-quoted string")
        : new Token(Kind.STRING, start, close + tag.length(), text.substring(tagEnd, close));
  }

  /** A string with those that continue it on later lines; null where one does not end. */
  private @Nullable Body strings(int quote, boolean backslashes) {
    StringBuilder raw = new StringBuilder();
    int open = quote;
    while (true) {
      int close = closing(open, backslashes);
      if (close < 0) {
        return null;
      }
      raw.append(text, open + 1, close);
      open = gaps.continuation(close + 1);
      if (open < 0) {
        return new Body(raw.toString(), close + 1);
      }
    }
  }

  private @Nullable Body one(int quote) {
    int close = closing(quote, false);
    return close < 0 ? null : new Body(text.substring(quote + 1, close), close + 1);
  }

  /** The quote that closes what one opens, or -1: two of them stand for one. */
  private int closing(int open, boolean backslashes) {
    char quote = text.charAt(open);
    for (int at = open + 1; at < limit; at++) {
      char c = text.charAt(at);
      if (c == '\\' && backslashes) {
        at++;
      } else if (c == quote) {
        if (at + 1 == limit || text.charAt(at + 1) != quote) {
          return at;
        }
        at++;
      }
    }
    return -1;
  }

  private Token broken(int start, String problem) {
    return new Token(Kind.BROKEN, start, limit, problem);
  }
}
