package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.catalog.CatalogFaults;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Accidents of an API server of the test's own, and of the way to it: one for each store. */
final class KubernetesCatalogFaults implements CatalogFaults, AutoCloseable {
  private static final int WAYS = 16;

  private final KubernetesProcess kubernetes;
  private final Clusters clusters;
  private final TlsDoor door;
  private final Deque<TcpProxy> free = new ConcurrentLinkedDeque<>();
  private final Map<CatalogStore, TcpProxy> ways = new ConcurrentHashMap<>();

  KubernetesCatalogFaults(KubernetesProcess kubernetes, Clusters clusters) {
    this.kubernetes = kubernetes;
    this.clusters = clusters;
    this.door = new TlsDoor(kubernetes.url(), kubernetes.admin().certificate().orElseThrow());
    for (int i = 0; i < WAYS; i++) {
      free.add(TcpProxy.to("127.0.0.1", door.port()));
    }
  }

  CatalogStore open(String cluster) {
    TcpProxy way = free.remove();
    CatalogStore store =
        CatalogStores.open(
            "k8s://%s/%s?server=http://%s:%d"
                .formatted(clusters.namespace(), cluster, way.host(), way.port()));
    ways.put(store, way);
    return store;
  }

  private TcpProxy way(CatalogStore store) {
    TcpProxy way = ways.get(store);
    if (way == null) {
      throw new IllegalArgumentException("not opened here: " + store);
    }
    return way;
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
  public void cut(CatalogStore store) {
    way(store).refuse();
    way(store).cut();
  }

  @Override
  public void reconnect(CatalogStore store) {
    way(store).heal();
  }

  @Override
  public void delay(CatalogStore store, Duration more) {
    way(store).delay(Direction.TO_SERVER, more.dividedBy(2));
    way(store).delay(Direction.TO_CLIENT, more.dividedBy(2));
  }

  @Override
  public void halfOpen(CatalogStore store) {
    way(store).stall(Direction.TO_SERVER);
    way(store).stall(Direction.TO_CLIENT);
  }

  @Override
  public void loseNextChange(CatalogStore store) {
    way(store).onSight(Direction.TO_SERVER, "PATCH /", Fate.CUT);
  }

  @Override
  public void loseNextAnswer(CatalogStore store) {
    way(store).onSight(Direction.TO_SERVER, "PATCH /", Fate.FORWARD_THEN_CUT);
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
    ways.values().forEach(TcpProxy::heal);
    free.addAll(ways.values());
    ways.clear();
  }

  @Override
  public void close() throws IOException {
    free.forEach(TcpProxy::close);
    door.close();
  }
}
