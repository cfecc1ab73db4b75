package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.k8s.TlsDoor;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.StoreWays;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testkit.proxy.Way;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Accidents of an API server of the test's own, and of the way to it: one for each store. */
final class KubernetesCatalogFaults
    implements CatalogFaults, ProxiedFaults<CatalogStore>, AutoCloseable {
  private final KubernetesProcess kubernetes;
  private final Clusters clusters;
  private final TlsDoor door;
  private final StoreWays<CatalogStore> ways;

  KubernetesCatalogFaults(KubernetesProcess kubernetes, Clusters clusters) {
    this.kubernetes = kubernetes;
    this.clusters = clusters;
    this.door = new TlsDoor(kubernetes.url(), kubernetes.admin().certificate().orElseThrow());
    this.ways = StoreWays.to(List.of(new HostPort("127.0.0.1", OptionalInt.of(door.port()))));
  }

  CatalogStore open(String cluster) {
    return ways.open(
        way ->
            CatalogStores.open(
                "k8s://%s/%s?server=http://%s"
                    .formatted(clusters.namespace(), cluster, way.hosts())));
  }

  @Override
  public Way way(CatalogStore store) {
    return ways.of(store);
  }

  private TcpProxy proxy(CatalogStore store) {
    return way(store).proxies().get(0);
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.of(
        Fault.CUT,
        Fault.DELAY,
        Fault.HALF_OPEN,
        Fault.RESTART,
        Fault.KILL,
        Fault.LOSE_MESSAGE,
        Fault.NEWER_SCHEMA);
  }

  @Override
  public BooleanSupplier loseNextChange(CatalogStore store) {
    return proxy(store).onSight(Direction.TO_SERVER, "PATCH /", Fate.CUT)::happened;
  }

  @Override
  public BooleanSupplier loseNextAnswer(CatalogStore store) {
    return proxy(store).onSight(Direction.TO_SERVER, "PATCH /", Fate.FORWARD_THEN_CUT)::happened;
  }

  @Override
  public void outdateLibrary(String cluster) {
    clusters.edit(
        cluster,
        tree -> {
          ObjectNode marks = (ObjectNode) tree.path("metadata").path("annotations");
          String newer =
              marks.path(Marks.CATALOG).asText().replace("\"format\":1", "\"format\":999");
          marks.put(Marks.CATALOG, newer);
        });
  }

  @Override
  public void stop() {
    kubernetes.stop();
  }

  @Override
  public void kill() {
    kubernetes.kill();
  }

  @Override
  public void restart() {
    kubernetes.restart();
  }

  @Override
  public void repair() {
    if (!kubernetes.running()) {
      kubernetes.restart();
    }
    ways.repair();
  }

  @Override
  public void close() throws IOException {
    ways.close();
    door.close();
  }
}
