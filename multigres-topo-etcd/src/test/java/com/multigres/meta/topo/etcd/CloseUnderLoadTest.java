package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that is closed while everybody uses it leaves nothing behind (T19, T28). */
class CloseUnderLoadTest {
  private static final int THREADS = 24;
  private static final TopoPath LOCKED = TopoPath.parse("locked");
  private static final Set<Code> ENDS =
      Set.of(Code.CLOSED, Code.UNAVAILABLE, Code.LOCK_LOST, Code.SESSION_LOST);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.own(EtcdSetup.temporary());

  private static EtcdFaults server;

  @BeforeAll
  static void look() {
    server = new EtcdFaults(List.of(ETCD.process()));
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @RepeatedTest(3)
  void noThreadNoLeaseAndNoBoundKeyIsLeft() {
    LibraryThreads before = LibraryThreads.remembered();
    String uri = ETCD.freshRoot().uri() + "?connectTimeout=20s";
    TopoStore store = TopoStores.open(uri);
    CountDownLatch busy = new CountDownLatch(THREADS);
    AtomicReference<@Nullable Throwable> wrong = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread = new Thread(() -> untilClosed(store, number, busy, wrong), "load");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    Patience.eventually().until(() -> busy.getCount() == 0);
    store.close();
    threads.forEach(thread -> Patience.eventually().until(() -> !thread.isAlive()));
    assertThat(wrong.get()).isNull();
    Patience.eventually().untilAsserted(() -> assertThat(server.leases()).isZero());
    Patience.eventually().untilAsserted(before::assertNoneMore);
    try (TopoStore after = TopoStores.open(uri)) {
      assertThat(after.list(TopoPath.root())).noneMatch(Node::ephemeral);
      assertThat(after.locks().queue(LOCKED)).isEmpty();
    }
  }

  private static void untilClosed(
      TopoStore store,
      int number,
      CountDownLatch busy,
      AtomicReference<@Nullable Throwable> wrong) {
    TopoPath mine = TopoPath.parse("load").child("" + number);
    try {
      while (true) {
        step(store, number, mine);
        busy.countDown();
      }
    } catch (TopoException failure) {
      if (!ENDS.contains(failure.code())) {
        wrong.set(failure);
      }
    } catch (RuntimeException | Error other) {
      wrong.set(other);
    }
  }

  private static void step(TopoStore store, int number, TopoPath mine) {
    switch (number % 4) {
      case 0 -> {
        var unused = store.write(mine, ByteString.EMPTY, Expect.any());
      }
      case 1 -> {
        Session session = store.openSession(Duration.ofSeconds(20));
        session.create(mine, ByteString.EMPTY);
        session.close();
      }
      case 2 -> {
        LockOptions options = LockOptions.of("load").waiting(Duration.ofSeconds(20));
        try (TopoLock lock = store.locks().lock(LOCKED, options)) {
          lock.check();
        }
      }
      default -> store.watch(TopoPath.root(), WatchOptions.tree(), event -> {}).close();
    }
  }
}
