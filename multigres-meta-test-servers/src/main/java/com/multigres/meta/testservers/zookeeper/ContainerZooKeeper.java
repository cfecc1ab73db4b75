package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.internal.Containers;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;

/** ZooKeeper in a container: the last resort, and the only one that needs Docker. */
final class ContainerZooKeeper implements ZooKeeperServer {

  private static final int PORT = 2181;

  private final GenericContainer<?> container;

  private ContainerZooKeeper(GenericContainer<?> container) {
    this.container = container;
  }

  static Optional<ContainerZooKeeper> start(List<String> tried) {
    return Containers.start(
            "MULTIGRES_TEST_ZOOKEEPER_IMAGE",
            "zookeeper:3.9",
            tried,
            container -> container.withExposedPorts(PORT))
        .map(ContainerZooKeeper::new);
  }

  @Override
  public String connectString() {
    return container.getHost() + ":" + container.getMappedPort(PORT);
  }

  @Override
  public void close() {
    container.stop();
  }
}
