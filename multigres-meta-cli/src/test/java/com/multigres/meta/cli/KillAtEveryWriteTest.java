package com.multigres.meta.cli;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

@Tag("long")
class KillAtEveryWriteTest extends KillAtWrites {
  static Stream<Integer> writes() {
    return every(1, 1);
  }
}
