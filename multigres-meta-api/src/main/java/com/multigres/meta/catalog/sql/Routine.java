package com.multigres.meta.catalog.sql;

import java.util.ArrayList;
import java.util.List;

/** Whether words stand in the body of a function or procedure, {@code BEGIN ATOMIC … END}. */
final class Routine {
  private static final int HEAD = 4;

  private final List<String> head = new ArrayList<>(HEAD);
  private int open;

  /** Goes on by a word of the statement that stands outside parentheses. */
  void follow(String word) {
    if (head.size() < HEAD) {
      head.add(word);
    }
    switch (word) {
      case "begin" -> open += creates() ? 1 : 0;
      case "case" -> open += open > 0 ? 1 : 0;
      case "end" -> open -= open > 0 ? 1 : 0;
      default -> {}
    }
  }

  private boolean creates() {
    String head = " " + String.join(" ", this.head);
    return head.matches(" create( or replace)? (function|procedure).*");
  }

  boolean isOpen() {
    return open > 0;
  }
}
