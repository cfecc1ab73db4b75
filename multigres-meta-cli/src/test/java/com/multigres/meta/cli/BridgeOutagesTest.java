package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.Database;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.testservers.PostgresSetup;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** API server, etcd and PostgreSQL stop under a running bridge, each alone and all together. */
@Tag("long")
class BridgeOutagesTest {
  @RegisterExtension
  static final PostgresExtension POSTGRES = PostgresExtension.own(PostgresSetup.temporary());

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.own(EtcdSetup.temporary());

  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  // A pause after failures grows up to a minute.
  private static final Duration LONGEST = Duration.ofMinutes(4);

  @TempDir Path folder;
  private BridgeStage stage;

  @BeforeEach
  void prepare() {
    stage =
        new BridgeStage(
            KUBERNETES.server(),
            KUBERNETES.freshNamespace().name(),
            POSTGRES.freshDatabase(),
            ETCD.freshRoot().uri() + "/global",
            folder);
    stage.start();
    change("before");
    awaitInStep();
  }

  @AfterEach
  void tidy() {
    stage.close();
  }

  /** A change that a server refuses, or that nobody answers, is made when it is back. */
  private void change(String database) {
    Awaitility.await()
        .atMost(LONGEST)
        .ignoreException(CatalogException.class)
        .until(
            () -> {
              if (stage.catalogs.read().catalog().database(database).isEmpty()) {
                stage.apply(CreateDatabase.named(database));
              }
              return true;
            });
  }

  private void awaitInStep() {
    Awaitility.await()
        .atMost(LONGEST)
        .untilAsserted(
            () -> {
              TreeSet<String> wanted = new TreeSet<>();
              Catalog catalog = stage.catalogs.read().catalog();
              catalog.databases().stream().map(Database::name).forEach(wanted::add);
              assertThat(stage.listed()).as("nothing doubled").hasSameSizeAs(wanted);
              assertThat(new TreeSet<>(stage.listed())).isEqualTo(wanted);
              wanted.forEach(name -> assertThat(stage.stands(name)).as(name).isTrue());
              assertThat(stage.synced()).startsWith("True InSync: ");
            });
  }

  @Test
  void anOutageOfTheApiServerIsMadeUpFor() {
    KUBERNETES.process().stop();
    change("while-away");
    KUBERNETES.process().start();
    awaitInStep();
  }

  @Test
  void anOutageOfTheTopologyIsMadeUpFor() {
    ETCD.process().stop();
    change("while-away");
    awaitCondition("False TopologyFailed: ", "etcd");
    assertThat(stage.listed()).as("what can be reached is written").contains("while-away");
    ETCD.process().start();
    awaitInStep();
  }

  @Test
  void anOutageOfTheCatalogIsMadeUpFor() {
    POSTGRES.process().stop();
    stage.takeOutTheLast(); // so that there is something to do
    awaitCondition("False CatalogFailed: ", "");
    POSTGRES.process().restart();
    change("afterwards");
    awaitInStep();
  }

  private void awaitCondition(String beginning, String words) {
    Awaitility.await()
        .atMost(LONGEST)
        .untilAsserted(() -> assertThat(stage.synced()).startsWith(beginning).contains(words));
  }

  @Test
  void anOutageOfAllIsMadeUpFor() {
    change("just-before");
    KUBERNETES.process().kill();
    ETCD.process().kill();
    POSTGRES.process().kill();
    POSTGRES.process().restart();
    ETCD.process().start();
    KUBERNETES.process().start();
    change("afterwards");
    awaitInStep();
    assertThat(stage.listed()).contains("before", "just-before", "afterwards");
  }
}
