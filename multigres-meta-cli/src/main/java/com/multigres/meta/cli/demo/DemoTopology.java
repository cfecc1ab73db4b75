package com.multigres.meta.cli.demo;

import com.multigres.meta.testservers.PostgresProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import java.util.function.UnaryOperator;

/**
 * Where the demo's topology lives.
 *
 * @param address of the server, as records of cells name it
 * @param addressed makes the address of a store from its root
 * @param ending ends the server, where it is not the catalog's
 */
record DemoTopology(String address, UnaryOperator<String> addressed, Runnable ending)
    implements AutoCloseable {
  // What the demo's ZooKeeper is told, so that sessions may be short.
  private static final String SETTINGS = "?tickTime=500ms&minTtl=1s&maxTtl=60s&sessionTimeout=10s";

  /** On which server. */
  enum Kind {
    POSTGRES,
    ZOOKEEPER
  }

  /** The address of the demo's Postgres. */
  static String server(PostgresProcess postgres) {
    return "postgresql://%s@%s:%d/%s"
        .formatted(postgres.user(), postgres.host(), postgres.port(), postgres.database());
  }

  /** Beside the catalog. */
  static DemoTopology on(PostgresProcess postgres) {
    return new DemoTopology(
        postgres.host() + ":" + postgres.port(), root -> server(postgres) + "#" + root, () -> {});
  }

  /** On a server of its own, which ends with it. */
  static DemoTopology onZooKeeper() {
    ZooKeeperProcess server = ZooKeeperSetup.temporary().start();
    return new DemoTopology(
        server.connectString(), root -> server.uri(root) + SETTINGS, server::close);
  }

  String uri(String root) {
    return addressed.apply(root);
  }

  @Override
  public void close() {
    ending.run();
  }
}
