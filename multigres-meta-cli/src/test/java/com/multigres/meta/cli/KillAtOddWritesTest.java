package com.multigres.meta.cli;

import java.util.stream.Stream;

class KillAtOddWritesTest extends KillAtWrites {
  static Stream<Integer> writes() {
    return everyOther(1);
  }
}
