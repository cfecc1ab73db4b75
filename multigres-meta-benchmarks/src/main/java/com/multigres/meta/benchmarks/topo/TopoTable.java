package com.multigres.meta.benchmarks.topo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, row by row, as a table for a page: the medians of each, and how the first
 * compares with each of the others.
 */
final class TopoTable {
  private final List<String> names;
  private final Map<String, List<List<Double>>> rows = new LinkedHashMap<>();

  TopoTable(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** One round's figures of one row, in the order of the names. */
  void note(String what, List<Double> figures) {
    rows.computeIfAbsent(what, first -> new ArrayList<>()).add(figures);
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  void print(PrintStream to) {
    StringBuilder head = new StringBuilder("| What |");
    StringBuilder line = new StringBuilder("| --- |");
    names.forEach(name -> column(name, head, line));
    names.stream()
        .skip(1)
        .forEach(name -> column("Ratio to " + name + ": median (least to most)", head, line));
    to.println(head);
    to.println(line);
    rows.forEach((what, rounds) -> to.println("| " + what + " |" + cells(rounds)));
  }

  private static void column(String name, StringBuilder head, StringBuilder line) {
    head.append(' ').append(name).append(" |");
    line.append(" --- |");
  }

  private String cells(List<List<Double>> rounds) {
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      double median = median(rounds.stream().map(round -> round.get(column)).toList());
      cells.append(String.format(Locale.ROOT, " %s |", number(median)));
    }
    for (int i = 1; i < names.size(); i++) {
      int column = i;
      List<Double> ratios = rounds.stream().map(round -> round.get(0) / round.get(column)).toList();
      cells.append(
          String.format(
              Locale.ROOT,
              " %.2f (%.2f to %.2f) |",
              median(ratios),
              Collections.min(ratios),
              Collections.max(ratios)));
    }
    return cells.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }
}
