package com.multigres.meta.testkit.catalog;

import static com.multigres.meta.testkit.Patience.eventually;
import static com.multigres.meta.testkit.catalog.CatalogFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Deadlines, interruption, closing, and who shares what (C4). */
interface StoreLifeRules extends CatalogFixture {

  @Test
  @Rule("C4")
  default void everyCapabilityIsThereThatIsNotDeclaredMissing() {
    assertThat(store().capabilities())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(
                declaredMissing().stream()
                    .collect(
                        Collectors.toCollection(() -> EnumSet.noneOf(CatalogCapability.class)))));
  }

  @Test
  @Rule("C4")
  default void aClosedStoreRefusesEverything() {
    CatalogStore closed = another();
    CatalogStore view = closed.withTimeout(Duration.ofSeconds(1));
    view.close();
    closed.close();
    refused(Code.CLOSED, closed::read);
    refused(Code.CLOSED, view::read);
    refused(Code.CLOSED, () -> closed.read(ReadOptions.cached()));
    refused(Code.CLOSED, closed::initialise);
    refused(Code.CLOSED, closed::migrate);
    refused(Code.CLOSED, closed::check);
    refused(Code.CLOSED, () -> closed.readAt(1));
    refused(Code.CLOSED, () -> closed.history(1, 1));
    refused(Code.CLOSED, () -> closed.raiseFence(1));
    refused(Code.CLOSED, () -> closed.subscribe(Optional.empty(), event -> {}));
    refused(
        Code.CLOSED, () -> closed.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none()));
    assertThat(store().read().catalog().databases()).hasSize(1);
  }

  @Test
  @Rule("C4")
  default void closingEndsSubscriptionsAndTheirThreads() {
    Set<Thread> before = threads();
    CatalogStore closing = another();
    Recording told = new Recording();
    closing.subscribe(Optional.empty(), told);
    closing.read(ReadOptions.cached());
    told.await(1);
    closing.close();
    eventually().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    apply(CreateDatabase.named("db1"));
    told.await(1);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multigres-catalog"))
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  @Test
  @Rule("C4")
  default void aTimeoutMustBeMoreThanZero() {
    refused(Code.BAD_INPUT, () -> store().withTimeout(Duration.ZERO));
    refused(Code.BAD_INPUT, () -> store().withTimeout(Duration.ofMillis(-1)));
  }

  @Test
  @Rule("C4")
  default void anInterruptEndsAWait() throws Exception {
    Position future = new Position(position().generation() + 1, ChangeId.random());
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              refused(Code.INTERRUPTED, () -> store().read(ReadOptions.primary().atLeast(future)));
              ended.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    eventually().until(() -> caller.getState() != Thread.State.RUNNABLE || !caller.isAlive());
    caller.interrupt();
    caller.join();
    assertThat(ended).isCompletedWithValue(true);
  }

  @Test
  @Rule("C4")
  default void everyRefusalSaysWhoHasToAct() {
    apply(CreateDatabase.named("db1"));
    assertThat(refused(Code.ALREADY_EXISTS, () -> apply(CreateDatabase.named("db1"))))
        .satisfies(error -> assertThat(error.category()).isEqualTo(ErrorCategory.CONFLICT))
        .satisfies(error -> assertThat(error.retrySafe()).isFalse());
  }

  @Test
  @Rule("P1")
  default void twoCatalogsOnOneServerDoNotMeet() {
    CatalogStore other = fresh();
    other.initialise();
    Position before = other.read().position();
    apply(CreateDatabase.named("db1"));
    assertThat(other.read().position()).isEqualTo(before);
    assertThat(other.read().catalog().database("db1")).isEmpty();
  }
}
