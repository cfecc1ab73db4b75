package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When the server or the way to it fails (C4, C6, C7, C11). */
interface OutageRules extends CatalogFixture {

  private static List<CatalogChange> create(String name) {
    return List.of(CreateDatabase.named(name));
  }

  private static CatalogStore impatient(CatalogStore store) {
    return store.withTimeout(Duration.ofSeconds(2));
  }

  /** Reads until the store has its server again. */
  private static CatalogSnapshot readAgain(CatalogStore store) {
    eventually().ignoreExceptionsInstanceOf(CatalogException.class).until(() -> reads(store));
    return store.read();
  }

  private static boolean reads(CatalogStore store) {
    return store.read().position().generation() > 0;
  }

  @Test
  @Rule({"C4", "C11"})
  default void aStoreThatIsCutOffSaysSoAndRecoversUnaided() {
    CatalogFaults faults = faults(Fault.CUT);
    CatalogStore client = another();
    CatalogSnapshot before = client.read();
    faults.cut(client);
    CatalogException unread =
        catchThrowableOfType(CatalogException.class, () -> impatient(client).read());
    assertThat(unread.category()).as(unread.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
    CatalogException unchanged =
        catchThrowableOfType(
            CatalogException.class,
            () -> impatient(client).apply(create("db1"), ApplyOptions.none()));
    assertThat(unchanged.category()).isEqualTo(ErrorCategory.TRANSIENT);
    assertThat(store().read()).isEqualTo(before);
    faults.reconnect(client);
    assertThat(readAgain(client)).isEqualTo(before);
    client.apply(create("db2"), ApplyOptions.none());
    assertThat(store().read().catalog().database("db2")).isPresent();
  }

  @Test
  @Rule("C11")
  default void aChangeThatIsLostOnItsWayIsNeverSaidToBeApplied() {
    CatalogFaults faults = faults(Fault.LOSE_MESSAGE);
    CatalogStore client = another();
    Position before = client.read().position();
    ChangeId id = ChangeId.random();
    faults.loseNextChange(client);
    try {
      Applied resolved = client.apply(create("db1"), ApplyOptions.as(id));
      assertThat(store().read().position()).isEqualTo(resolved.position());
    } catch (CatalogException lost) {
      assertThat(lost.outcome()).as(lost.getMessage()).isEqualTo(Outcome.NOT_APPLIED);
      assertThat(store().read().position()).isEqualTo(before);
    }
    Applied applied = client.apply(create("db1"), ApplyOptions.as(id));
    assertThat(applied.position()).isEqualTo(new Position(before.generation() + 1, id));
    assertThat(store().read().position()).isEqualTo(applied.position());
  }

  @Test
  @Rule("C11")
  default void aChangeWhoseAnswerIsLostIsFoundApplied() {
    CatalogFaults faults = faults(Fault.LOSE_MESSAGE);
    CatalogStore client = another();
    Position before = client.read().position();
    faults.loseNextAnswer(client);
    Applied applied = client.apply(create("db1"), ApplyOptions.none());
    assertThat(applied.changed()).isTrue();
    assertThat(applied.position().generation()).isEqualTo(before.generation() + 1);
    assertThat(store().read().position()).isEqualTo(applied.position());
  }

  @Test
  @Rule("C11")
  default void anUnknownOutcomeIsResolvedByARepeatUnderTheSameId() {
    CatalogFaults faults = faults(Fault.CUT);
    CatalogStore client = another();
    long before = client.read().position().generation();
    Map<ChangeId, Outcome> failed = new HashMap<>();
    int changes = 12;
    for (int i = 0; i < changes; i++) {
      ChangeId id = new ChangeId("change" + i);
      boolean cut = i % 4 == 3;
      if (cut) {
        faults.cut(client);
      }
      try {
        impatient(client).apply(create("db" + i), ApplyOptions.as(id));
      } catch (CatalogException away) {
        assertThat(away.category()).as(away.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
        failed.put(id, away.outcome());
      }
      if (cut) {
        faults.reconnect(client);
        readAgain(client);
      }
    }
    assertThat(failed).isNotEmpty();
    for (int i = 0; i < changes; i++) {
      ChangeId id = new ChangeId("change" + i);
      boolean stands = store().read().catalog().database("db" + i).isPresent();
      if (failed.get(id) != Outcome.UNKNOWN) {
        assertThat(stands).as("db%s stands", i).isEqualTo(!failed.containsKey(id));
      }
      assertThat(store().apply(create("db" + i), ApplyOptions.as(id)).changed()).isTrue();
    }
    assertThat(store().read().position().generation()).isEqualTo(before + changes);
  }

  @Test
  @Rule("C7")
  default void aSubscriptionMissesNothingOfWhatHappenedWhileItWasCutOff() {
    CatalogFaults faults = faults(Fault.CUT);
    CatalogStore client = another();
    Position from = position();
    Recording told = new Recording();
    try (Subscription running = client.subscribe(Optional.of(from), told)) {
      told.await(apply(CreateDatabase.named("before")).position());
      faults.cut(client);
      apply(CreateDatabase.named("during1"));
      apply(CreateDatabase.named("during2"));
      faults.reconnect(client);
      Position last = apply(CreateDatabase.named("after")).position();
      assertWholeStory(from, last, told.await(last));
      assertThat(running).isNotNull();
    }
  }

  private void assertWholeStory(Position from, Position last, List<CatalogEvent> events) {
    assertThat(Recording.snapshotOf(events.get(events.size() - 1))).isEqualTo(store().read());
    if (has(CatalogCapability.GAPLESS_SUBSCRIPTION)) {
      assertThat(events)
          .hasOnlyElementsOfType(CatalogEvent.Changed.class)
          .extracting(event -> Recording.position(event).generation())
          .containsExactlyElementsOf(
              LongStream.rangeClosed(from.generation() + 1, last.generation()).boxed().toList());
    }
  }

  @Test
  @Rule({"C6", "C7"})
  default void everythingIsThereAgainAfterARestart() {
    CatalogFaults faults = faults(Fault.RESTART);
    returnsAfter(faults, faults::stop);
  }

  @Test
  @Rule({"C6", "C7"})
  default void whatWasAcknowledgedSurvivesTheServersDeath() {
    CatalogFaults faults = faults(Fault.KILL);
    returnsAfter(faults, faults::kill);
  }

  private void returnsAfter(CatalogFaults faults, Runnable end) {
    Position from = position();
    Recording told = new Recording();
    try (Subscription running = store().subscribe(Optional.of(from), told)) {
      Position last = from;
      for (int i = 0; i < 5; i++) {
        last = apply(CreateDatabase.named("db" + i)).position();
      }
      CatalogSnapshot before = store().read();
      end.run();
      CatalogException away =
          catchThrowableOfType(CatalogException.class, () -> impatient(store()).read());
      assertThat(away.category()).as(away.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
      faults.restart();
      assertThat(readAgain(store())).isEqualTo(before);
      assertThat(before.position()).isEqualTo(last);
      last = apply(CreateDatabase.named("after")).position();
      assertWholeStory(from, last, told.await(last));
      assertThat(running).isNotNull();
    }
  }
}
