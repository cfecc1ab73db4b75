package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.process.ServerProgram;

/** Looks for a server in the order that holds everywhere: given, a program, built, container. */
final class KubernetesFinder {

  private static final ServerProgram PROGRAM =
      ServerProgram.of("kube-apiserver", "MULTIGRES_TEST_KUBE_APISERVER_PROGRAM");

  private KubernetesFinder() {}

  static KubernetesServer find() {
    return PROGRAM.<KubernetesServer>server(
        GivenKubernetes.VARIABLE,
        GivenKubernetes.find(System.getenv()),
        KubernetesSetup.temporary()::start,
        tried -> ContainerKubernetes.start(PROGRAM.version(), tried));
  }

  /**
   * The program alone.
   *
   * @throws ServerUnavailableException where this machine has none and cannot build one
   */
  static ServerProgram.Found program() {
    return PROGRAM.require();
  }
}
