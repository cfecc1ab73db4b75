package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.sql.StatementParser.Source;
import com.multigres.meta.catalog.sql.internal.Characters;
import com.multigres.meta.catalog.sql.internal.Lexer;
import com.multigres.meta.catalog.sql.internal.Token;
import com.multigres.meta.catalog.sql.internal.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Finds where statements end, as psql does. Not thread-safe. */
final class Splitter {
  private final String text;
  private final Lexer lexer;
  private final List<Source> pieces = new ArrayList<>();
  private int from;
  private boolean empty = true;
  private boolean broken;
  private int depth;
  private Routine routine = new Routine();

  private Splitter(String text) {
    this.text = text;
    this.lexer = new Lexer(text, 0, text.length());
  }

  static List<Source> split(String text) {
    Splitter splitter = new Splitter(text);
    splitter.run();
    if (!splitter.empty) {
      splitter.add(text.length());
    }
    return splitter.pieces;
  }

  static boolean isUnfinished(String text) {
    Splitter splitter = new Splitter(text);
    splitter.run();
    return splitter.broken || !splitter.empty;
  }

  private void run() {
    for (Token token = lexer.next(); token.kind() != Kind.END; token = lexer.next()) {
      if (token.is(';') && depth == 0 && !routine.isOpen()) {
        if (!empty) {
          add(token.start());
        }
        begin(token.end());
      } else {
        follow(token);
      }
    }
  }

  private void follow(Token token) {
    empty = false;
    broken |= token.kind() == Kind.BROKEN;
    if (token.is('(')) {
      depth++;
    } else if (token.is(')') && depth > 0) {
      depth--;
    } else if (token.kind() == Kind.WORD && depth == 0) {
      routine.follow(token.value());
    }
  }

  private void begin(int next) {
    from = next;
    empty = true;
    routine = new Routine();
  }

  private void add(int end) {
    int first = from;
    int last = end;
    while (first < last && Characters.isSpace(text.charAt(first))) {
      first++;
    }
    while (last > first && Characters.isSpace(text.charAt(last - 1))) {
      last--;
    }
    pieces.add(new Source(text, first, last));
  }
}
