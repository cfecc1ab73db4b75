package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.StandbyMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A primary that is killed in the middle of changes, and a standby that takes its place. */
@Timeout(240)
class CatalogFailoverTest {
  private static final String OPTIONS = "?timeout=30s&connectTimeout=3s&pollInterval=1s";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WRITERS = 6;

  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  @Test
  @Rule({"P8", "C5", "C6", "C7", "C11"})
  void withSynchronousReplicationNothingAcknowledgedIsLost(TestReporter reporter) {
    failOverSynchronously(seed(reporter));
  }

  @RepeatedTest(5)
  @Tag("long")
  @Rule({"P8", "C5", "C6", "C7", "C11"})
  void withSynchronousReplicationNothingIsEverLost(TestReporter reporter) {
    failOverSynchronously(seed(reporter));
  }

  @Test
  @Rule({"P8", "C5", "C7", "C9", "C11"})
  void withAsynchronousReplicationWhatWasLostIsToldAndRefused(TestReporter reporter) {
    failOverWithLoss(seed(reporter));
  }

  @RepeatedTest(5)
  @Tag("long")
  @Rule({"P8", "C5", "C7", "C9", "C11"})
  void withAsynchronousReplicationEveryLossIsTold(TestReporter reporter) {
    failOverWithLoss(seed(reporter));
  }

  private static long seed(TestReporter reporter) {
    long seed = ThreadLocalRandom.current().nextLong();
    reporter.publishEntry("seed", Long.toString(seed));
    return seed;
  }

  private static void failOverSynchronously(long seed) {
    Random random = new Random(seed);
    List<CatalogEvent> events = new CopyOnWriteArrayList<>();
    try (TwoServers servers = new TwoServers(POSTGRES, StandbyMode.SYNCHRONOUS);
        CatalogStore store = servers.open(OPTIONS)) {
      Position from = store.initialise().position();
      assertThat(store.capabilities())
          .contains(CatalogCapability.DURABLE_FAILOVER, CatalogCapability.LINEARIZABLE_READS);
      try (Subscription running = store.subscribe(Optional.of(from), events::add);
          ChangeStream stream = new ChangeStream(store, WRITERS, seed)) {
        stream.awaitMore(20 + random.nextInt(60));
        servers.failOver();
        stream.awaitMore(20);
        stream.stop();

        assertThat(stream.missing(store)).as("lost, with seed %s", seed).isEmpty();
        assertThat(stream.unknown()).as("not found out in time, with seed %s", seed).isZero();
        CatalogSnapshot end = store.read();
        try (CatalogStore other = servers.open(servers.standby(), "")) {
          assertThat(other.read()).isEqualTo(end);
        }
        awaitEnd(events, end);
        assertThat(events).allMatch(CatalogEvent.Changed.class::isInstance);
        assertThat(generations(events))
            .isEqualTo(following(from.generation(), end.position().generation()));
        assertThat(running).isNotNull();
      }
    }
  }

  /** The standby stops to follow before the primary dies, so that something is lost for certain. */
  private static void failOverWithLoss(long seed) {
    Random random = new Random(seed);
    List<CatalogEvent> events = new CopyOnWriteArrayList<>();
    try (TwoServers servers = new TwoServers(POSTGRES, StandbyMode.ASYNCHRONOUS);
        CatalogStore store = servers.open(OPTIONS)) {
      Position from = store.initialise().position();
      assertThat(store.capabilities())
          .doesNotContain(CatalogCapability.DURABLE_FAILOVER, CatalogCapability.LINEARIZABLE_READS);
      try (Subscription running = store.subscribe(Optional.of(from), events::add);
          ChangeStream stream = new ChangeStream(store, WRITERS, seed)) {
        stream.awaitMore(20 + random.nextInt(40));
        servers.standby().stop();
        long kept = store.read().position().generation();
        stream.awaitMore(10 + random.nextInt(30));
        await().atMost(PATIENCE).until(() -> last(events).generation() > kept);
        servers.primary().kill();
        long newest = stream.newest();
        servers.standby().restart();
        servers.standby().promote();
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> store.read().position().generation() > newest);
        stream.stop();

        Set<ChangeId> lost = stream.missing(store);
        assertThat(lost).as("nothing was lost: that tests nothing").isNotEmpty();
        List<Position> lostPositions =
            lost.stream()
                .map(id -> stream.acknowledged().get(id))
                .sorted(Comparator.comparingLong(Position::generation))
                .toList();
        assertRefused(store, lostPositions.get(0));
        assertRefused(store, lostPositions.get(random.nextInt(lostPositions.size())));
        assertRefused(store, lostPositions.get(lostPositions.size() - 1));
        CatalogSnapshot end = store.read();
        awaitEnd(events, end);
        judgeTold(events, from, end, Set.copyOf(lostPositions));
        assertThat(running).isNotNull();
      }
    }
  }

  private static void assertRefused(CatalogStore store, Position lost) {
    assertThat(store.read().position().generation())
        .as("the number exists again")
        .isGreaterThanOrEqualTo(lost.generation());
    List<CatalogChange> change = List.of(CreateDatabase.named("late"));
    CatalogException error =
        catchThrowableOfType(
            CatalogException.class, () -> store.apply(change, ApplyOptions.expecting(lost)));
    assertThat(error.code()).isEqualTo(Code.LOST_HISTORY);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(
            catchThrowableOfType(
                    CatalogException.class, () -> store.read(ReadOptions.primary().atLeast(lost)))
                .code())
        .isEqualTo(Code.LOST_HISTORY);
  }

  /**
   * Each event follows the one before, but for one full catalog that says why it does not; what
   * comes after it is of the history that is.
   */
  private static void judgeTold(
      List<CatalogEvent> events, Position from, CatalogSnapshot end, Set<Position> lost) {
    List<CatalogEvent> full = events.stream().filter(CatalogEvent.Full.class::isInstance).toList();
    assertThat(full).hasSize(1);
    assertThat(((CatalogEvent.Full) full.get(0)).reason()).isEqualTo(Reason.LOST_HISTORY);
    int step = events.indexOf(full.get(0));
    List<CatalogEvent> before = events.subList(0, step);
    List<CatalogEvent> after = events.subList(step, events.size());
    assertThat(generations(before))
        .isEqualTo(following(from.generation(), generation(before.get(step - 1))));
    assertThat(generations(after))
        .isEqualTo(following(generation(full.get(0)) - 1, end.position().generation()));
    assertThat(after).extracting(CatalogFailoverTest::position).doesNotContainAnyElementsOf(lost);
  }

  private static void awaitEnd(List<CatalogEvent> events, CatalogSnapshot end) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(last(events)).isEqualTo(end.position()));
    assertThat(snapshot(events.get(events.size() - 1)).catalog()).isEqualTo(end.catalog());
  }

  private static Position last(List<CatalogEvent> events) {
    assertThat(events).isNotEmpty();
    return position(events.get(events.size() - 1));
  }

  private static CatalogSnapshot snapshot(CatalogEvent event) {
    if (event instanceof CatalogEvent.Changed changed) {
      return changed.snapshot();
    }
    if (event instanceof CatalogEvent.Full full) {
      return full.snapshot();
    }
    throw new AssertionError("the subscription ended: " + event);
  }

  private static Position position(CatalogEvent event) {
    return snapshot(event).position();
  }

  private static long generation(CatalogEvent event) {
    return position(event).generation();
  }

  private static List<Long> generations(List<CatalogEvent> events) {
    return events.stream().map(CatalogFailoverTest::generation).toList();
  }

  private static List<Long> following(long after, long last) {
    List<Long> all = new ArrayList<>();
    for (long generation = after + 1; generation <= last; generation++) {
      all.add(generation);
    }
    return all;
  }
}
