package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who counts on in a node while things go wrong, under a lock that another wants too: what
 * was acknowledged must be there in the end, and nobody may hold together with another.
 */
final class Counting implements AutoCloseable {
  private static final Duration TTL = Duration.ofSeconds(5);

  private final TopoStore store;
  private final TopoPath counter;
  private final AtomicInteger holders;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger grants = new AtomicInteger();
  private final AtomicInteger together = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread writer = new Thread(this::write, "writer");
  private final Thread locker = new Thread(this::lock, "locker");

  /**
   * Begins.
   *
   * @param holders counts those who hold the lock at this moment, shared by all who want it
   */
  Counting(TopoStore store, TopoPath counter, AtomicInteger holders) {
    this.store = store;
    this.counter = counter;
    this.holders = holders;
    writer.setDaemon(true);
    locker.setDaemon(true);
    writer.start();
    locker.start();
  }

  private void write() {
    for (int next = 1; !over.get(); next++) {
      try {
        store.write(counter, ByteString.copyFromUtf8("" + next), Expect.any());
        acknowledged.set(next);
      } catch (TopoException failure) {
        // What is in doubt may be there: it must not be counted twice.
        next = failure.outcome() == Outcome.UNKNOWN ? next : next - 1;
      }
    }
  }

  private void lock() {
    LockOptions options = LockOptions.of("count").ttl(TTL).waiting(Duration.ofSeconds(20));
    while (!over.get()) {
      try (TopoLock lock = store.locks().lock(TopoPath.of("contended"), options)) {
        if (holders.incrementAndGet() > 1 && lock.isHeld()) {
          together.incrementAndGet();
        }
        grants.incrementAndGet();
        holders.decrementAndGet();
      } catch (TopoException away) {
        assertThat(away.getMessage()).isNotBlank();
      }
    }
  }

  int acknowledged() {
    return acknowledged.get();
  }

  int grants() {
    return grants.get();
  }

  /** Ends, and looks whether all is there. */
  void check() {
    close();
    Node now =
        Patience.eventually()
            .ignoreException(TopoException.class)
            .until(() -> store.read(counter), Optional::isPresent)
            .orElseThrow();
    assertThat(Integer.parseInt(now.value().toStringUtf8()))
        .as("what was acknowledged last is there")
        .isGreaterThanOrEqualTo(acknowledged.get());
    assertThat(together).as("how often two held together").hasValue(0);
  }

  @Override
  public void close() {
    over.set(true);
    Patience.eventually().until(() -> !writer.isAlive() && !locker.isAlive());
  }
}
