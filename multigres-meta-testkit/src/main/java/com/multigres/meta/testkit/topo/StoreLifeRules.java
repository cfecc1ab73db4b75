package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.failed;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The life of a store (T17, T28, T30, T32). */
interface StoreLifeRules extends TopoFixture {

  @Test
  @Rule({"T5", "T6", "T10"})
  default void everyCapabilityIsThereThatIsNotDeclaredMissing() {
    Set<Capability> expected = EnumSet.allOf(Capability.class);
    expected.removeAll(declaredMissing());
    assertThat(store().capabilities().present()).isEqualTo(expected);
  }

  @Test
  @Rule("T28")
  default void aClosedStoreRefusesEveryUse() {
    TopoStore closed = another();
    closed.close();
    closed.close();
    refused(Code.CLOSED, () -> closed.read(path("a")));
    refused(Code.CLOSED, () -> closed.list(TopoPath.root()));
    refused(Code.CLOSED, () -> closed.children(TopoPath.root()));
    refused(Code.CLOSED, () -> closed.write(path("a"), bytes("v"), Expect.any()));
    refused(Code.CLOSED, () -> closed.delete(path("a"), Expect.any()));
    refused(Code.CLOSED, () -> closed.writeAll(List.of()));
    if (closed.capabilities().has(Capability.ATOMIC_BATCH)) {
      refused(Code.CLOSED, () -> closed.commit(Batch.builder().build()));
    }
    refused(Code.CLOSED, () -> closed.watch(TopoPath.root(), WatchOptions.tree(), event -> {}));
    refused(Code.CLOSED, () -> closed.openSession(ttl()));
    refused(
        Code.CLOSED, () -> closed.register(path("a"), bytes("v"), RegistrationOptions.ttl(ttl())));
    assertThat(closed.connectionState()).isEqualTo(ConnectionState.CLOSED);
    assertThat(store().list(TopoPath.root())).isEmpty();
  }

  @Test
  @Rule("T28")
  default void closingAStoreEndsItsWatchesAndRegistrations() {
    TopoStore owner = another();
    WatchRecorder watcher = new WatchRecorder();
    owner.watch(TopoPath.root(), WatchOptions.tree(), watcher);
    owner.register(path("a"), bytes("v"), RegistrationOptions.ttl(ttl()));
    watcher.awaitInSync();
    owner.close();
    int heard = watcher.events().size();
    assertThat(store().read(path("a"))).isEmpty();
    put(path("b"), "v");
    assertThat(watcher.events()).hasSize(heard);
  }

  @Test
  @Rule("T28")
  default void closingOneStoreLeavesAnotherOpen() {
    TopoStore other = another();
    other.close();
    put(path("a"), "v");
    assertThat(store().read(path("a"))).isPresent();
    assertThat(store().connectionState()).isEqualTo(ConnectionState.CONNECTED);
  }

  @Test
  @Rule("T17")
  default void theOwnerIsToldOfTheEnd() {
    TopoStore owner = another();
    assertThat(owner.connectionState()).isEqualTo(ConnectionState.CONNECTED);
    List<ConnectionState> states = new CopyOnWriteArrayList<>();
    List<ConnectionState> unsubscribed = new CopyOnWriteArrayList<>();
    owner.onConnectionState(states::add);
    owner.onConnectionState(unsubscribed::add).close();
    owner.close();
    assertThat(states).containsExactly(ConnectionState.CLOSED);
    assertThat(unsubscribed).isEmpty();
  }

  @Test
  @Rule("T32")
  default void aStoreMayBeClosedFromItsOwnListener() {
    TopoStore owner = another();
    AtomicBoolean done = new AtomicBoolean();
    owner.watch(
        TopoPath.root(),
        WatchOptions.tree(),
        event -> {
          owner.close();
          done.set(true);
        });
    eventually().untilTrue(done);
    refused(Code.CLOSED, () -> owner.read(path("a")));
  }

  @Test
  @Rule("T30")
  default void anInterruptedCallerIsToldSo() {
    Thread.currentThread().interrupt();
    try {
      failed(Code.INTERRUPTED, () -> put(path("a"), "v"));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    put(path("b"), "the store is still usable");
  }

  @Test
  @Rule("T30")
  default void aDeadlineEndsACallToAServerThatHangs() {
    Faults faults = faults(Fault.PAUSE);
    put(path("a"), "v");
    TopoStore brief = store().withTimeout(Duration.ofMillis(300));
    faults.pause();
    Patience.within(
        "a call of 300 ms",
        Duration.ofSeconds(3),
        () -> Patience.taken(() -> failed(Code.TIMEOUT, () -> brief.read(path("a")))));
    failed(Code.TIMEOUT, () -> brief.write(path("b"), bytes("v"), Expect.absent()));
    faults.resume();
    eventually().until(() -> store().read(path("a")).isPresent());
  }

  @Test
  @Rule("T30")
  default void interruptionEndsACallToAServerThatHangs() throws InterruptedException {
    Faults faults = faults(Fault.PAUSE);
    faults.pause();
    AtomicBoolean told = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              begun.countDown();
              failed(Code.INTERRUPTED, () -> store().read(path("a")));
              told.set(Thread.currentThread().isInterrupted());
            },
            "caller");
    caller.start();
    begun.await();
    caller.interrupt();
    caller.join();
    faults.resume();
    assertThat(told).isTrue();
  }

  @Test
  @Rule("T30")
  default void aTimeoutMustBeMoreThanZero() {
    refused(Code.BAD_INPUT, () -> store().withTimeout(Duration.ZERO));
    refused(Code.BAD_INPUT, () -> store().withTimeout(Duration.ofSeconds(-1)));
  }

  @Test
  @Rule("T28")
  default void aViewWithAnotherTimeoutIsTheSameStore() {
    TopoStore owner = another();
    TopoStore view = owner.withTimeout(Duration.ofSeconds(20));
    view.write(path("a"), bytes("v"), Expect.absent());
    assertThat(owner.read(path("a"))).isPresent();
    view.close();
    refused(Code.CLOSED, () -> owner.read(path("a")));
  }
}
