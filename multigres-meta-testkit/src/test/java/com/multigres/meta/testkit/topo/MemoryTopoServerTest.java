package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.failed;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only the server in memory has: names, keeping, opening while it is down, lost replies. */
class MemoryTopoServerTest {
  private final String name = "server-" + UUID.randomUUID();
  private final String uri = "memory://" + name;
  private final MemoryTopoServer server = MemoryTopoServer.named(name);

  @AfterEach
  void end() {
    server.close();
  }

  private static long libraryThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multigres-"))
        .count();
  }

  @Test
  @Rule("T29")
  void openingAgainstAStoppedServerFailsWithItsAddressAndLeavesNoThread() {
    server.stop();
    long before = libraryThreads();
    TopoException error = refused(Code.UNAVAILABLE, () -> TopoStores.open(uri + "/root"));
    assertThat(error.getMessage()).contains(uri + "/root");
    assertThat(libraryThreads()).isLessThanOrEqualTo(before);
  }

  @Test
  @Rule("T29")
  void aStoreOpenedLazilyStartsSuspendedAndConnectsByItself() {
    server.stop();
    TopoStore store = TopoStores.open(uri + "?lazy=true");
    List<ConnectionState> states = new CopyOnWriteArrayList<>();
    store.onConnectionState(states::add);
    assertThat(store.connectionState()).isEqualTo(ConnectionState.SUSPENDED);
    refused(Code.UNAVAILABLE, () -> store.read(path("a")));
    refused(Code.UNAVAILABLE, () -> store.openSession(Duration.ofSeconds(1)));
    WatchRecorder watcher = new WatchRecorder();
    store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
    server.start();
    eventually().until(() -> store.connectionState() == ConnectionState.CONNECTED);
    store.write(path("a"), bytes("v"), Expect.absent());
    watcher.awaitInSync().awaitState(Map.of("a", "v"));
    store.close();
    assertThat(states).containsExactly(ConnectionState.CONNECTED, ConnectionState.CLOSED);
  }

  @Test
  void anOptionGivenToOpenWinsOverTheAddress() {
    server.stop();
    StoreOptions eager = StoreOptions.builder().lazy(false).build();
    refused(Code.UNAVAILABLE, () -> TopoStores.open(uri + "?lazy=true", eager));
  }

  @Test
  @Rule("T11")
  void aWriteWhoseReplyIsLostIsUnknownAndMayStand() {
    try (TopoStore store = TopoStores.open(uri)) {
      server.loseNextReply(store);
      TopoException error =
          failed(Code.UNAVAILABLE, () -> store.write(path("a"), bytes("v"), Expect.absent()));
      assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(error.retrySafe()).isFalse();
      assertThat(store.read(path("a"))).isPresent();
    }
  }

  @Test
  @Rule("T11")
  void aWriteThatNeverReachedTheServerIsNotApplied() {
    try (TopoStore store = TopoStores.open(uri)) {
      server.cut(store);
      TopoException error =
          refused(Code.UNAVAILABLE, () -> store.write(path("a"), bytes("v"), Expect.absent()));
      assertThat(error.retrySafe()).isTrue();
      server.reconnect(store);
      assertThat(store.read(path("a"))).isEmpty();
    }
  }

  @Test
  @Rule("T17")
  void anAbsenceThatCostsTheLastSessionIsALostConnection() {
    try (TopoStore store = TopoStores.open(uri)) {
      List<ConnectionState> states = new CopyOnWriteArrayList<>();
      store.onConnectionState(states::add);
      Session session = store.openSession(Duration.ofMillis(300));
      server.cut(store);
      eventually().until(session::isOver);
      eventually().until(() -> store.connectionState() == ConnectionState.LOST);
      server.reconnect(store);
      eventually().until(() -> states.size() == 3);
      assertThat(states)
          .containsExactly(
              ConnectionState.SUSPENDED, ConnectionState.LOST, ConnectionState.CONNECTED);
    }
  }

  @Test
  void theStateGoesWithTheLastStoreUnlessKept() {
    String other = "memory://other-" + name;
    TopoStore first = TopoStores.open(other);
    TopoStore second = TopoStores.open(other);
    first.write(path("a"), bytes("v"), Expect.absent());
    first.close();
    first.close();
    assertThat(second.read(path("a"))).isPresent();
    second.close();
    try (TopoStore third = TopoStores.open(other)) {
      assertThat(third.list(TopoPath.root())).isEmpty();
    }
    String kept = "memory://kept-" + name + "?keep=true";
    TopoStore keeper = TopoStores.open(kept);
    keeper.write(path("a"), bytes("v"), Expect.absent());
    keeper.close();
    try (TopoStore again = TopoStores.open(kept)) {
      assertThat(again.read(path("a"))).isPresent();
    }
  }

  @Test
  void anAddressThatMakesNoSenseIsRefused() {
    refused(Code.BAD_INPUT, () -> TopoStores.open("memory:///root"));
    refused(Code.BAD_INPUT, () -> TopoStores.open("memory://a,b/root"));
    refused(Code.BAD_INPUT, () -> TopoStores.open(uri + "?lazi=true"));
    refused(Code.BAD_INPUT, () -> TopoStores.open(uri + "?lazy=perhaps"));
    refused(Code.BAD_INPUT, () -> TopoStores.open(uri + "/%zz"));
  }

  @Test
  @Rule("T18")
  void anExpiredSessionIsGoneFromTheServer() {
    try (TopoStore owner = TopoStores.open(uri)) {
      owner.openSession(Duration.ofMillis(200)).create(path("a"), bytes("v"));
      assertThat(server.sessionCount()).isEqualTo(1);
      server.killOwner(owner);
      eventually().until(() -> server.sessionCount() == 0);
      try (TopoStore witness = TopoStores.open(uri)) {
        assertThat(witness.list(TopoPath.root())).isEmpty();
      }
    }
  }
}
