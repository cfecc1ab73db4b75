package com.multigres.example.operator;

import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.server.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.util.Set;

/** An operator with one controller, the bridge's. */
public final class ExampleOperator implements AutoCloseable {
  private final Operator operator;
  private final ClusterReconciler reconciler;

  private ExampleOperator(Operator operator, ClusterReconciler reconciler) {
    this.operator = operator;
    this.reconciler = reconciler;
  }

  /**
   * Starts it.
   *
   * @param client the SDK's way to the API server; stays the caller's
   * @param server the bridge's; stays the caller's
   * @param config how what belongs to clusters is found
   * @param namespace the operator's own
   */
  public static ExampleOperator start(
      KubernetesClient client, ApiServer server, BridgeConfig config, String namespace) {
    Operator operator =
        new Operator(some -> some.withKubernetesClient(client).withCloseClientOnStop(false));
    ClusterReconciler reconciler =
        new ClusterReconciler(server, config, namespace, "example-operator");
    ExampleOperator example = new ExampleOperator(operator, reconciler);
    try {
      operator.register(
          reconciler, some -> some.settingNamespaces(Set.copyOf(config.namespaces())));
      operator.start();
      return example;
    } catch (RuntimeException failed) {
      example.close();
      throw failed;
    }
  }

  @Override
  public void close() {
    operator.stop();
    reconciler.close();
  }
}
