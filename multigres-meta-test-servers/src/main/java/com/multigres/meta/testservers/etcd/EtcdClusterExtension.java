package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.ServerExtension;

/**
 * Three members of etcd for a test class, to be registered as a static field. Where there is no
 * etcd, the class is reported as {@code NOT RUN} with the command that would provide it; with the
 * variable {@code CI=true} or the property {@code multigres.tests.all=true} it fails.
 */
public final class EtcdClusterExtension extends ServerExtension<EtcdCluster> {

  private EtcdClusterExtension(EtcdSetup setup) {
    super(setup::startCluster, false);
  }

  /** A cluster for this class alone, whose members its tests may stop, kill and pause. */
  public static EtcdClusterExtension own(EtcdSetup setup) {
    return new EtcdClusterExtension(setup);
  }

  /** The cluster. */
  public EtcdCluster cluster() {
    return server();
  }

  /** A prefix whose keys go after the test, or after the class if it was made before a test. */
  public EtcdRoot freshRoot() {
    return closedAfterwards(server().freshRoot());
  }
}
