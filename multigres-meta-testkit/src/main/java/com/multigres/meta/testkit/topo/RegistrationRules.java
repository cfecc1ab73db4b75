package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.failed;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.RegistrationOptions.Conflict;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Registrations (T20, T21). */
interface RegistrationRules extends TopoFixture {

  private RegistrationOptions options() {
    return RegistrationOptions.ttl(ttl());
  }

  /** Of one whose owner will be cut off. */
  private RegistrationOptions brief() {
    return RegistrationOptions.ttl(briefTtl());
  }

  private Registration register(TopoStore from, RegistrationOptions options) {
    return closing(from.register(path("a"), bytes("first"), options));
  }

  private String value() {
    return store().read(path("a")).map(node -> node.value().toStringUtf8()).orElse("-");
  }

  @Test
  @Rule("T20")
  default void aRegisteredNodeStandsUntilClose() {
    Registration registration = register(store(), options());
    assertThat(registration.path()).isEqualTo(path("a"));
    assertThat(registration.isRegistered()).isTrue();
    assertThat(standing(another(), path("a")).ephemeral()).isTrue();
    registration.close();
    assertThat(store().read(path("a"))).isEmpty();
    assertThat(registration.isRegistered()).isFalse();
    registration.close();
    refused(Code.CLOSED, () -> registration.update(bytes("late")));
  }

  @Test
  @Rule("T20")
  default void startThenImmediateCloseLeavesNothing() {
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    for (int i = 0; i < 50; i++) {
      store().register(path("n" + i), bytes("v"), options()).close();
      assertThat(store().read(path("n" + i))).isEmpty();
    }
    watcher.awaitState(Map.of());
  }

  @Test
  @Rule("T20")
  default void anUpdateChangesTheNodeAndKeepsItBound() {
    Registration registration = register(store(), options());
    Node before = standing(store(), path("a"));
    registration.update(bytes("second"));
    Node after = standing(another(), path("a"));
    assertThat(after.value()).isEqualTo(bytes("second"));
    assertThat(after.session()).isEqualTo(before.session());
    another().write(path("a"), bytes("by another"), Expect.any());
    registration.update(bytes("third"));
    assertThat(value()).isEqualTo("third");
  }

  @Test
  @Rule({"T20", "T21"})
  default void aChangeIsMadeToWhatStandsWhoeverWroteIt() {
    Registration registration = register(store(), options());
    another().write(path("a"), bytes("by another"), Expect.any());
    registration.change(value -> value.concat(bytes(" and the owner")));
    assertThat(value()).isEqualTo("by another and the owner");
    assertThat(registration.value()).isEqualTo(bytes("by another and the owner"));
    assertThat(store().read(path("a")).orElseThrow().ephemeral()).isTrue();
  }

  @Test
  @Rule("T20")
  default void aChangeThatIsRefusedChangesNothing() {
    Registration registration = register(store(), options());
    assertThatThrownBy(
            () ->
                registration.change(
                    value -> {
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");
    registration.change(value -> value.concat(bytes("!")));
    assertThat(value()).isEqualTo("first!");
  }

  @Test
  @Rule("T21")
  default void aConflictIsRefusedUnlessSaidOtherwise() {
    put(path("a"), "somebody else's");
    refused(Code.NODE_EXISTS, () -> store().register(path("a"), bytes("v"), options()));
    assertThat(value()).isEqualTo("somebody else's");
  }

  @Test
  @Rule({"T21", "T30"})
  default void whoWaitsForAConflictGetsTheNodeWhenItGoes() {
    Registration first = register(store(), options());
    TopoStore other = another();
    CompletableFuture<Registration> waiting =
        CompletableFuture.supplyAsync(
            () -> other.register(path("a"), bytes("next"), options().onConflict(Conflict.WAIT)));
    failed(
        Code.TIMEOUT,
        () ->
            store()
                .withTimeout(Duration.ofMillis(200))
                .register(path("a"), bytes("v"), options().onConflict(Conflict.WAIT)));
    assertThat(waiting).isNotDone();
    first.close();
    eventually().until(waiting::isDone);
    closing(waiting.join());
    assertThat(value()).isEqualTo("next");
  }

  @Test
  @Rule("T21")
  default void aLeftoverOfAnEarlierLifeIsTakenOver() {
    Session earlier = closing(another().openSession(ttl()));
    earlier.create(path("a"), bytes("leftover"));
    Registration registration = register(store(), options().onConflict(Conflict.TAKE_OVER));
    assertThat(value()).isEqualTo("first");
    earlier.close();
    assertThat(value()).isEqualTo("first");
    assertThat(registration.isRegistered()).isTrue();
  }

  @Test
  @Rule("T21")
  default void aTakeoverIsReportedAndNotFoughtOver() {
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    Registration registration = register(store(), options().listener(events::add));
    Session thief = closing(another().openSession(ttl()));
    thief.takeOver(path("a"), standing(store(), path("a")).version());
    eventually().until(() -> events.contains(new Registration.Event.TakenOver(path("a"))));
    assertThat(registration.isRegistered()).isFalse();
    refused(Code.CLOSED, () -> registration.update(bytes("mine again")));
    registration.close();
    Node node = standing(store(), path("a"));
    assertThat(node.session()).contains(thief.id());
    assertThat(node.value()).isEqualTo(bytes("first"));
    assertThat(events).hasSize(1);
  }

  @Test
  @Rule("T20")
  default void aNodeThatWasDeletedIsMadeAnewWithTheLatestValue() {
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    Registration registration = register(store(), options().listener(events::add));
    registration.update(bytes("latest"));
    store().delete(path("a"), Expect.any());
    eventually().until(() -> value().equals("latest"));
    eventually().until(() -> !events.isEmpty());
    Version version = standing(store(), path("a")).version();
    assertThat(events).containsExactly(new Registration.Event.Restored(version));
  }

  @Test
  @Rule("T20")
  default void aLostSessionIsReplacedAndTheLatestValueStandsAgain() {
    Faults faults = faults(Fault.CUT);
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    TopoStore owner = another();
    Registration registration = register(owner, brief().listener(events::add));
    WatchRecorder watcher = watching(path("a")).awaitInSync();
    Node before = standing(store(), path("a"));
    faults.cut(owner);
    watcher.awaitState(Map.of());
    eventually().until(() -> events.contains(new Registration.Event.SessionLost()));
    assertThat(registration.isRegistered()).isFalse();
    faults.reconnect(owner);
    eventually().until(registration::isRegistered);
    Node after = standing(store(), path("a"));
    assertThat(after.value()).isEqualTo(bytes("first"));
    assertThat(after.session()).isPresent().isNotEqualTo(before.session());
    eventually()
        .untilAsserted(
            () ->
                assertThat(events)
                    .containsExactly(
                        new Registration.Event.SessionLost(),
                        new Registration.Event.Restored(after.version())));
    registration.close();
    assertThat(store().read(path("a"))).isEmpty();
  }

  @Test
  @Rule("T20")
  default void aReplacedSessionLeavesNoSecondWatcher() {
    Faults faults = faults(Fault.CUT);
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    TopoStore owner = another();
    Registration registration = register(owner, brief().listener(events::add));
    faults.cut(owner);
    eventually().until(() -> events.contains(new Registration.Event.SessionLost()));
    faults.reconnect(owner);
    eventually().until(registration::isRegistered);
    eventually().until(() -> events.size() == 2);
    for (int round = 1; round <= 3; round++) {
      int heard = 2 + round;
      eventually().until(() -> store().read(path("a")).isPresent());
      store().delete(path("a"), Expect.any());
      eventually().until(() -> events.size() >= heard);
    }
    assertThat(events).doesNotHaveDuplicates().hasSize(5);
    assertThat(value()).isEqualTo("first");
  }

  @Test
  @Rule("T20")
  default void aValueGivenWhileTheSessionIsLostIsTheOneRestored() {
    Faults faults = faults(Fault.CUT);
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    TopoStore owner = another();
    Registration registration = register(owner, brief().listener(events::add));
    faults.cut(owner);
    eventually().until(() -> events.contains(new Registration.Event.SessionLost()));
    registration.update(bytes("given meanwhile"));
    faults.reconnect(owner);
    eventually().until(() -> value().equals("given meanwhile"));
  }

  @Test
  @Rule("T20")
  default void whatAnotherWroteIntoTheNodeIsWhatIsRestored() {
    Faults faults = faults(Fault.CUT);
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    TopoStore owner = another();
    Registration registration = register(owner, brief().listener(events::add));
    WatchRecorder watcher = watching(path("a")).awaitInSync();
    store().write(path("a"), bytes("by another"), Expect.any());
    eventually().until(() -> registration.value().equals(bytes("by another")));
    faults.cut(owner);
    watcher.awaitState(Map.of());
    eventually().until(() -> events.contains(new Registration.Event.SessionLost()));
    registration.change(value -> value.concat(bytes(" and the owner")));
    faults.reconnect(owner);
    eventually().until(registration::isRegistered);
    assertThat(value()).isEqualTo("by another and the owner");
  }

  @Test
  @Rule("T21")
  default void whoTookThePathWhileTheSessionWasLostKeepsIt() {
    Faults faults = faults(Fault.CUT);
    List<Registration.Event> events = new CopyOnWriteArrayList<>();
    TopoStore owner = another();
    Registration registration = register(owner, brief().listener(events::add));
    WatchRecorder watcher = watching(path("a")).awaitInSync();
    faults.cut(owner);
    watcher.awaitState(Map.of());
    put(path("a"), "another's");
    eventually().until(() -> events.contains(new Registration.Event.SessionLost()));
    faults.reconnect(owner);
    eventually().until(() -> events.contains(new Registration.Event.TakenOver(path("a"))));
    assertThat(registration.isRegistered()).isFalse();
    assertThat(value()).isEqualTo("another's");
  }
}
