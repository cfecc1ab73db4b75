package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.testservers.zookeeper.ZooKeeperExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A znode's own counter begins again in each life of a node; a version never does (rule T8). */
class RecreationTest {
  @RegisterExtension static final ZooKeeperExtension ZOOKEEPER = ZooKeeperExtension.shared();

  private static final TopoPath PATH = TopoPath.of("a");
  private static final ByteString SAME = ByteString.copyFromUtf8("same");
  private static final int ROUNDS = 1_000;
  private static final int REWRITES = 2;

  @Test
  void aStaleVersionIsNeverAcceptedThoughTheCounterIsTheSameAgain() {
    String address = ZOOKEEPER.freshRoot().uri();
    try (TopoStore store = TopoStores.open(address);
        TopoStore attacker = TopoStores.open(address)) {
      Version stale = lived(store);
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> attacking =
          CompletableFuture.runAsync(() -> attack(attacker, stale, over));
      for (int round = 0; round < ROUNDS; round++) {
        store.delete(PATH, Expect.any());
        Version again = lived(store);
        assertThat(Stamp.of(again).counter()).isEqualTo(Stamp.of(stale).counter());
        assertThat(again).isNotEqualTo(stale);
      }
      over.set(true);
      attacking.join();
      assertThat(store.read(PATH).orElseThrow().value()).isEqualTo(SAME);
    }
  }

  /** The version after a creation and as many writes as in every other life. */
  private static Version lived(TopoStore store) {
    Version version = store.write(PATH, SAME, Expect.absent());
    for (int i = 0; i < REWRITES; i++) {
      version = store.write(PATH, SAME, Expect.version(version));
    }
    return version;
  }

  /** Whatever it overwrote would make the other's next conditional write fail. */
  private static void attack(TopoStore attacker, Version stale, AtomicBoolean over) {
    // The first life is still there, and may be overwritten: that is what its version is for.
    while (attacker.read(PATH).filter(node -> node.version().equals(stale)).isPresent()) {
      Thread.onSpinWait();
    }
    while (!over.get()) {
      TopoException refused =
          catchThrowableOfType(
              TopoException.class,
              () -> attacker.write(PATH, ByteString.EMPTY, Expect.version(stale)));
      assertThat(refused).isNotNull();
    }
  }
}
