package com.multigres.meta.testservers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {

  private final List<String> taken = new ArrayList<>();

  @Test
  void aStepThatFailsKeepsNoOtherFromBeingTaken() {
    assertThatThrownBy(
            () -> Steps.takeAll(step("one"), failing("two"), step("three"), failing("four")))
        .hasMessage("two")
        .satisfies(
            first ->
                assertThat(first.getSuppressed())
                    .singleElement()
                    .satisfies(next -> assertThat(next).hasMessage("four")));

    assertThat(taken).containsExactly("one", "two", "three", "four");
  }

  @Test
  void workThatFailsIsUndoneAndItsOwnFailureGoesOn() {
    assertThatThrownBy(
            () ->
                Steps.orUndo(
                    () -> {
                      throw new IllegalStateException("work");
                    },
                    failing("undo")))
        .hasMessage("work")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

    assertThat(taken).containsExactly("undo");
  }

  @Test
  void workThatSucceedsIsNotUndone() {
    assertThat(Steps.orUndo(() -> "done", failing("undo"))).isEqualTo("done");

    assertThat(taken).isEmpty();
  }

  private Runnable step(String name) {
    return () -> taken.add(name);
  }

  private Runnable failing(String name) {
    return () -> {
      taken.add(name);
      throw new IllegalStateException(name);
    };
  }
}
