package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server may answer, and what becomes of it. */
class RefusalTest extends ClusterTest {
  private String cluster;
  private Front front;
  private CatalogStore store;

  @BeforeEach
  void openBehindTheFront() {
    cluster = cluster("");
    store(cluster).initialise();
    front =
        new Front(
            kubernetes().server().url(), kubernetes().server().admin().certificate().orElseThrow());
    store =
        closedAfterwards(
            CatalogStores.open(
                "k8s://%s/%s?server=%s".formatted(clusters().namespace(), cluster, front.url())));
  }

  @AfterEach
  void closeTheFront() {
    front.close();
  }

  private boolean stands(String database) {
    return store(cluster).read().catalog().database(database).isPresent();
  }

  @Test
  void aServerThatAsksForPatienceGetsIt() {
    front.answer(1, "PATCH", 429, "TooManyRequests", "please wait", 1);
    Duration taken =
        Patience.taken(
            () -> assertThat(apply(store, CreateDatabase.named("db1")).changed()).isTrue());
    assertThat(taken).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(stands("db1")).isTrue();
  }

  @Test
  void aServerThatAsksForMorePatienceThanThereIsTimeIsLeftAlone() {
    front.answer(1, "PATCH", 429, "TooManyRequests", "please wait", 60);
    CatalogException error =
        refused(Code.UNAVAILABLE, () -> apply(store, CreateDatabase.named("db1")));
    assertThat(error).hasMessageContaining("429").hasMessageContaining("please wait");
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(error.retrySafe()).isTrue();
    assertThat(front.asked()).filteredOn("PATCH"::equals).hasSize(1);
  }

  @Test
  void readsGoThroughWhatPasses() {
    front.answer(2, "GET", 503, "ServiceUnavailable", "starting", 0);
    front.answer(1, "GET", 410, "Expired", "too old resource version", 0);
    assertThat(store.read().position().generation()).isEqualTo(1);
  }

  @Test
  void aFaultOfTheServerIsTriedAgainAndTheChangeMadeOnce() {
    front.answer(2, "PATCH", 500, "InternalError", "failed calling webhook: deadline exceeded", 0);
    Position made = apply(store, CreateDatabase.named("db1")).position();
    assertThat(made.generation()).isEqualTo(2);
    assertThat(store(cluster).read().position()).isEqualTo(made);
  }

  @Test
  void aFaultThatStaysLeavesTheOutcomeOpenAndSaysTheServersWords() {
    front.answer(
        100, "PATCH", 500, "InternalError", "failed calling webhook: deadline exceeded", 0);
    CatalogException error =
        refused(
            Code.UNAVAILABLE,
            () -> apply(store.withTimeout(Duration.ofSeconds(1)), CreateDatabase.named("db1")));
    assertThat(error).hasMessageContaining("failed calling webhook");
    assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aWebhookThatDeniesIsQuoted() {
    front.answer(1, "PATCH", 403, "Forbidden", "admission webhook denied the request: no", 0);
    CatalogException error =
        refused(Code.ACCESS_DENIED, () -> apply(store, CreateDatabase.named("db1")));
    assertThat(error).hasMessageContaining("admission webhook denied");
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
  }

  @Test
  void anObjectThatIsTooLargeIsNamedAsThat() {
    front.answer(1, "PATCH", 500, "", "etcdserver: request is too large", 0);
    front.answer(1, "PATCH", 413, "RequestEntityTooLarge", "limit is 3145728", 0);
    for (int i = 0; i < 2; i++) {
      CatalogException error =
          refused(Code.UNSUPPORTED, () -> apply(store, CreateDatabase.named("db1")));
      assertThat(error).hasMessageContaining("cannot hold");
      assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
  }

  @Test
  void conflictsWithoutEndEndAtTheDeadline() {
    front.answer(1000, "PATCH", 409, "Conflict", "the object has been modified", 0);
    refused(
        Code.TIMEOUT,
        () -> apply(store.withTimeout(Duration.ofMillis(600)), CreateDatabase.named("db1")));
    assertThat(stands("db1")).isFalse();
    assertThat(front.asked()).filteredOn("PATCH"::equals).hasSizeGreaterThan(1);
  }

  @Test
  void aClusterThatIsNotThereIsNotFoundAndNeverMade() {
    clusters().delete(cluster);
    for (CatalogException error :
        java.util.List.of(
            refused(Code.NOT_FOUND, store::read),
            refused(Code.NOT_FOUND, store::initialise),
            refused(Code.NOT_FOUND, () -> apply(store, CreateDatabase.named("db1"))))) {
      assertThat(error).hasMessageContaining(cluster);
    }
    assertThat(clusters().exists(cluster)).isFalse();
  }

  @Test
  void aClusterThatGoesBeforeTheWriteIsNotMadeAnew() {
    front.rewrite(
        body -> {
          if (!body.isEmpty()) {
            clusters().delete(cluster);
          }
          return body;
        });
    CatalogException error =
        refused(Code.NOT_FOUND, () -> apply(store, CreateDatabase.named("db1")));
    assertThat(error).hasMessageContaining(cluster);
    assertThat(clusters().exists(cluster)).isFalse();
  }

  @Test
  void aWriteThatIsChangedOnItsWayIsDoneAndTheNextReadSaysWhatItBecame() {
    front.rewrite(body -> body.replace("{\"name\":\"0-inf\"}", "{\"name\":\"oops\"}"));
    assertThat(apply(store, CreateDatabase.named("db1")).changed()).isTrue();
    assertThat(refused(Code.RULE_BROKEN, store::read)).hasMessageContaining("oops");
  }

  @Test
  void anAnswerThatIsNoStatusIsQuotedToo() {
    front.answer(1, "PATCH", 418, "", "short and stout", 0);
    assertThat(refused(Code.INTERNAL, () -> apply(store, CreateDatabase.named("db1"))))
        .hasMessageContaining("418")
        .hasMessageContaining("short and stout");
  }
}
