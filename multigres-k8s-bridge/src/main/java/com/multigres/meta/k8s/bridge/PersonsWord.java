package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.EntryPath;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An annotation in which a person names entries: the catalog's position, then their paths. Pure.
 */
final class PersonsWord {
  private PersonsWord() {}

  static String text(Position now, Set<EntryPath> paths) {
    StringBuilder text = new StringBuilder(now.toString());
    paths.forEach(path -> text.append(' ').append(path));
    return text.toString();
  }

  /** What it names; nothing where it was said of another position. */
  static Set<EntryPath> paths(String text, Position now) {
    List<String> words = List.of(text.strip().split("\\s+", -1));
    Set<EntryPath> paths = new TreeSet<>();
    if (words.get(0).equals(now.toString())) {
      words.stream()
          .skip(1)
          .map(word -> new EntryPath(List.of(word.split("/", -1))))
          .forEach(paths::add);
    }
    return paths;
  }
}
