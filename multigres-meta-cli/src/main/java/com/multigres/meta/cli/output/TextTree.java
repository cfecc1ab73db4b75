package com.multigres.meta.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A label with branches below it, drawn with lines. Not thread-safe. */
public final class TextTree {
  private final String label;
  private final List<TextTree> branches = new ArrayList<>();

  /** A tree that is only its label. */
  public TextTree(String label) {
    this.label = label;
  }

  /** Grows a branch and returns it. */
  public TextTree branch(String branchLabel) {
    TextTree branch = new TextTree(branchLabel);
    branches.add(branch);
    return branch;
  }

  /** The tree's lines, the label first. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(label);
    draw("", lines);
    return lines;
  }

  private void draw(String indent, List<String> lines) {
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      lines.add(indent + (last ? "└─ " : "├─ ") + branches.get(i).label);
      branches.get(i).draw(indent + (last ? "   " : "│  "), lines);
    }
  }
}
