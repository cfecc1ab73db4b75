package com.multigres.meta.topo.zookeeper;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Directories that stood when this store last heard of them. It is a guess, which each transaction
 * proves: what is not known to stand is made together with what lies in it. Thread-safe.
 */
final class KnownDirectories {
  // Who forgets them asks once more for each.
  private static final int MOST = 10_000;

  private final Set<String> standing = ConcurrentHashMap.newKeySet();

  boolean contains(String directory) {
    return standing.contains(directory);
  }

  void add(String directory) {
    if (standing.size() >= MOST) {
      standing.clear();
    }
    standing.add(directory);
  }

  void remove(String directory) {
    standing.remove(directory);
  }
}
