package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.internal.Docker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for a server in the order that holds everywhere: given, on the class path, container. */
final class ZooKeeperFinder {

  /** What ZooKeeper's server needs and ZooKeeper's own artifact does not bring. */
  private static final List<String> CLASSES =
      List.of(
          "org.apache.zookeeper.server.ZooKeeperServerMain",
          "com.codahale.metrics.Reservoir",
          "org.xerial.snappy.SnappyInputStream");

  private ZooKeeperFinder() {}

  static ZooKeeperServer find() {
    Optional<GivenZooKeeper> given = GivenZooKeeper.find();
    if (given.isPresent()) {
      return given.get();
    }
    List<String> tried = new ArrayList<>(List.of(GivenZooKeeper.VARIABLE + " is not set"));
    if (onClassPath(tried)) {
      return ZooKeeperSetup.temporary().start();
    }
    return Docker.<ZooKeeperServer>start(tried, () -> container(tried))
        .orElseThrow(() -> nowhere(tried));
  }

  private static Optional<ZooKeeperServer> container(List<String> tried) {
    return ContainerZooKeeper.start(tried).map(ZooKeeperServer.class::cast);
  }

  static boolean onClassPath(List<String> tried) {
    for (String name : CLASSES) {
      try {
        Class.forName(name, false, ZooKeeperFinder.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        tried.add("embedded: " + name + " is not on the class path");
        return false;
      }
    }
    return true;
  }

  static ServerUnavailableException nowhere(List<String> tried) {
    return new ServerUnavailableException(
        "ZooKeeper", tried, "add org.apache.curator:curator-test to the tests' dependencies");
  }
}
