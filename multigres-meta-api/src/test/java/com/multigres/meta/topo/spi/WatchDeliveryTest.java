package com.multigres.meta.topo.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchDeliveryTest {
  private final CallbackThreads threads = new CallbackThreads("delivery-test");
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final WatchDelivery delivery =
      new WatchDelivery(threads, this::listen, Duration.ofMillis(200), closed -> {});

  @AfterEach
  void end() {
    held.countDown();
    threads.close(Deadline.after(Duration.ofSeconds(10)));
  }

  /** The first event holds the listener up, so that everything after it coalesces. */
  private void listen(WatchEvent event) {
    try {
      held.await();
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException(interrupt);
    }
    heard.add(words(event));
  }

  private static String words(WatchEvent event) {
    String what =
        event instanceof WatchEvent.Put put
            ? put.node().path() + "=" + put.node().value().toStringUtf8()
            : event instanceof WatchEvent.Deleted deleted
                ? deleted.path() + " gone"
                : event.getClass().getSimpleName();
    return what + " @" + event.cursor().token();
  }

  private static Cursor at(int point) {
    return new Cursor("test", "" + point);
  }

  private void put(String path, String value, boolean known, int cursor) {
    TopoPath where = TopoPath.parse(path);
    Version version = new Version("test", where, "" + cursor);
    delivery.put(
        new Node(where, ByteString.copyFromUtf8(value), version, Optional.empty()),
        known,
        at(cursor));
  }

  private void deleted(String path, int cursor) {
    delivery.deleted(TopoPath.parse(path), at(cursor));
  }

  private void holdUp() {
    put("first", "0", false, 0);
    await().until(() -> delivery.backlog() == 0);
  }

  private void expect(String... events) {
    held.countDown();
    await().untilAsserted(() -> assertThat(heard).containsExactly(events));
  }

  @Test
  void aLaterValueTakesThePlaceAndTheCursorOfTheEarlierOne() {
    holdUp();
    put("a", "1", true, 1);
    put("b", "2", true, 2);
    put("a", "3", true, 3);
    assertThat(delivery.backlog()).isEqualTo(2);
    expect("first=0 @0", "a=3 @1", "b=2 @2");
  }

  @Test
  void nodesThatComeAndGoUnheardDoNotPileUp() {
    holdUp();
    for (int i = 0; i < 10_000; i++) {
      put("n" + i, "v", false, i);
      deleted("n" + i, i);
    }
    put("b", "2", true, 7);
    assertThat(delivery.backlog()).isEqualTo(1_001);
    held.countDown();
    await().until(() -> heard.contains("b=2 @7"));
    assertThat(heard)
        .hasSize(1_002)
        .contains("n9000 gone @9000")
        .doesNotContain("n8999 gone @8999");
  }

  @Test
  void theLastStateIsToldOfANodeThatCameAndWentUnheard() {
    holdUp();
    put("a", "1", false, 1);
    deleted("a", 2);
    put("a", "3", false, 3);
    deleted("a", 4);
    expect("first=0 @0", "a gone @1");
  }

  @Test
  void theDeletionOfWhatTheListenerMayKnowIsTold() {
    holdUp();
    put("a", "1", true, 1);
    deleted("a", 2);
    deleted("b", 3);
    put("b", "again", false, 4);
    deleted("b", 5);
    expect("first=0 @0", "a gone @1", "b gone @3");
  }

  @Test
  void nothingSlipsBehindTheMarkThatPromisesIt() {
    holdUp();
    put("a", "1", false, 1);
    delivery.inSync(at(2));
    put("a", "3", true, 3);
    expect("first=0 @0", "a=3 @1", "InSync @2");
  }

  @Test
  void replacingDropsWhatWasNotHeardYet() {
    holdUp();
    put("a", "1", true, 1);
    deleted("b", 2);
    delivery.inSync(at(3));
    delivery.resync(Kind.REPLACE, "why", at(4));
    put("c", "5", false, 4);
    delivery.inSync(at(5));
    expect("first=0 @0", "Resync @4", "c=5 @4", "InSync @5");
  }

  @Test
  void marksDoNotPileUp() {
    holdUp();
    for (int i = 1; i <= 100; i++) {
      delivery.resync(Kind.DIFFERENCE, "why", at(i));
      put("a", "" + i, true, i);
      delivery.inSync(at(i));
    }
    assertThat(delivery.backlog()).isEqualTo(3);
    expect("first=0 @0", "Resync @1", "a=100 @1", "InSync @100");
  }

  @Test
  void nothingFollowsTheEnd() {
    holdUp();
    TopoException refusal = TopoException.refused(Code.ACCESS_DENIED, "no longer allowed");
    put("a", "1", true, 1);
    delivery.ended(refusal, at(1));
    put("a", "2", true, 2);
    delivery.inSync(at(3));
    expect("first=0 @0", "a=1 @1", "Ended @1");
  }

  @Test
  void closingSaysWhenTheCallUnderWayDoesNotEnd() {
    holdUp();
    put("a", "1", true, 1);
    assertThatThrownBy(delivery::close)
        .isInstanceOfSatisfying(
            TopoException.class, error -> assertThat(error.code()).isEqualTo(Code.TIMEOUT));
    held.countDown();
    delivery.close();
    assertThat(heard).containsExactly("first=0 @0");
  }
}
