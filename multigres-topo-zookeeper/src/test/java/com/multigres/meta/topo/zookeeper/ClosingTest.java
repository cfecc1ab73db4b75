package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left when a store is closed in the middle of things: nothing (T19, T28). */
class ClosingTest {
  private static final int CALLERS = 12;
  private static final Duration TTL = Duration.ofSeconds(20);
  private static final TopoPath LOCKED = TopoPath.of("locked");
  private static final Set<Code> ENDS =
      EnumSet.of(Code.CLOSED, Code.UNAVAILABLE, Code.LOCK_LOST, Code.SESSION_LOST);

  @RegisterExtension
  static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.own(ZooKeeperSetup.temporary());

  private static ZooKeeperFaults faults;

  @BeforeAll
  static void prepare() {
    faults = new ZooKeeperFaults(List.of(ZOOKEEPER.process()));
  }

  @AfterAll
  static void end() {
    faults.close();
  }

  @AfterEach
  void repair() {
    faults.repair();
  }

  @RepeatedTest(3)
  void sessionsThatAreBeingOpenedAreEndedWithTheStore() {
    closedInTheMiddleOf(
        store ->
            number -> {
              Session session = store.openSession(TTL);
              session.create(TopoPath.of("n" + number), ByteString.EMPTY);
              session.close();
            });
  }

  @RepeatedTest(3)
  void locksThatAreBeingAskedForAreGivenUpWithTheStore() {
    closedInTheMiddleOf(
        store ->
            number -> {
              LockOptions options = LockOptions.of("test").ttl(TTL).waiting(TTL);
              try (TopoLock lock = store.locks().lock(LOCKED, options)) {
                lock.check();
              }
            });
  }

  /** What callers do again and again. */
  private interface Work {
    IntConsumer on(TopoStore store);
  }

  private static void closedInTheMiddleOf(Work work) {
    LibraryThreads before = LibraryThreads.remembered();
    long owners = faults.owners();
    TopoStore store = faults.open(ZOOKEEPER.freshRoot().path());
    CountDownLatch busy = new CountDownLatch(CALLERS);
    List<CompletableFuture<Code>> callers =
        IntStream.range(0, CALLERS)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> untilRefused(work.on(store), number, busy),
                        call -> new Thread(call, "caller").start()))
            .toList();
    Patience.eventually().until(() -> busy.getCount() == 0);
    store.close();
    callers.forEach(caller -> assertThat(caller.join()).isIn(ENDS));
    Patience.eventually().untilAsserted(() -> assertThat(faults.owners()).isEqualTo(owners));
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }

  private static Code untilRefused(IntConsumer work, int number, CountDownLatch busy) {
    try {
      while (true) {
        work.accept(number);
        busy.countDown();
      }
    } catch (TopoException refused) {
      return refused.code();
    }
  }

  @Test
  void aStoreWhoseServerIsGoneIsClosedAtOnce() {
    LibraryThreads before = LibraryThreads.remembered();
    TopoStore store = faults.open(ZOOKEEPER.freshRoot().path());
    var unused = store.write(LOCKED, ByteString.EMPTY, Expect.absent());
    faults.cut(store);
    Patience.within("closing", Duration.ofSeconds(2), () -> Patience.taken(store::close));
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }
}
