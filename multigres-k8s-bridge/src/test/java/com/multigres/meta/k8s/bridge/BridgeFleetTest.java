package com.multigres.meta.k8s.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.multigres.meta.k8s.catalog.Clusters;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterSettings;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ObjectName;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several clusters of a namespace, served by one process or by an operator. */
class BridgeFleetTest {
  @RegisterExtension static final KubernetesExtension KUBERNETES = KubernetesExtension.shared();

  private static final ClusterSettings IN_MEMORY =
      ClusterSettings.read(
          name ->
              Optional.ofNullable(
                  Map.of(
                          "catalog-uri", "memory://{cluster}",
                          "topology-uri", "memory://{cluster}/multigres/c/global")
                      .get(name)));

  private final LibraryThreads threads = LibraryThreads.remembered();
  private final List<BridgeCase> cases = new ArrayList<>();
  private String namespace = "";
  private BridgeConfig config = BridgeConfig.of(List.of("none"));

  @BeforeEach
  void prepare() {
    namespace = KUBERNETES.freshNamespace().name();
    config =
        new BridgeConfig(
            List.of(namespace),
            Duration.ofMinutes(10), // so that what is seen came by a watch
            Duration.ofSeconds(20),
            Duration.ofMinutes(1), // longer than any pause of a busy machine
            Duration.ofMillis(300),
            true,
            IN_MEMORY,
            Map.of());
  }

  @AfterEach
  void tidy() {
    cases.forEach(BridgeCase::close);
    Patience.eventually().untilAsserted(threads::assertNoneMore);
  }

  private BridgeCase cluster() {
    BridgeCase one =
        new BridgeCase(
            KUBERNETES.server(),
            namespace,
            Clusters.manifest("multigrescluster-crd.yaml"),
            "[{\"name\":\"postgres\",\"default\":true}]");
    cases.add(one);
    return one;
  }

  private BridgeFleet start() {
    return BridgeFleet.start(cases.get(0).server, config, namespace, "test", (name, report) -> {});
  }

  private static void awaitInStep(BridgeCase some) {
    Patience.eventually()
        .until(() -> WorkCase.condition(some, Conditions.SYNCED).startsWith("True InSync"));
  }

  @Test
  void eachIsServedAndOneThatFailsKeepsNoOtherBack() {
    BridgeCase first = cluster();
    BridgeCase broken = cluster();
    broken.clusters.annotate(broken.name, "meta.multigres.com/catalog-uri", "nowhere://x");
    try (BridgeFleet fleet = start()) {
      awaitInStep(first);
      Patience.eventually()
          .until(
              () ->
                  WorkCase.condition(broken, Conditions.SYNCED)
                      .matches("False BadSettings: .*no backend .*'nowhere'.*"));
      BridgeCase later = cluster();
      awaitInStep(later);
      later.apply(CreateDatabase.named("db1"));
      Patience.eventually().until(() -> later.listed().contains("db1"));
      later.clusters.edit(
          later.name, tree -> ((ArrayNode) tree.path("spec").path("databases")).remove(1));
      Patience.eventually().until(() -> later.listed().contains("db1"));
      assertThat(fleet.served()).isEqualTo(Set.of(name(first), name(broken), name(later)));
      broken.clusters.annotate(broken.name, "meta.multigres.com/catalog-uri", "memory://{cluster}");
      awaitInStep(broken);
      first.clusters.delete(first.name);
      Patience.eventually().until(() -> !fleet.served().contains(name(first)));
    }
  }

  private String name(BridgeCase some) {
    return namespace + "/" + some.name;
  }

  @Test
  void anAddressThatNobodyOpensIsToldBeforeAnybodyIsAsked() {
    BridgeCase some = cluster();
    some.clusters.annotate(
        some.name, "meta.multigres.com/catalog-uri", "k8s://{namespace}/not-there");
    some.clusters.annotate(some.name, "meta.multigres.com/topology-uri", "nowhere://x/global");
    try (BridgeFleet fleet = start()) {
      Patience.eventually()
          .until(
              () ->
                  WorkCase.condition(some, Conditions.SYNCED)
                      .matches("False BadSettings: .*no backend .*'nowhere'.*"));
      assertThat(fleet.served()).containsExactly(name(some));
    }
  }

  @Test
  void aFenceInOneResourceConcernsThisOneOnly() {
    BridgeCase first = cluster();
    BridgeCase marked = cluster();
    marked.clusters.annotate(marked.name, Marks.FENCE, Long.toString(1L << 40));
    try (BridgeFleet fleet = start()) {
      awaitInStep(first);
      awaitInStep(marked);
      first.clusters.annotate(first.name, Marks.FENCE, "0");
      first.apply(CreateDatabase.named("db1"));
      Patience.eventually().until(() -> first.listed().contains("db1"));
      marked.apply(CreateDatabase.named("db1"));
      Patience.eventually().until(() -> marked.listed().contains("db1"));
      assertThat(first.resource().standingFence()).isEqualTo(1);
      assertThat(marked.resource().standingFence()).isGreaterThan(1L << 40);
      assertThat(fleet.served()).hasSize(2);
    }
    String lease =
        first.send(
            ApiCall.get(
                "apis/coordination.k8s.io/v1/namespaces/%s/leases/%s"
                    .formatted(namespace, BridgeFleet.LEASE)));
    assertThat(Clusters.json(lease).at("/spec/leaseTransitions").asLong())
        .as("nobody was elected again")
        .isEqualTo(1);
  }

  @Test
  void aResourceThatIsMadeAnewIsServedAnew() {
    BridgeCase some = cluster();
    try (BridgeFleet fleet = start()) {
      awaitInStep(some);
      for (int i = 0; i < 2; i++) {
        some.clusters.delete(some.name);
        some.clusters.create(some.name, "[{\"name\":\"postgres\",\"default\":true}]");
        awaitInStep(some);
        String database = "db" + i;
        some.apply(CreateDatabase.named(database));
        Patience.eventually().until(() -> some.listed().contains(database));
        assertThat(fleet.served()).containsExactly(name(some));
      }
    }
  }

  @Test
  void whereItsStoresAreMayChange() {
    BridgeCase moved = cluster();
    BridgeCase target = cluster();
    target.apply(CreateDatabase.named("elsewhere"));
    try (BridgeFleet fleet = start()) {
      awaitInStep(moved);
      assertThat(fleet.served()).contains(name(moved));
      // The other catalog knows nothing of what was last applied: it only adds.
      moved.clusters.annotate(
          moved.name, "meta.multigres.com/catalog-uri", "memory://" + target.name);
      Patience.eventually().until(() -> moved.listed().contains("elsewhere"));
    }
  }

  @Test
  void anOperatorAsksAndIsToldWhenToAskAgain() {
    BridgeCase some = cluster();
    Set<ObjectName> changed = ConcurrentHashMap.newKeySet();
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(some.name).build());
    try (BridgeReconciler bridge =
        BridgeReconciler.start(some.server, config, namespace, "test", changed::add)) {
      Patience.eventually().until(() -> bridge.reconcile(resource).report().isPresent());
      some.apply(CreateDatabase.named("db1"));
      Patience.eventually().until(() -> changed.contains(new ObjectName(namespace, some.name)));
      Next next = bridge.reconcile(resource);
      assertThat(next.again()).contains(config.interval());
      assertThat(next.report())
          .hasValueSatisfying(report -> assertThat(report.done()).isNotEmpty());
      assertThat(some.listed()).contains("db1");
      some.clusters.delete(some.name);
      some.clusters.create(some.name, "[{\"name\":\"postgres\",\"default\":true}]");
      Patience.eventually().until(() -> bridge.reconcile(resource).report().isPresent());
      assertThat(some.listed()).as("made anew").contains("db1");
      some.clusters.annotate(some.name, "meta.multigres.com/catalog-uri", "nowhere://x");
      bridge.reconcile(resource); // sees the annotation
      assertThat(bridge.reconcile(resource).again()).contains(Duration.ofSeconds(1));
      assertThat(bridge.reconcile(resource).again()).contains(Duration.ofSeconds(2));
      assertThat(WorkCase.condition(some, Conditions.SYNCED)).contains("nowhere");
      resource.getMetadata().setDeletionTimestamp("2026-11-23T00:00:00Z");
      assertThat(bridge.reconcile(resource)).isEqualTo(Next.nothing());
    }
  }

  @Test
  void whoAsksAfterTheEndOpensNothing() {
    BridgeCase some = cluster();
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(some.name).build());
    BridgeReconciler bridge =
        BridgeReconciler.start(some.server, config, namespace, "test", name -> {});
    bridge.close();
    assertThat(bridge.reconcile(resource)).isEqualTo(Next.nothing());
  }
}
