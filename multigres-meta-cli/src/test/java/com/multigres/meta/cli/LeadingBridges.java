package com.multigres.meta.cli;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.cluster.ShardServers;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.k8s.bridge.BridgeOptions;
import com.multigres.meta.k8s.bridge.BridgeParts;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import com.multigres.meta.k8s.bridge.PoolerNews;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ApiSettings;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that leads some clusters, each through stores of its own. It says on its output when it
 * is about to send the write that it was told to wait before, goes on when it is sent a line, and
 * ends with its input.
 */
final class LeadingBridges {
  static final String PASSWORD = "LEADING_BRIDGES_PASSWORD";

  private LeadingBridges() {}

  /**
   * What it is told of a cluster.
   *
   * @param number what it calls it
   * @param namespace where the resource is
   * @param catalog the catalog's address
   * @param topology the global topology's
   * @param before which write is waited before, see {@link StopBeforeWrite}
   */
  record Order(int number, String namespace, String catalog, String topology, String before) {
    static Order parse(String words) {
      String[] all = words.split("\\|", -1);
      return new Order(Integer.parseInt(all[0]), all[1], all[2], all[3], all[4]);
    }

    String words() {
      return number + "|" + namespace + "|" + catalog + "|" + topology + "|" + before;
    }
  }

  /**
   * Leads.
   *
   * @param args the kubeconfig, and an order for each cluster
   */
  public static void main(String[] args) throws IOException {
    List<StopBeforeWrite> stops = new ArrayList<>();
    List<Runnable> starts = new ArrayList<>();
    for (String words : List.of(args).subList(1, args.length)) {
      Order order = Order.parse(words);
      StopBeforeWrite stop =
          new StopBeforeWrite(order.before(), said -> say(order.number() + " " + said));
      stops.add(stop);
      BridgeParts parts = open(Path.of(args[0]), order, stop);
      starts.add(() -> lead(parts, order));
    }
    // All is open before any begins, so that none waits at its write for the others to be opened.
    starts.forEach(Runnable::run);
    while (System.in.read() >= 0) {
      stops.forEach(StopBeforeWrite::goOn);
    }
    System.exit(0);
  }

  private static BridgeParts open(Path kubeconfig, Order order, StopBeforeWrite stop)
      throws IOException {
    StoreOptions login =
        StoreOptions.builder().password(() -> String.valueOf(System.getenv(PASSWORD))).build();
    CatalogStore catalogs = CatalogStores.open(order.catalog(), login);
    TopoStore store = TopoStores.open(order.topology());
    return new BridgeParts(
        ApiServer.acquire(
            ApiSettings.of(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ApiFront(kubeconfig, stop).url()),
                StoreOptions.defaults(),
                ApiSettings.CONNECT_TIMEOUT)),
        order.namespace(),
        BridgeStage.NAME,
        stop.before(CatalogStore.class, catalogs),
        GlobalTopology.of(stop.before(TopoStore.class, store), TopoLayout.CANONICAL),
        () -> ShardServers.of(List.of()),
        PoolerNews.none());
  }

  private static void lead(BridgeParts parts, Order order) {
    AtomicBoolean done = new AtomicBoolean();
    ClusterBridge.start(
        parts, options("first", Duration.ofSeconds(3)), report -> tell(order, report, done));
  }

  /** Looks often, and leads that long without a renewal; a call that is held back is waited for. */
  static BridgeOptions options(String candidate, Duration lease) {
    return new BridgeOptions(
        candidate,
        DeletionPolicy.RETAIN,
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        new LeaseTimes(lease, Duration.ofMillis(500)));
  }

  private static void tell(Order order, BridgeReport report, AtomicBoolean done) {
    if (report.done().isEmpty() && done.compareAndSet(false, true)) {
      say(order.number() + " DONE");
    }
  }

  private static synchronized void say(String words) {
    System.out.println(words.replaceAll("\\s+", " "));
  }
}
