package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.process.ServerProcess;
import com.multigres.meta.testservers.process.ServerProgram;
import com.multigres.meta.testservers.process.ServerVersion;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Kubernetes API server of our own with an etcd of its own. It authorises by RBAC, and knows whom
 * its authority has given a certificate. Thread-safe.
 */
public final class KubernetesProcess extends ServerProcess implements KubernetesServer {

  private static final Duration READY_LIMIT = Duration.ofSeconds(5);

  private final ServerProgram.Found program;
  private final KubernetesSetup setup;
  private final EtcdProcess etcd;
  private final int port;
  private final KubernetesFiles files;
  private final KubernetesApi health;

  private KubernetesProcess(
      ServerProgram.Found program,
      KubernetesSetup setup,
      EtcdProcess etcd,
      int port,
      ServerFolder folder) {
    super(folder);
    this.program = program;
    this.setup = setup;
    this.etcd = etcd;
    this.port = port;
    this.files = KubernetesFiles.in(folder, url());
    this.health = new KubernetesApi(url(), admin(), READY_LIMIT);
  }

  static KubernetesProcess start(
      ServerProgram.Found program, KubernetesSetup setup, EtcdProcess etcd, int port) {
    ServerFolder folder = ServerFolder.temporary("kube-apiserver");
    KubernetesProcess server =
        folder.keptBy(() -> new KubernetesProcess(program, setup, etcd, port, folder));
    return Steps.orUndo(
        () -> {
          server.start();
          return server;
        },
        // Its etcd may serve for another try, on another port.
        server::closeAlone);
  }

  @Override
  protected List<String> command() {
    Map<String, String> arguments = new LinkedHashMap<>(files.arguments());
    arguments.put("etcd-servers", etcd.endpoint());
    arguments.put("bind-address", "127.0.0.1");
    arguments.put("advertise-address", "127.0.0.1");
    arguments.put("secure-port", Integer.toString(port));
    arguments.put("authorization-mode", "RBAC");
    arguments.put("service-cluster-ip-range", "10.0.0.0/24");
    // There is nobody who would make service accounts, or find this server through a service.
    arguments.put("disable-admission-plugins", "ServiceAccount");
    arguments.put("endpoint-reconciler-type", "none");
    arguments.putAll(setup.arguments());
    List<String> line = new ArrayList<>(List.of(program.file().toString()));
    arguments.forEach((name, value) -> line.add("--" + name + "=" + value));
    return line;
  }

  @Override
  protected boolean ready() {
    return health.ready();
  }

  @Override
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public KubernetesLogin admin() {
    return KubernetesLogin.by(files.admin());
  }

  /** The administrator's configuration file, as {@code kubectl} and client libraries read it. */
  public Path kubeconfig() {
    return files.kubeconfig();
  }

  /**
   * A user who may do nothing but what RBAC lets him.
   *
   * @param name the user's name, of letters, digits and dashes; each once
   */
  public KubernetesLogin user(String name) {
    TlsIdentity identity = files.authority().issue("user-" + name, "CN=" + name);
    return KubernetesLogin.by(identity);
  }

  /** The etcd behind it, which tests may stop, kill and pause as well. */
  public EtcdProcess etcd() {
    return etcd;
  }

  /** What its program said of itself. */
  public ServerVersion version() {
    return program.version();
  }

  @Override
  public void close() {
    Steps.takeAll(this::closeAlone, etcd::close);
  }

  private void closeAlone() {
    super.close();
  }

  @Override
  public String toString() {
    return "kube-apiserver " + program.version() + " on port " + port;
  }
}
