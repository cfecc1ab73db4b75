package com.multigres.meta.catalog.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that are statements, nearly statements, or nothing of the kind. */
final class RandomTexts {
  private static final List<String> PARTS =
      List.of(
          "create",
          "CREATE ",
          "alter ",
          "drop ",
          "show ",
          "database ",
          "tablegroup ",
          "TABLE ",
          "shard ",
          "shards ",
          "split ",
          "merge ",
          "switch ",
          "cancel ",
          "into ",
          "of ",
          "for ",
          "FOR d ",
          "in ",
          "IN g ",
          "if not exists ",
          "if exists ",
          "rename to ",
          "set ",
          "SET TABLEGROUP ",
          "set state ready ",
          "tables ",
          "databases ",
          "tablegroups ",
          "d",
          "t ",
          "\"",
          "'",
          "E'",
          "U&'",
          "U&\"",
          "B'",
          "$$",
          "$a$",
          "uescape ",
          "uescape '!'",
          "\\",
          "\\u",
          "\\x",
          "\\d83d",
          "0041",
          "--",
          "\n",
          "/*",
          "*/",
          "(",
          ")",
          ",",
          ";",
          ".",
          "*",
          "=",
          "-",
          "1",
          "65536",
          "2e9",
          "'0-8'",
          "('0-4', '4-8')",
          "with ",
          "owner x ",
          "as ",
          "begin ",
          "end ",
          "case ",
          "function ",
          "\0",
          "\uD83D",
          "\uDE00",
          "é",
          "\u00a0",
          "\u000b");

  private final Random random;
  private final RandomStatements statements;

  RandomTexts(Random random) {
    this.random = random;
    this.statements = new RandomStatements(random);
  }

  String next() {
    return switch (random.nextInt(4)) {
      case 0 -> noise();
      case 1 -> words();
      case 2 -> mutated(Statements.print(statements.next()));
      default -> mutated(mutated(Statements.print(statements.next()) + "; " + words()));
    };
  }

  private String noise() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append((char) (random.nextInt(8) > 0 ? random.nextInt(128) : random.nextInt(65_536)));
    }
    return text.toString();
  }

  private String words() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(part()).append(random.nextInt(3) > 0 ? " " : "");
    }
    return text.toString();
  }

  private String mutated(String text) {
    List<String> cut = new ArrayList<>();
    int from = text.isEmpty() ? 0 : random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(6));
    cut.add(text.substring(0, from));
    switch (random.nextInt(5)) {
      case 0 -> cut.add(""); // removes
      case 1 -> cut.add(text.substring(from, to).repeat(2));
      case 2 -> cut.add(part());
      case 3 -> cut.add(text.substring(from, to) + part());
      default -> cut.add(new StringBuilder(text.substring(from, to)).reverse().toString());
    }
    cut.add(text.substring(to));
    return String.join("", cut);
  }

  private String part() {
    return PARTS.get(random.nextInt(PARTS.size()));
  }
}
