package com.multigres.meta.testservers.zookeeper;

import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * What the process of a server runs. ZooKeeper's own programs do the same, but tell why they do not
 * start only to a logger, which the class path need not have.
 */
final class ZooKeeperMain {

  private ZooKeeperMain() {}

  /** Serves as the file says that the only argument names, until the process ends. */
  public static void main(String[] arguments) throws Exception {
    QuorumPeerConfig file = new QuorumPeerConfig();
    file.parse(arguments[0]);
    if (file.isDistributed()) {
      new QuorumPeerMain().runFromConfig(file);
    } else {
      ServerConfig alone = new ServerConfig();
      alone.readFrom(file);
      new ZooKeeperServerMain().runFromConfig(alone);
    }
  }
}
