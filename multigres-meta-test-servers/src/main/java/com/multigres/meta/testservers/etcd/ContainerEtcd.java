package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.internal.Containers;
import com.multigres.meta.testservers.process.ServerVersion;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** etcd in a container: the last resort, and the only one that needs Docker. */
final class ContainerEtcd implements EtcdServer {

  private static final int PORT = 2379;
  private static final String URL = "http://0.0.0.0:" + PORT;

  private final GenericContainer<?> container;

  private ContainerEtcd(GenericContainer<?> container) {
    this.container = container;
  }

  static Optional<ContainerEtcd> start(ServerVersion version, List<String> tried) {
    return Containers.start(
            "MULTIGRES_TEST_ETCD_IMAGE",
            "bitnamilegacy/etcd:" + version.major() + "." + version.minor(),
            tried,
            container ->
                container
                    .withExposedPorts(PORT)
                    .withCreateContainerCmdModifier(
                        command ->
                            command
                                .withEntrypoint("etcd")
                                .withCmd(
                                    "--data-dir=/tmp/etcd",
                                    "--listen-client-urls=" + URL,
                                    "--advertise-client-urls=" + URL))
                    .waitingFor(Wait.forHttp("/health").forPort(PORT)))
        .map(ContainerEtcd::new);
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return container.getMappedPort(PORT);
  }

  @Override
  public Optional<EtcdLogin> login() {
    return Optional.empty();
  }

  @Override
  public Optional<TlsIdentity> tls() {
    return Optional.empty();
  }

  @Override
  public void close() {
    container.stop();
  }
}
