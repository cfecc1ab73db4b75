package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.internal.Lexer;
import com.multigres.meta.catalog.sql.internal.Token;
import com.multigres.meta.catalog.sql.internal.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Walks through a statement's tokens. Not thread-safe. */
final class Cursor {
  private static final String NAME = "a name";

  private final Lexer lexer;
  private final List<Token> ahead = new ArrayList<>(4);
  private boolean ours;

  Cursor(Lexer lexer) {
    this.lexer = lexer;
  }

  /** Says that a keyword has been seen which only catalog statements have. */
  void ours() {
    ours = true;
  }

  /** Whether what is wrong from here on is an error, not somebody else's statement. */
  boolean isOurs() {
    return ours;
  }

  Token peek() {
    return peek(0);
  }

  private Token peek(int distance) {
    while (ahead.size() <= distance) {
      ahead.add(lexer.next());
    }
    return ahead.get(distance);
  }

  Token next() {
    Token token = peek();
    ahead.remove(0);
    return token;
  }

  /** Whether these words come next. */
  boolean sees(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Goes behind these words if they come next. */
  boolean accept(String... words) {
    if (!sees(words)) {
      return false;
    }
    ahead.subList(0, words.length).clear();
    return true;
  }

  boolean accept(char symbol) {
    boolean there = peek().is(symbol);
    if (there) {
      next();
    }
    return there;
  }

  void expect(String... words) {
    for (String word : words) {
      if (!accept(word)) {
        throw refuse(word.toUpperCase(Locale.ROOT));
      }
    }
  }

  private void expect(char symbol) {
    if (!accept(symbol)) {
      throw refuse("\"" + symbol + "\"");
    }
  }

  /** An identifier. */
  String name() {
    if (!peek().isName()) {
      throw refuse(NAME);
    }
    return next().value();
  }

  /** Identifiers with dots between them; behind a dot any word is one. */
  List<String> qualifiedName() {
    List<String> parts = new ArrayList<>(2);
    parts.add(name());
    while (accept('.')) {
      if (peek().kind() != Kind.WORD && peek().kind() != Kind.QUOTED) {
        throw refuse(NAME);
      }
      parts.add(next().value());
    }
    return parts;
  }

  /** What stands behind {@code FOR}, where that word comes next. */
  Optional<String> databaseIfNamed() {
    return accept("for") ? Optional.of(name()) : Optional.empty();
  }

  String string(String what) {
    if (peek().kind() != Kind.STRING) {
      throw refuse(what);
    }
    return next().value();
  }

  /** Strings in parentheses. */
  List<String> strings(String what) {
    List<String> strings = new ArrayList<>();
    expect('(');
    do {
      strings.add(string(what));
    } while (accept(','));
    expect(')');
    return strings;
  }

  /** Refuses anything but the end of the statement. */
  void expectEnd(String otherwise) {
    if (!atEnd()) {
      throw refuse(otherwise);
    }
  }

  /** Whether the statement ends here, with a semicolon or without. */
  boolean atEnd() {
    return (peek().is(';') ? peek(1) : peek()).kind() == Kind.END;
  }

  /** What to throw where something else should stand. */
  Refusal refuse(String expected) {
    return refuse(peek(), expected);
  }

  /** What to throw where something else should have stood. */
  static Refusal refuse(Token token, String expected) {
    return new Refusal(token, expected);
  }
}
