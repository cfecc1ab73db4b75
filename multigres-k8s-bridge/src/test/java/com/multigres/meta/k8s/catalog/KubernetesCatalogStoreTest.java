package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.testkit.catalog.Backup;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.catalog.CatalogStoreContract;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.testservers.kubernetes.KubernetesExtension;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a real API server; each catalog in a cluster of its own. */
class KubernetesCatalogStoreTest extends CatalogStoreContract {
  @RegisterExtension
  static final KubernetesExtension KUBERNETES =
      KubernetesExtension.own(KubernetesSetup.temporary());

  private static Clusters clusters;
  private static KubernetesCatalogFaults accidents;

  @BeforeAll
  static void prepare() {
    clusters = new Clusters(KUBERNETES.process(), KUBERNETES.freshNamespace().name());
    clusters.define(Clusters.manifest("multigrescluster-crd.yaml"));
    accidents = new KubernetesCatalogFaults(KUBERNETES.process(), clusters);
  }

  @AfterAll
  static void tidy() throws IOException {
    accidents.close();
    clusters.close();
  }

  @Override
  protected CatalogStore open(String name, int retention) {
    if (!clusters.exists(name)) {
      clusters.create(name, "");
    }
    return accidents.open(name);
  }

  @Override
  protected Backup backup(String name) {
    ObjectNode then = clusters.read(name);
    return () -> clusters.restore(name, then);
  }

  @Override
  protected CatalogFaults faults() {
    return accidents;
  }

  @Override
  protected Optional<StoreAddress> address(String name) {
    String kubeconfig = KUBERNETES.process().kubeconfig().toString();
    return Optional.of(
        StoreAddress.of(
            "k8s://%s/%s?kubeconfig=%s".formatted(clusters.namespace(), name, kubeconfig)));
  }

  @Override
  protected Set<CatalogCapability> missing() {
    return EnumSet.complementOf(
        EnumSet.of(CatalogCapability.LINEARIZABLE_READS, CatalogCapability.DURABLE_FAILOVER));
  }

  @Override
  protected void discard(String name) {
    clusters.delete(name);
  }
}
