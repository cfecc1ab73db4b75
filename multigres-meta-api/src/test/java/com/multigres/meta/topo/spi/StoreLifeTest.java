package com.multigres.meta.topo.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is opened through a store goes with it (T28). */
class StoreLifeTest {
  private final StoreLife life = new StoreLife("memory://test");
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable child(String name) {
    return () -> closed.add(name);
  }

  @Test
  void childrenAreLeftToBeClosedTheYoungestFirst() {
    life.adopt(child("first"));
    life.adopt(child("second"));

    life.closeAll(life.close());

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void aChildThatWasReleasedIsNobodys() {
    AutoCloseable child = life.adopt(child("released"));

    life.release(child);

    assertThat(life.close()).isEmpty();
  }

  @Test
  void aChildIsAdoptedOnceHoweverOften() {
    AutoCloseable child = life.adopt(child("twice"));
    life.adopt(child);

    assertThat(life.close()).containsExactly(child);
    assertThat(closed).isEmpty();
  }

  @Test
  void aChildThatComesAfterTheCloseIsClosedAndRefused() {
    var unused = life.close();

    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> life.adopt(child("late")));

    assertThat(refused.code()).isEqualTo(Code.CLOSED);
    assertThat(closed).containsExactly("late");
  }

  @Test
  void aChildThatCannotBeClosedKeepsNobodyElse() {
    life.adopt(child("good"));
    life.adopt(
        () -> {
          throw new IllegalStateException("not today");
        });

    life.closeAll(life.close());

    assertThat(closed).containsExactly("good");
  }
}
