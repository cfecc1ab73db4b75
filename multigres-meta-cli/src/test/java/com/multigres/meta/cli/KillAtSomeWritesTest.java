package com.multigres.meta.cli;

import com.multigres.meta.testkit.Seed;
import java.util.stream.Stream;

/** A sixth of the writes in each build, which one is chance; the long form has them all. */
class KillAtSomeWritesTest extends KillAtWrites {
  private static final int EACH = 6;

  static Stream<Integer> writes() {
    int first = 1 + Math.floorMod(Seed.of("killing before some writes"), EACH);
    return every(EACH, first);
  }
}
