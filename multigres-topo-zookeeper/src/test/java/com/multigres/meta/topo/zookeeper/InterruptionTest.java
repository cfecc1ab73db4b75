package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What an interrupted thread gives back all the same, and how it finds its flag (T19, T24, T30).
 */
class InterruptionTest {
  // Long enough that nothing here goes by itself while a test waits for it.
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final TopoPath NODE = TopoPath.of("node");

  @RegisterExtension
  static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.own(ZooKeeperSetup.temporary());

  private TopoStore store;
  private TopoStore other;

  @BeforeEach
  void open() {
    String uri = ZOOKEEPER.freshRoot().uri() + ZooKeeperFaults.SETTINGS;
    store = TopoStores.open(uri);
    other = TopoStores.open(uri);
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  /** Runs something on a thread that was interrupted before, and looks at its flag afterwards. */
  private static void interrupted(Runnable work) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              work.run();
              return Thread.interrupted();
            });
    new Thread(task, "interrupted").start();
    Patience.eventually().until(task::isDone);
    assertThat(ended(task)).as("the interrupt flag afterwards").isTrue();
  }

  private static boolean ended(FutureTask<Boolean> task) {
    try {
      return task.get();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void aSessionTakesItsNodesWithIt() {
    Session session = store.openSession(TTL);
    session.create(NODE, ByteString.EMPTY);
    interrupted(session::close);
    assertThat(other.read(NODE)).isEmpty();
  }

  @Test
  void aLockIsFreeForTheNext() {
    TopoLock lock = store.locks().lock(NODE, LockOptions.of("test").ttl(TTL));
    interrupted(lock::close);
    try (TopoLock next = other.locks().tryLock(NODE, LockOptions.of("test").ttl(TTL))) {
      assertThat(next.isHeld()).isTrue();
    }
  }

  @Test
  void aStoreTakesItsSessionsAndLocksWithIt() {
    store.openSession(TTL).create(NODE, ByteString.EMPTY);
    TopoPath locked = TopoPath.of("locked");
    TopoLock lock = store.locks().lock(locked, LockOptions.of("test").ttl(TTL));
    assertThat(lock.isHeld()).isTrue();
    interrupted(store::close);
    assertThat(other.read(NODE)).isEmpty();
    assertThat(other.locks().queue(locked)).isEmpty();
  }

  @Test
  void whoIsInterruptedWhileASessionIsOpenedFindsTheFlagSet() {
    TopoStore patient = store.withTimeout(TTL);
    ZOOKEEPER.process().pause();
    try {
      FutureTask<Boolean> opening =
          new FutureTask<>(
              () -> {
                TopoException refused =
                    catchThrowableOfType(TopoException.class, () -> patient.openSession(TTL));
                assertThat(refused.code()).isEqualTo(Code.INTERRUPTED);
                return Thread.interrupted();
              });
      Thread caller = new Thread(opening, "caller");
      caller.start();
      Patience.eventually()
          .until(() -> caller.getState() == Thread.State.TIMED_WAITING || opening.isDone());
      caller.interrupt();
      Patience.eventually().until(opening::isDone);
      assertThat(ended(opening)).as("the interrupt flag afterwards").isTrue();
    } finally {
      ZOOKEEPER.process().resume();
    }
  }
}
