package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of changes, and its text. */
class ChangeLogTest {

  private static Position at(long generation, String id) {
    return new Position(generation, new ChangeId(id));
  }

  private static final ChangeLog LOG =
      ChangeLog.startingAt(at(7, "a"))
          .with(at(8, "b"))
          .withUnchanged(new ChangeId("idle"))
          .with(at(9, "c"));

  @Test
  void aLogIsReadBackFromItsText() {
    assertThat(LOG.text()).isEqualTo("7@a b @idle c");
    assertThat(ChangeLog.parse(LOG.text(), at(9, "c"))).isEqualTo(LOG);
  }

  @Test
  void generationsThatWereLeftOutStayLeftOut() {
    ChangeLog jumping = LOG.with(at(20, "far"));
    assertThat(jumping.text()).isEqualTo("7@a b @idle c 20@far");
    assertThat(ChangeLog.parse(jumping.text(), at(20, "far"))).isEqualTo(jumping);
    assertThat(jumping.knows(at(10, "far"))).isFalse();
  }

  @Test
  void aChangeIsAnsweredAsTheFirstTime() {
    assertThat(LOG.answer(new ChangeId("b"))).hasValue(new Applied(at(8, "b"), true));
    assertThat(LOG.answer(new ChangeId("idle"))).hasValue(new Applied(at(8, "b"), false));
    assertThat(LOG.answer(new ChangeId("never"))).isEmpty();
  }

  @Test
  void aPositionIsKnownOnlyWithItsOwnChange() {
    assertThat(LOG.knows(at(8, "b"))).isTrue();
    assertThat(LOG.knows(at(8, "c"))).isFalse();
    assertThat(LOG.knows(at(8, "idle"))).isFalse();
  }

  @Test
  void theOldestAreForgottenFirst() {
    ChangeLog three = LOG.bounded(3);
    assertThat(three.text()).isEqualTo("8@b @idle c");
    assertThat(LOG.bounded(2).text()).isEqualTo("8@b c");
    assertThat(LOG.bounded(1).text()).isEqualTo("9@c");
    assertThat(three.answer(new ChangeId("idle"))).hasValue(new Applied(at(8, "b"), false));
  }

  @Test
  void manyLongIdsStayBelowWhatAnnotationsMayHold() {
    ChangeLog log = ChangeLog.startingAt(at(1, "x"));
    for (int i = 2; i < 900; i++) {
      log = log.with(at(i, i + "-" + "y".repeat(100)));
    }
    ChangeLog bounded = log.bounded(10_000);
    assertThat(bounded.text().length()).isBetween(40_000, 50_000);
    assertThat(bounded.last()).isEqualTo(log.last());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@idle", "x@y", "7@a b c d", "7@a  c", "6@c"})
  void aTextThatDoesNotLeadToThePositionIsAnotherHistorys(String text) {
    assertThat(ChangeLog.parse(text, at(9, "c"))).isEqualTo(ChangeLog.startingAt(at(9, "c")));
  }
}
