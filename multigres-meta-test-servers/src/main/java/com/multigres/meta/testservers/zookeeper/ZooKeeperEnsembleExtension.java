package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerExtension;

/**
 * Three members of ZooKeeper for a test class, to be registered as a static field. Where there is
 * no ZooKeeper, the class is reported as {@code NOT RUN} with what would provide it; with the
 * variable {@code CI=true} or the property {@code multigres.tests.all=true} it fails.
 */
public final class ZooKeeperEnsembleExtension extends ServerExtension<ZooKeeperEnsemble> {

  private ZooKeeperEnsembleExtension(ZooKeeperSetup setup) {
    super(setup::startEnsemble, false);
  }

  /** An ensemble for this class alone, whose members its tests may stop, kill and pause. */
  public static ZooKeeperEnsembleExtension own(ZooKeeperSetup setup) {
    return new ZooKeeperEnsembleExtension(setup);
  }

  /** The ensemble. */
  public ZooKeeperEnsemble ensemble() {
    return server();
  }

  /** A node that goes after the test, or after the class if it was made before a test. */
  public ZooKeeperRoot freshRoot() {
    return closedAfterwards(server().freshRoot());
  }
}
