package com.multigres.meta.testkit.history.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the search has been. What could not be explained there cannot be explained either where
 * more of the optional steps are spent already and all else is the same.
 */
final class Visited {
  /** More would not fit into memory. */
  private static final int MOST = 1_000_000;

  private final Map<Configuration, List<BitSet>> seen = new HashMap<>();
  private int size;

  boolean has(Configuration configuration, BitSet spent) {
    for (BitSet less : seen.getOrDefault(configuration, List.of())) {
      if (isSubset(less, spent)) {
        return true;
      }
    }
    return false;
  }

  void add(Configuration configuration, BitSet spent) {
    List<BitSet> known = seen.computeIfAbsent(configuration, added -> new ArrayList<>(1));
    int before = known.size();
    known.removeIf(more -> isSubset(spent, more));
    known.add(spent);
    size += known.size() - before;
  }

  boolean isFull() {
    return size >= MOST;
  }

  private static boolean isSubset(BitSet small, BitSet large) {
    for (int bit = small.nextSetBit(0); bit >= 0; bit = small.nextSetBit(bit + 1)) {
      if (!large.get(bit)) {
        return false;
      }
    }
    return true;
  }
}
