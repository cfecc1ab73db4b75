package com.multigres.meta.testkit.workload;

import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Where a workload writes, locks and leads: few enough places that clients meet. */
final class TopoPlaces {
  static final TopoPath ROOT = TopoPath.of("workload");

  private static final int DIRECTORIES = 3;
  private static final int NODES = 4;
  private static final int LOCKS = 2;

  private TopoPlaces() {}

  static TopoPath directory(Random random) {
    return ROOT.child("d" + random.nextInt(DIRECTORIES));
  }

  static TopoPath node(Random random) {
    return directory(random).child("n" + random.nextInt(NODES));
  }

  /** So many different nodes. */
  static List<TopoPath> nodes(Random random, int count) {
    List<TopoPath> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      TopoPath one = node(random);
      if (!chosen.contains(one)) {
        chosen.add(one);
      }
    }
    return chosen;
  }

  static List<TopoPath> allNodes() {
    return IntStream.range(0, DIRECTORIES * NODES)
        .mapToObj(i -> ROOT.child("d" + i / NODES).child("n" + i % NODES))
        .toList();
  }

  static TopoPath lock(Random random) {
    return TopoPath.of("locks", "l" + random.nextInt(LOCKS));
  }

  static TopoPath office() {
    return TopoPath.of("offices", "one");
  }
}
