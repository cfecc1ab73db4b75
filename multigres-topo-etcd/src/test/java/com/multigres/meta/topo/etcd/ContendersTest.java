package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who want one lock, of whom some die (T22 to T25). */
class ContendersTest {
  private static final TopoPath LOCKED = TopoPath.parse("databases/db/default/0-inf");
  private static final Duration TTL = Duration.ofSeconds(6);

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();

  /** One process of contenders, which can be killed as a whole. */
  private static final class Party implements AutoCloseable {
    private final TcpProxy way = TcpProxy.to(ETCD.server().host(), ETCD.server().port());
    private final TopoStore store;
    private volatile boolean killed;

    Party(String root) {
      store =
          TopoStores.open("etcd://" + way.host() + ":" + way.port() + root + "?connectTimeout=20s");
    }

    void kill() {
      killed = true;
      way.refuse();
      way.cut();
    }

    @Override
    public void close() {
      way.heal();
      store.close();
      way.close();
    }
  }

  /** Who held, in order. */
  private static final class Grants {
    private final List<Long> tokens = new ArrayList<>();
    private Optional<TopoLock> former = Optional.empty();

    synchronized void granted(TopoLock lock) {
      assertThat(former.filter(TopoLock::isHeld)).as("who holds beside " + lock).isEmpty();
      former = Optional.of(lock);
      tokens.add(lock.token().number());
    }

    synchronized int count() {
      return tokens.size();
    }

    synchronized List<Long> tokens() {
      return List.copyOf(tokens);
    }
  }

  @Test
  @Timeout(90)
  void someContendersOfWhomOneInTenDies() {
    contend(15, 2);
  }

  @Test
  @Tag("long")
  @Timeout(600)
  void twoHundredContendersOfWhomTwentyDie() {
    contend(100, 10);
  }

  /** Two of each party contend. */
  private void contend(int count, int deaths) {
    Random random = new Random(Seed.of("contenders"));
    String root = ETCD.freshRoot().path();
    List<Party> parties = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(2 * count);
    Grants grants = new Grants();
    try {
      for (int i = 0; i < count; i++) {
        parties.add(new Party(root));
      }
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 2 * count; i++) {
        Party party = parties.get(i / 2);
        all.add(CompletableFuture.supplyAsync(() -> once(party, grants), pool));
      }
      for (int i = 0; i < deaths; i++) {
        int soFar = i * count / deaths;
        Patience.eventually().until(() -> grants.count() >= soFar);
        parties.get(random.nextInt(count)).kill();
      }
      Patience.eventually()
          .atMost(Duration.ofMinutes(5))
          .until(() -> all.stream().allMatch(CompletableFuture::isDone));
      for (int i = 0; i < all.size(); i++) {
        assertThat(parties.get(i / 2).killed || all.get(i).join()).as("contender " + i).isTrue();
      }
      // The token is the place in the queue: growing tokens are first come, first served.
      assertThat(grants.tokens()).isSorted().doesNotHaveDuplicates();
    } finally {
      pool.shutdownNow();
      parties.forEach(Party::close);
    }
  }

  /** Holds the lock once; false for who died before. */
  private static boolean once(Party party, Grants grants) {
    LockOptions options = LockOptions.of("contend").ttl(TTL).waiting(Duration.ofMinutes(4));
    try (TopoLock lock = party.store.locks().lock(LOCKED, options)) {
      if (lock.isHeld()) {
        grants.granted(lock);
      }
      return true;
    } catch (TopoException failure) {
      if (!party.killed) {
        throw failure;
      }
      return false;
    }
  }
}
