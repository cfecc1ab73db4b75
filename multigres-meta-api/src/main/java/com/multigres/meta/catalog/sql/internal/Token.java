package com.multigres.meta.catalog.sql.internal;

/**
 * The smallest part of a statement, as PostgreSQL cuts it.
 *
 * @param kind what it is
 * @param start where it begins in the text
 * @param end the index behind it
 * @param value what it says: a word folded to lower case, an identifier or string without quotes
 *     and escapes, the problem of what is broken; anything else as it stands in the text
 */
public record Token(Kind kind, int start, int end, String value) {
  public enum Kind {
    /** An identifier or keyword without quotes. */
    WORD,
    /** An identifier in double quotes. */
    QUOTED,
    /** A string constant of any form. */
    STRING,
    /** Digits and what is glued to them. */
    NUMBER,
    /** One character of punctuation. */
    SYMBOL,
    /** A bit string. */
    BITS,
    /** What PostgreSQL's lexer refuses; the last token of its text. */
    BROKEN,
    /** The end of the text. */
    END
  }

  /** Whether it is this word, which is given in lower case. */
  public boolean is(String word) {
    return kind == Kind.WORD && value.equals(word);
  }

  public boolean is(char symbol) {
    return kind == Kind.SYMBOL && value.charAt(0) == symbol;
  }

  /** Whether it can name something: reserved words cannot. */
  public boolean isName() {
    return kind == Kind.QUOTED || (kind == Kind.WORD && !ReservedWords.contain(value));
  }
}
