package com.multigres.meta.k8s.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.lease.LeaseRules.Move;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a candidate does about what he sees, and when. */
class LeaseRulesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final LeaseTimes TIMES =
      new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(2));

  private final LeaseRules rules = new LeaseRules("me", TIMES);

  private static Optional<LeaseView> lease(String holder, int seconds, long token, int version) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    return Optional.of(
        new LeaseView(holder, Duration.ofSeconds(seconds), token, "v" + version, tree));
  }

  @Test
  void aLeaseThatIsNotThereIsMade() {
    assertThat(rules.next(Optional.empty(), 0, 0)).isEqualTo(new Move.Write(1));
  }

  @Test
  void aReleasedLeaseIsTakenAtOnceWithALargerToken() {
    assertThat(rules.next(lease("", 10, 7, 1), 0, 0)).isEqualTo(new Move.Write(8));
  }

  @Test
  void anothersLeaseIsLeftAloneForAsLongAsItLastsByOwnClock() {
    assertThat(rules.next(lease("other", 5, 7, 1), 100 * SECOND, 0))
        .isEqualTo(new Move.Wait(5 * SECOND));
    assertThat(rules.next(lease("other", 5, 7, 1), 103 * SECOND, 0))
        .isEqualTo(new Move.Wait(2 * SECOND));
    assertThat(rules.next(lease("other", 5, 7, 1), 105 * SECOND, 0)).isEqualTo(new Move.Write(8));
  }

  @Test
  void aRenewalSeenStartsTheWaitAnew() {
    rules.next(lease("other", 5, 7, 1), 0, 0);
    assertThat(rules.next(lease("other", 5, 7, 2), 4 * SECOND, 0))
        .isEqualTo(new Move.Wait(5 * SECOND));
    assertThat(rules.next(lease("other", 5, 7, 2), 9 * SECOND - 1, 0)).isEqualTo(new Move.Wait(1));
  }

  @Test
  void aLeaseThatDoesNotSayHowLongItLastsLastsAsLongAsOurs() {
    assertThat(rules.next(lease("other", 0, 7, 1), 0, 0)).isEqualTo(new Move.Wait(10 * SECOND));
  }

  @Test
  void aLeaderRenewsUnderHisToken() {
    rules.written(8, 0);
    assertThat(rules.next(lease("me", 10, 8, 2), SECOND, 0)).isEqualTo(new Move.Write(8));
    assertThat(rules.held(SECOND)).map(LeaseRules.Held::token).hasValue(8L);
  }

  @Test
  void leadingEndsByItselfBeforeAnybodyElseMayBegin() {
    long sent = 50 * SECOND;
    rules.written(8, sent);
    assertThat(rules.held(sent + 9 * SECOND - 1)).isPresent();
    assertThat(rules.held(sent + 9 * SECOND)).isEmpty();
    LeaseRules other = new LeaseRules("other", TIMES);
    other.next(lease("me", 10, 8, 2), sent, 0);
    assertThat(other.next(lease("me", 10, 8, 2), sent + 9 * SECOND, 0))
        .isInstanceOf(Move.Wait.class);
  }

  @Test
  void whoSeesAnotherHolderLeadsNoMore() {
    rules.written(8, 0);
    rules.next(lease("other", 10, 9, 3), SECOND, 0);
    assertThat(rules.held(SECOND)).isEmpty();
  }

  @Test
  void aWriteWhoseAnswerWasLostIsFoundAndKeepsItsToken() {
    assertThat(rules.next(lease("me", 10, 8, 2), 0, 0)).isEqualTo(new Move.Write(8));
    assertThat(rules.held(0)).isEmpty();
  }

  @Test
  void aTokenOutranksWhatItIsAskedTo() {
    assertThat(rules.next(Optional.empty(), 0, 41)).isEqualTo(new Move.Write(42));
    assertThat(rules.next(lease("me", 10, 8, 2), 0, 41)).isEqualTo(new Move.Write(42));
    assertThat(rules.next(lease("", 10, 50, 2), 0, 41)).isEqualTo(new Move.Write(51));
  }

  @Test
  void aDeletedLeaseIsMadeAnewUnderALargerToken() {
    rules.next(lease("other", 10, 7, 1), 0, 0);
    assertThat(rules.next(Optional.empty(), SECOND, 0)).isEqualTo(new Move.Write(8));
  }

  @Test
  void timesThatLeaveNoRoomAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new LeaseTimes(Duration.ofMillis(1500), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeaseTimes(Duration.ofSeconds(2), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LeaseTimes(Duration.ofSeconds(3), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
