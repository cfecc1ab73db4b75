package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.ErrorCategory;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accidents of the way to a catalog, in which a change under one id happens once at most (C11). */
class PostgresCatalogFaultsTest {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  private static final List<CatalogChange> CHANGE = List.of(CreateDatabase.named("db1"));

  private static PostgresCatalogFaults faults;
  private static int catalogs;

  private final ApplyOptions once = ApplyOptions.as(ChangeId.random());
  private CatalogStore client;
  private CatalogStore other;
  private Position before;

  @BeforeAll
  static void prepare() {
    faults = new PostgresCatalogFaults(POSTGRES);
  }

  @BeforeEach
  void openTwoClients() {
    String name = "faults_" + ++catalogs;
    client = faults.open(name, 100);
    other = faults.open(name, 100);
    client.initialise();
    before = client.read().position();
  }

  @AfterEach
  void closeBoth() {
    faults.repair();
    client.close();
    other.close();
  }

  @Test
  void aLostRequestChangesNothingUntilItIsRepeated() {
    befall(faults::dropRequests);

    assertThat(other.read().position()).isEqualTo(before);
    repeatedHappensOnce();
  }

  @Test
  void aChangeWhoseAnswerIsLostHappensOnce() {
    befall(faults::dropReplies);

    repeatedHappensOnce();
  }

  @Test
  void aChangeThatArrivesLateHappensOnce() {
    befall(faults::halfOpen);

    assertThat(other.read().position()).isEqualTo(before);
    repeatedHappensOnce();
  }

  private void befall(Consumer<CatalogStore> fault) {
    fault.accept(client);

    CatalogException lost =
        catchThrowableOfType(
            CatalogException.class,
            () -> client.withTimeout(Duration.ofSeconds(2)).apply(CHANGE, once));

    assertThat(lost).as("the call was to fail").isNotNull();
    assertThat(lost.category()).as(lost.getMessage()).isEqualTo(ErrorCategory.TRANSIENT);
  }

  private void repeatedHappensOnce() {
    faults.reconnect(client);
    Patience.eventually()
        .ignoreExceptionsInstanceOf(CatalogException.class)
        .until(() -> client.read().position().generation() > 0);

    Applied applied = client.apply(CHANGE, once);

    assertThat(applied.position().generation()).isEqualTo(before.generation() + 1);
    assertThat(other.read().position()).isEqualTo(applied.position());
  }
}
