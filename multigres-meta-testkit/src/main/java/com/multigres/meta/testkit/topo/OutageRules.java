package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.failed;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** When the server or the way to it fails (T11, T14, T17, T18, T19, T20, T33). */
interface OutageRules extends TopoFixture {

  private TopoStore impatient(TopoStore store) {
    return store.withTimeout(Duration.ofSeconds(4));
  }

  @Test
  @Rule({"T11", "T17"})
  default void aClientThatIsCutOffIsToldAndRecoversUnaided() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    List<ConnectionState> states = new CopyOnWriteArrayList<>();
    client.onConnectionState(states::add);
    faults.cut(client);
    TopoException error =
        Assertions.catchThrowableOfType(
            TopoException.class, () -> impatient(client).read(path("a")));
    assertThat(error.category()).isEqualTo(ErrorCategory.TRANSIENT);
    eventually().until(() -> client.connectionState() != ConnectionState.CONNECTED);
    assertThat(store().connectionState()).isEqualTo(ConnectionState.CONNECTED);
    faults.reconnect(client);
    eventually().until(() -> client.connectionState() == ConnectionState.CONNECTED);
    client.write(path("a"), bytes("v"), Expect.absent());
    eventually()
        .untilAsserted(
            () ->
                assertThat(states)
                    .startsWith(ConnectionState.SUSPENDED)
                    .endsWith(ConnectionState.CONNECTED));
  }

  @Test
  @Rule("T14")
  default void aWatchMissesNothingOfWhatHappenedWhileItWasCutOff() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    put(path("kept"), "1");
    put(path("changed"), "1");
    put(path("deleted"), "1");
    WatchRecorder watcher = watching(client, TopoPath.root(), WatchOptions.tree()).awaitInSync();
    faults.cut(client);
    put(path("changed"), "2");
    put(path("created"), "2");
    store().delete(path("deleted"), Expect.any());
    faults.reconnect(client);
    watcher.awaitNodes(store().list(TopoPath.root()));
    put(path("kept"), "3");
    watcher.awaitNodes(store().list(TopoPath.root()));
  }

  @Test
  @Rule("T14")
  default void aWatchThatWasStartedWhileCutOffBeginsWhenItCan() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    put(path("a"), "1");
    faults.cut(client);
    WatchRecorder watcher = watching(client, TopoPath.root(), WatchOptions.tree());
    faults.reconnect(client);
    watcher.awaitInSync().awaitState(Map.of("a", "1"));
  }

  @Test
  @Rule("T18")
  default void aSessionSurvivesAnAbsenceShorterThanItsTimeToLive() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    Session session = closing(client.openSession(ttl()));
    Version version = session.create(path("a"), bytes("v"));
    AtomicInteger losses = new AtomicInteger();
    session.onLost(losses::incrementAndGet);
    faults.cut(client);
    eventually().until(() -> client.connectionState() == ConnectionState.SUSPENDED);
    faults.reconnect(client);
    eventually().until(() -> client.connectionState() == ConnectionState.CONNECTED);
    session.create(path("b"), bytes("v"));
    assertThat(standing(store(), path("a")).version()).isEqualTo(version);
    assertThat(losses).hasValue(0);
  }

  @Test
  @Rule("T20")
  default void anOwnerThatIsTooLongAwayIsToldOfTheLoss() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    Session session = closing(client.openSession(briefTtl()));
    session.create(path("a"), bytes("v"));
    AtomicInteger losses = new AtomicInteger();
    session.onLost(losses::incrementAndGet);
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    faults.cut(client);
    watcher.awaitState(Map.of());
    eventually().until(() -> losses.get() > 0);
    assertThat(session.isOver()).isTrue();
    failed(Code.SESSION_LOST, () -> session.create(path("b"), bytes("v")));
    session.onLost(losses::incrementAndGet);
    eventually().until(() -> losses.get() == 2);
    faults.reconnect(client);
    eventually().until(() -> client.connectionState() == ConnectionState.CONNECTED);
    session.close();
    assertThat(losses).hasValue(2);
  }

  @Test
  @Rule("T19")
  default void closingASessionOutOfReachSaysThatNobodyKnows() {
    Faults faults = faults(Fault.CUT);
    TopoStore client = another();
    Session session = impatient(client).openSession(briefTtl());
    session.create(path("a"), bytes("v"));
    faults.cut(client);
    TopoException error = Assertions.catchThrowableOfType(TopoException.class, session::close);
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
    eventually().until(() -> store().read(path("a")).isEmpty());
    faults.reconnect(client);
  }

  @Test
  @Rule({"T14", "T18"})
  default void everythingIsThereAgainAfterTheServerWasRestarted() {
    Faults faults = faults(Fault.RESTART);
    Version version = put(path("a"), "1");
    Session session = closing(store().openSession(ttl()));
    session.create(path("bound"), bytes("v"));
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    faults.stop();
    eventually().until(() -> store().connectionState() != ConnectionState.CONNECTED);
    faults.restart();
    eventually().until(() -> store().connectionState() == ConnectionState.CONNECTED);
    assertThat(standing(store(), path("a")).version()).isEqualTo(version);
    store().write(path("a"), bytes("2"), Expect.version(version));
    watcher.awaitNodes(store().list(TopoPath.root()));
    assertThat(session.isOver()).isFalse();
    assertThat(store().read(path("bound"))).isPresent();
  }

  @Test
  @Rule("T14")
  default void aResumeThatCannotBeServedReplacesEverything() {
    Faults faults = faults(Fault.COMPACT);
    put(path("deleted"), "1");
    put(path("kept"), "1");
    WatchRecorder first = watching(TopoPath.root()).awaitInSync();
    put(path("kept"), "2");
    first.awaitNodes(store().list(TopoPath.root()));
    store().delete(path("deleted"), Expect.any());
    put(path("created"), "3");
    faults.compact();
    WatchRecorder resumed = new WatchRecorder();
    WatchEvent.InSync heard = first.events(WatchEvent.InSync.class).get(0);
    closing(
        store().watch(TopoPath.root(), WatchOptions.tree().resumingFrom(heard.cursor()), resumed));
    resumed.awaitInSync();
    assertThat(resumed.events().get(0))
        .isInstanceOfSatisfying(
            WatchEvent.Resync.class,
            resync -> assertThat(resync.kind()).isEqualTo(WatchEvent.Resync.Kind.REPLACE));
    assertThat(resumed.nodes()).isEqualTo(store().list(TopoPath.root()));
  }

  @Test
  @Rule("T14")
  default void aWatchThatWasCutOffWhileTheHistoryWentResyncs() {
    Faults faults = faults(Fault.COMPACT, Fault.CUT);
    TopoStore client = another();
    put(path("deleted"), "1");
    WatchRecorder watcher = watching(client, TopoPath.root(), WatchOptions.tree()).awaitInSync();
    faults.cut(client);
    store().delete(path("deleted"), Expect.any());
    put(path("created"), "2");
    faults.compact();
    faults.reconnect(client);
    watcher.awaitNodes(store().list(TopoPath.root()));
    assertThat(watcher.events(WatchEvent.Resync.class)).isNotEmpty();
    eventually().until(() -> watcher.lastCursor().equals(lastInSync(watcher).cursor()));
    assertThat(watcher.events(WatchEvent.InSync.class)).hasSize(2);
  }

  private static WatchEvent.InSync lastInSync(WatchRecorder watcher) {
    List<WatchEvent.InSync> all = watcher.events(WatchEvent.InSync.class);
    return all.get(all.size() - 1);
  }

  @Test
  @Rule("T33")
  default void aServerThatWasWipedIsNoticed() {
    Faults faults = faults(Fault.WIPE);
    Version old = put(path("a"), "1");
    Session session = closing(store().openSession(ttl()));
    AtomicInteger losses = new AtomicInteger();
    session.onLost(losses::incrementAndGet);
    List<ConnectionState> states = new CopyOnWriteArrayList<>();
    store().onConnectionState(states::add);
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    WatchEvent.InSync before = watcher.events(WatchEvent.InSync.class).get(0);
    faults.wipe();
    watcher.awaitState(Map.of());
    eventually().until(() -> losses.get() == 1);
    eventually().until(() -> states.contains(ConnectionState.LOST));
    eventually().until(() -> store().connectionState() == ConnectionState.CONNECTED);
    assertThat(watcher.events(WatchEvent.Resync.class)).isNotEmpty();
    put(path("a"), "2");
    failed(Code.BAD_VERSION, () -> store().write(path("a"), bytes("3"), Expect.version(old)));
    WatchRecorder resumed =
        watching(store(), TopoPath.root(), WatchOptions.tree().resumingFrom(before.cursor()));
    resumed.awaitInSync().awaitState(Map.of("a", "2"));
    assertThat(resumed.events().get(0)).isInstanceOf(WatchEvent.Resync.class);
  }
}
