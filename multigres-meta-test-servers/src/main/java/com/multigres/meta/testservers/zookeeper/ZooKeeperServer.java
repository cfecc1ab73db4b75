package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerUnavailableException;

/**
 * A real ZooKeeper that serves. Safe for use by several threads.
 *
 * <p>Where it comes from is the finder's business: somebody's own server that the variable {@code
 * MULTIGRES_TEST_ZOOKEEPER} names, the one on the class path in a process of its own, or a
 * container. Whoever needs to restart, kill or pause it asks {@link ZooKeeperSetup} for a {@link
 * ZooKeeperProcess}, or for a {@link ZooKeeperEnsemble} of three.
 */
public sealed interface ZooKeeperServer extends AutoCloseable
    permits GivenZooKeeper, ContainerZooKeeper, ZooKeeperProcess {

  /**
   * Finds or starts a server.
   *
   * @throws ServerUnavailableException where no way works
   */
  static ZooKeeperServer find() {
    return ZooKeeperFinder.find();
  }

  /** Where to connect to, as ZooKeeper's clients write it: {@code 127.0.0.1:2181}. */
  String connectString();

  /** The address of a topology store with a root. */
  default String uri(String root) {
    return "zk://" + connectString() + root;
  }

  /** A node that nobody else has; closing it deletes what lies below it. */
  default ZooKeeperRoot freshRoot() {
    return ZooKeeperRoot.on(connectString());
  }

  /** Ends a server that was started for us; leaves somebody's own alone. Idempotent. */
  @Override
  void close();
}
