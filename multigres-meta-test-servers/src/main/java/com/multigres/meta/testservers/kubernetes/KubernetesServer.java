package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.ServerUnavailableException;

/**
 * A real Kubernetes API server that is ready. Safe for use by several threads.
 *
 * <p>Where it comes from is the finder's business: somebody's own cluster that the variable {@code
 * MULTIGRES_TEST_KUBERNETES} names, a program of this machine, one that is built for the purpose,
 * or a container. Whoever needs to restart, kill or pause it asks {@link KubernetesSetup} for a
 * {@link KubernetesProcess}.
 */
public sealed interface KubernetesServer extends AutoCloseable
    permits GivenKubernetes, ContainerKubernetes, KubernetesProcess {

  /**
   * Finds or starts a server.
   *
   * @throws ServerUnavailableException where no way works
   */
  static KubernetesServer find() {
    return KubernetesFinder.find();
  }

  /** The address: {@code https://127.0.0.1:6443}. */
  String url();

  /** Who may do everything. */
  KubernetesLogin admin();

  /** A namespace that nobody else has; closing it deletes what it holds. */
  default KubernetesNamespace freshNamespace() {
    return KubernetesNamespace.on(new KubernetesApi(url(), admin()));
  }

  /** Ends a server that was started for us; leaves somebody's own alone. Idempotent. */
  @Override
  void close();
}
