package com.multigres.meta.testkit.workload;

import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Where a workload writes, locks and leads: few enough places that clients meet.
 *
 * @param root of all that is written
 */
record TopoPlaces(TopoPath root) {
  private static final int DIRECTORIES = 3;
  private static final int NODES = 4;
  private static final int LOCKS = 2;

  TopoPath directory(Random random) {
    return root.child("d" + random.nextInt(DIRECTORIES));
  }

  TopoPath node(Random random) {
    return directory(random).child("n" + random.nextInt(NODES));
  }

  /** So many different nodes. */
  List<TopoPath> nodes(Random random, int count) {
    List<TopoPath> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      TopoPath one = node(random);
      if (!chosen.contains(one)) {
        chosen.add(one);
      }
    }
    return chosen;
  }

  List<TopoPath> allNodes() {
    return IntStream.range(0, DIRECTORIES * NODES)
        .mapToObj(i -> root.child("d" + i / NODES).child("n" + i % NODES))
        .toList();
  }

  /** Where session-bound nodes stand. */
  TopoPath bound() {
    return root.child("bound");
  }

  TopoPath lock(Random random) {
    return TopoPath.of("locks").child(root.name()).child("l" + random.nextInt(LOCKS));
  }

  /** Where there is no queue; beside what lists and watches of the root show. */
  TopoPath exclusive() {
    return TopoPath.of("alone").child(root.name());
  }

  TopoPath office() {
    return TopoPath.of("offices").child(root.name());
  }
}
