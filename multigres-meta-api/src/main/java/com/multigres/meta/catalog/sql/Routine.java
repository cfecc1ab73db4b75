package com.multigres.meta.catalog.sql;

import java.util.Set;

/** Whether words stand in the body of a function or procedure, {@code BEGIN ATOMIC … END}. */
final class Routine {
  private static final int HEAD = 4;
  private static final Set<String> HEADS =
      Set.of(
          "create function",
          "create procedure",
          "create or replace function",
          "create or replace procedure");

  private String head = "";
  private int seen;
  private boolean creates;
  private int open;

  /** Goes on by a word of the statement that stands outside parentheses. */
  void follow(String word) {
    if (seen < HEAD) {
      head = seen == 0 ? word : head + " " + word;
      creates |= HEADS.contains(head);
      seen++;
    }
    switch (word) {
      case "begin" -> open += creates ? 1 : 0;
      case "case" -> open += open > 0 ? 1 : 0;
      case "end" -> open -= open > 0 ? 1 : 0;
      default -> {}
    }
  }

  boolean isOpen() {
    return open > 0;
  }
}
