package com.multigres.meta.cli;

import java.util.stream.Stream;

class KillAtEvenWritesTest extends KillAtWrites {
  static Stream<Integer> writes() {
    return everyOther(2);
  }
}
