package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.search.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Splits steps into groups that share no path: each can be judged by itself. */
final class Components {
  private final Map<Integer, Integer> parents = new HashMap<>();

  private Components() {}

  /** The groups, small ones first. */
  static List<List<Step>> of(List<Step> steps) {
    Components components = new Components();
    for (Step step : steps) {
      Integer first = null;
      for (int path : step.paths()) {
        first = first == null ? components.root(path) : components.join(first, path);
      }
    }
    Map<Integer, List<Step>> groups = new HashMap<>();
    for (Step step : steps) {
      if (!step.paths().isEmpty()) {
        int root = components.root(step.paths().iterator().next());
        groups.computeIfAbsent(root, added -> new ArrayList<>()).add(step);
      }
    }
    return groups.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Integer, List<Step>> group) -> group.getValue().size())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getValue)
        .toList();
  }

  private int root(int path) {
    int root = path;
    int parent = parents.getOrDefault(root, root);
    while (parent != root) {
      root = parent;
      parent = parents.getOrDefault(root, root);
    }
    parents.put(path, root);
    return root;
  }

  private int join(int one, int other) {
    int left = root(one);
    int right = root(other);
    parents.put(Math.max(left, right), Math.min(left, right));
    return Math.min(left, right);
  }
}
