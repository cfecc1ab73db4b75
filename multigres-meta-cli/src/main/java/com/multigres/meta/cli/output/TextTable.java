package com.multigres.meta.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows under headings, each column as wide as its widest cell. Not thread-safe. */
public final class TextTable {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table of these columns. */
  public TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row; its cells may be painted. */
  public TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The table's lines; without rows, one that says so. */
  public List<String> lines(Paint paint, String whenEmpty) {
    if (rows.isEmpty()) {
      return List.of(paint.faint(whenEmpty));
    }
    List<List<String>> all = new ArrayList<>();
    all.add(headings.stream().map(paint::strong).toList());
    all.addAll(rows);
    int[] widths = new int[headings.size()];
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], Paint.width(row.get(i)));
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  /** The table's lines behind others. */
  public List<String> below(List<String> above, Paint paint, String whenEmpty) {
    return Stream.concat(above.stream(), lines(paint, whenEmpty).stream()).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - Paint.width(row.get(i)) + 2));
      }
    }
    return line.toString().stripTrailing();
  }
}
