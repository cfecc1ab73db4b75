package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterAddresses;
import com.multigres.meta.k8s.config.SecretKey;
import com.multigres.meta.k8s.lease.LeaseTimes;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.cells.CellResolver;
import com.multigres.meta.topology.cells.Cells;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Opens catalog and topology of a cluster where its resource and the configuration say that they
 * are. Stateless.
 *
 * @param server where the resource and its Secrets are
 * @param config what was said
 * @param candidate the process's name
 */
record ClusterOpening(ApiServer server, BridgeConfig config, String candidate) {
  private static final String AUTHORITY = "ca.crt";
  private static final String CERTIFICATE = "tls.crt";
  private static final String PRIVATE_KEY = "tls.key";

  OpenCluster open(String namespace, String cluster) {
    ClusterResource resource = new ClusterResource(server, namespace, cluster);
    ClusterAddresses where =
        config.addresses(resource.get(Deadline.after(config.timeout())).tree());
    Secrets secrets = new Secrets(server, namespace, config.timeout());
    Deque<Runnable> closing = new ArrayDeque<>();
    try {
      CatalogStore catalogs = CatalogStores.open(where.catalogUri(), login(where, secrets));
      closing.push(catalogs::close);
      StoreOptions options = topologyOptions(where, secrets);
      TopoStore store = TopoStores.open(where.topologyUri(), options);
      closing.push(store::close);
      GlobalTopology global = GlobalTopology.of(store, where.layout());
      Cells cells = Cells.of(global, CellResolver.like(where.topologyUri(), options));
      closing.push(cells::close);
      BridgeParts parts = BridgeParts.of(server, namespace, cluster, catalogs, global, cells);
      return new OpenCluster(
          parts,
          options(where),
          true,
          now -> config.addresses(now.tree()).equals(where),
          () -> closing.forEach(Runnable::run));
    } catch (RuntimeException failed) {
      closing.forEach(Runnable::run);
      throw failed;
    }
  }

  private BridgeOptions options(ClusterAddresses where) {
    return new BridgeOptions(
        candidate, where.deletion(), config.interval(), config.timeout(), times(config));
  }

  static LeaseTimes times(BridgeConfig config) {
    return new LeaseTimes(config.leaseDuration(), config.leasePause());
  }

  private static StoreOptions login(ClusterAddresses where, Secrets secrets) {
    StoreOptions.Builder options = StoreOptions.builder();
    boolean asks = where.catalogUri().startsWith("postgresql:");
    if (asks) {
      where.catalogUser().ifPresent(options::user);
      where.catalogPassword().ifPresent(key -> options.password(secrets.password(key)));
    }
    return options.build();
  }

  private static StoreOptions topologyOptions(ClusterAddresses where, Secrets secrets) {
    StoreOptions.Builder options = StoreOptions.builder();
    where
        .topologyAuthority()
        .ifPresent(
            name -> options.trustedCertificates(secrets.text(new SecretKey(name, AUTHORITY))));
    where
        .topologyCertificate()
        .ifPresent(
            name ->
                options.clientCertificate(
                    secrets.text(new SecretKey(name, CERTIFICATE)),
                    secrets.text(new SecretKey(name, PRIVATE_KEY))));
    if (isOnTheCatalogsServer(where)) {
      where.catalogPassword().ifPresent(key -> options.password(secrets.password(key)));
    }
    return options.build();
  }

  /** A password is for the server that it is of. */
  private static boolean isOnTheCatalogsServer(ClusterAddresses where) {
    StoreUri topology = StoreUri.parse(where.topologyUri());
    StoreUri catalog = StoreUri.parse(where.catalogUri());
    return topology.scheme().equals("postgresql")
        && catalog.scheme().equals("postgresql")
        && topology.addresses().equals(catalog.addresses());
  }
}
