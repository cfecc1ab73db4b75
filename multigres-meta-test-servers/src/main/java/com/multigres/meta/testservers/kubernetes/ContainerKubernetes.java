package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.Containers;
import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.process.ServerVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** Kubernetes (k3s) in a container: the last resort, and the only one that needs Docker. */
final class ContainerKubernetes implements KubernetesServer {

  private static final int PORT = 6443;
  private static final String AUTHORITY = "/var/lib/rancher/k3s/server/tls/server-ca.crt";

  private final GenericContainer<?> container;
  private final ServerFolder folder;
  private final KubernetesLogin admin;

  private ContainerKubernetes(GenericContainer<?> container, ServerFolder folder) {
    this.container = container;
    this.folder = folder;
    this.admin = folder.keptBy(this::administrator);
  }

  static Optional<ContainerKubernetes> start(ServerVersion version, List<String> tried) {
    return Containers.start(
            "MULTIGRES_TEST_KUBERNETES_IMAGE",
            "rancher/k3s:v" + version + "-k3s1",
            tried,
            container ->
                container
                    .withExposedPorts(PORT)
                    .withPrivilegedMode(true)
                    .withTmpFs(Map.of("/run", "", "/var/run", ""))
                    .withCommand("server", "--disable=traefik", "--tls-san=localhost")
                    .waitingFor(Wait.forLogMessage(".*k3s is up and running.*", 1)))
        .map(
            container ->
                Steps.orUndo(
                    () -> new ContainerKubernetes(container, ServerFolder.temporary("kubernetes")),
                    container::stop));
  }

  /**
   * An account that may do everything, since the administrator's key has no form that Java reads.
   */
  private KubernetesLogin administrator() {
    run(
        "create",
        "clusterrolebinding",
        "multigres-test",
        "--clusterrole=cluster-admin",
        "--serviceaccount=default:default");
    Path token = folder.write("token", run("create", "token", "default", "--duration=24h"));
    Path authority = folder.path().resolve("authority.pem");
    container.copyFileFromContainer(AUTHORITY, authority.toString());
    return new KubernetesLogin(authority, Optional.empty(), Optional.of(token));
  }

  private String run(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "kubectl";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    try {
      Container.ExecResult result = container.execInContainer(line);
      if (result.getExitCode() != 0) {
        throw new ServerStartException("kubectl in the container: " + result.getStderr().strip());
      }
      return result.getStdout().strip();
    } catch (IOException e) {
      throw new ServerStartException("cannot run kubectl in the container", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("interrupted while preparing Kubernetes", e);
    }
  }

  @Override
  public String url() {
    return "https://" + container.getHost() + ":" + container.getMappedPort(PORT);
  }

  @Override
  public KubernetesLogin admin() {
    return admin;
  }

  @Override
  public void close() {
    Steps.takeAll(container::stop, folder::release);
  }
}
