package com.multigres.meta.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CaughtUpTest {

  @Test
  void itWasSoBetweenWhatWasKnownAndWhatWasRead() {
    List<Long> asked = new ArrayList<>();
    List<Long> read = new ArrayList<>();
    OptionalLong since =
        CaughtUp.since(
            () -> {
              asked.add(System.nanoTime());
              return Optional.of(asked.size());
            },
            () -> {
              read.add(System.nanoTime());
              return Optional.of(3);
            });
    assertThat(asked).hasSize(3);
    assertThat(since.orElseThrow()).isBetween(asked.get(2), read.get(2));
  }
}
