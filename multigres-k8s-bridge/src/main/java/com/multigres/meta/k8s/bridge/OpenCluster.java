package com.multigres.meta.k8s.bridge;

import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ObjectWatch;
import java.util.function.Predicate;

/**
 * What is open for one cluster.
 *
 * @param parts what the bridge brings in step
 * @param options how it works
 * @param watched whether somebody else tells when the resource changes
 * @param current whether a resource still says that this is what is to be open
 * @param closing closes it
 */
public record OpenCluster(
    BridgeParts parts,
    BridgeOptions options,
    boolean watched,
    Predicate<Resource> current,
    Runnable closing)
    implements AutoCloseable {

  /** What ends without an error. */
  interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Opens what belongs to a cluster, where its resource and the configuration say that it is.
   *
   * @param server where the resource and its Secrets are; stays the caller's
   * @param config what was said
   * @param namespace the resource's namespace
   * @param cluster the resource's name
   * @param candidate the process's name
   */
  public static OpenCluster find(
      ApiServer server, BridgeConfig config, String namespace, String cluster, String candidate) {
    return new ClusterOpening(server, config, candidate).open(namespace, cluster);
  }

  /** What somebody else opened, and closes. */
  static OpenCluster of(BridgeParts parts, BridgeOptions options) {
    return new OpenCluster(parts, options, false, resource -> true, () -> {});
  }

  boolean serves(Resource resource) {
    return current.test(resource);
  }

  Closing watch(ClusterResource resource, Runnable changed) {
    if (watched) {
      return () -> {};
    }
    ObjectWatch watch = resource.watch(changed);
    return watch::close;
  }

  @Override
  public void close() {
    closing.run();
  }
}
