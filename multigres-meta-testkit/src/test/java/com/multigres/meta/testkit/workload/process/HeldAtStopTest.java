package com.multigres.meta.testkit.workload.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only what tells of a grant that was held when the process stood still tells it of its loss. */
class HeldAtStopTest {
  private static final TopoPath LOCK = TopoPath.of("locks", "l");
  private static final Ending DONE = new Ending.Done(new Result.Nothing());
  private static final Ending LOST = Ending.failed("LOCK_LOST");
  private static final Ending UNDER_WAY = new Ending.Unknown("IN_FLIGHT");

  private final List<Operation> operations = new ArrayList<>();

  private static FencingToken token(long number) {
    return new FencingToken("test", "life", number, "grant" + number);
  }

  private static Call write(long token) {
    Guard guard = new Guard(TopoPath.root(), LOCK, LockKind.QUEUE, token(token));
    return new TopoCall.Commit(
        Batch.builder().when(guard).put(TopoPath.of("a"), ByteString.EMPTY, Expect.any()).build());
  }

  private static Call holds(long token) {
    return new TopoCall.StillHolds(LOCK, LockKind.QUEUE, token(token));
  }

  private static Call lost(long token) {
    return new TopoCall.Lost(LOCK, LockKind.QUEUE, token(token));
  }

  private HeldAtStopTest add(String client, Call call, Ending ending) {
    long begun = 10L * operations.size();
    operations.add(
        new Operation(
            client, call, ending, begun, ending.equals(UNDER_WAY) ? Operation.NEVER : begun + 5));
    return this;
  }

  private HeldAtStopTest granted(String client, long token) {
    return add(
        client,
        new TopoCall.Acquire(LOCK, LockKind.QUEUE),
        new Ending.Done(new Result.Granted(token(token))));
  }

  private HeldAtStop stopped() {
    return HeldAtStop.of(new History(operations));
  }

  private boolean wasTold(HeldAtStop held) {
    return held.isLostIn(new History(operations));
  }

  @Test
  void whatWasGrantedOrWrittenUnderIsHeldUntilItIsAskedAboutOrGivenUp() {
    assertThat(granted("c", 1).stopped().tokens()).containsExactly(token(1));
    assertThat(add("c", write(1), DONE).stopped().tokens()).containsExactly(token(1));
    assertThat(add("c", holds(1), DONE).stopped().isNothing()).isTrue();
  }

  @Test
  void whatWasRefusedOrLostBeforeIsNotHeld() {
    granted("c", 1).add("c", write(1), LOST);
    granted("d", 2).add("d.watching", lost(2), DONE);
    assertThat(stopped().isNothing()).isTrue();
  }

  private HeldAtStopTest released(String client, long token) {
    return add(client, new TopoCall.Release(LOCK, LockKind.QUEUE, token(token)), DONE);
  }

  @Test
  void whoWritesUnderWhatItReleasedHoldsNothing() {
    granted("c", 1).released("c", 1).add("c", write(1), UNDER_WAY);
    assertThat(stopped().isNothing()).isTrue();
  }

  @Test
  void thatNothingMayBeWrittenUnderWhatWasReleasedTellsOfNoLoss() {
    HeldAtStop held = granted("c", 1).stopped();
    add("c", holds(1), DONE).released("c", 1).add("c", write(1), LOST);
    assertThat(wasTold(held)).isFalse();
  }

  @Test
  void aLossFromBeforeTellsNothing() {
    granted("c", 1).add("c", holds(1), LOST);
    HeldAtStop held = granted("c", 2).stopped();
    assertThat(wasTold(held)).isFalse();
    add("c", write(2), DONE).add("c", holds(2), DONE);
    assertThat(wasTold(held)).isFalse();
  }

  @Test
  void theLossOfAnotherGrantTellsNothing() {
    HeldAtStop held = granted("c", 1).stopped();
    granted("d", 2).add("d", lost(2), DONE).add("d", write(2), LOST).add("d", holds(2), LOST);
    assertThat(wasTold(held)).isFalse();
  }

  @Test
  void itIsToldByNewsByARefusedWriteOrByAsking() {
    HeldAtStop held = granted("c", 1).stopped();
    for (Operation sign :
        List.of(
            new Operation("c", lost(1), DONE, 90, 91),
            new Operation("c", write(1), LOST, 90, 91),
            new Operation("c", holds(1), LOST, 90, 91))) {
      assertThat(held.isLostIn(new History(List.of(sign)))).as("%s", sign).isTrue();
    }
  }

  @Test
  void aWriteThatWasUnderWayAndIsRefusedThenTellsIt() {
    HeldAtStop held = granted("c", 1).add("c", write(1), UNDER_WAY).stopped();
    assertThat(wasTold(held)).isFalse();
    operations.set(1, new Operation("c", write(1), LOST, 10, 99));
    assertThat(wasTold(held)).isTrue();
  }
}
