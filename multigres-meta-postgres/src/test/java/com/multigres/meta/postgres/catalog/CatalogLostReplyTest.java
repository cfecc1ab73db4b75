package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.StandbyMode;
import com.multigres.meta.testservers.proxy.Direction;
import com.multigres.meta.testservers.proxy.Fate;
import com.multigres.meta.testservers.proxy.TcpProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Connections that are cut around a COMMIT, on a server with a synchronous standby: never a wrong
 * answer (rule C11).
 */
class CatalogLostReplyTest {
  private static final List<CatalogChange> DB1 = List.of(CreateDatabase.named("db1"));
  private static final ChangeId ID = new ChangeId("lost");

  private static PostgresProcess primary;
  private static PostgresProcess standby;

  private TcpProxy proxy;
  private CatalogStore store;
  private static int schemas;

  @BeforeAll
  static void startServers() {
    primary = PostgresSetup.temporary().start();
    standby = primary.standby(StandbyMode.SYNCHRONOUS);
  }

  @AfterAll
  static void stopServers() {
    standby.close();
    primary.close();
  }

  @BeforeEach
  void openThroughAProxy() {
    proxy = TcpProxy.to(primary.host(), primary.port());
    String address = "postgresql://" + proxy.host() + ":" + proxy.port();
    store =
        CatalogStores.open(
            address + "/postgres?prepareThreshold=0&schema=lost_" + ++schemas,
            StoreOptions.builder().user(primary.user()).password(primary::password).build());
    store.initialise();
  }

  @AfterEach
  void close() {
    proxy.accept();
    store.close();
    proxy.close();
  }

  @Test
  void aCommitThatNeverArrivedIsProvenNotApplied() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);

    CatalogException lost = refused(() -> store.apply(DB1, ApplyOptions.as(ID)));

    assertThat(lost.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(store.read().position().generation()).isEqualTo(1);
  }

  @Test
  void whatWasProvenNotAppliedCanBeAppliedUnderTheSameId() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
    refused(() -> store.apply(DB1, ApplyOptions.as(ID)));

    Applied applied = store.apply(DB1, ApplyOptions.as(ID));

    assertThat(applied.changed()).isTrue();
    assertThat(store.read().catalog().database("db1")).isPresent();
  }

  @Test
  void aCommitWhoseReplyIsLostIsFoundApplied() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);

    Applied applied = store.apply(DB1, ApplyOptions.none());

    assertThat(applied.changed()).isTrue();
    assertThat(store.read().position()).isEqualTo(applied.position());
    assertThat(store.history(Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  void aCommitThatWaitsForAStoppedStandbyIsUnknownUntilTheStandbyAnswers() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);
    standby.pause();
    try {
      CatalogStore hurried = store.withTimeout(Duration.ofSeconds(3));
      CatalogException lost = refused(() -> hurried.apply(DB1, ApplyOptions.as(ID)));
      assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
    } finally {
      standby.resume();
    }
    Applied repeated = store.apply(DB1, ApplyOptions.as(ID));

    assertThat(repeated.position().generation()).isEqualTo(2);
    assertThat(repeated.position().changeId()).isEqualTo(ID);
    assertThat(store.history(Long.MAX_VALUE, 10)).hasSize(2);
  }

  @Test
  void aCommitThatNeverArrivedWhileTheStandbyIsStoppedIsNeverSaidToBeApplied() {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
    standby.pause();
    try {
      CatalogStore hurried = store.withTimeout(Duration.ofSeconds(3));
      CatalogException lost = refused(() -> hurried.apply(DB1, ApplyOptions.as(ID)));
      assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
    } finally {
      standby.resume();
    }
    assertThat(store.read().catalog().database("db1")).isEmpty();
    assertThat(store.apply(DB1, ApplyOptions.as(ID)).position().generation()).isEqualTo(2);
  }

  private static CatalogException refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(CatalogException.class, call);
  }
}
