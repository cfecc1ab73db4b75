package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.etcd.EtcdProcess;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.testservers.internal.FreePorts;
import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerProgram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How a Kubernetes API server of our own is to be started. Immutable. */
public final class KubernetesSetup {

  private final Map<String, String> arguments;

  private KubernetesSetup(Map<String, String> arguments) {
    this.arguments = Map.copyOf(arguments);
  }

  /** A server whose data goes when it is closed. */
  public static KubernetesSetup temporary() {
    return new KubernetesSetup(Map.of());
  }

  /** Sets one of its arguments, such as {@code feature-gates}, without its dashes. */
  public KubernetesSetup argument(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(arguments);
    more.put(name, value);
    return new KubernetesSetup(more);
  }

  /**
   * Starts it, and an etcd for it.
   *
   * @throws com.multigres.meta.testservers.ServerUnavailableException where this machine has no
   *     kube-apiserver or no etcd and cannot build it
   * @throws com.multigres.meta.testservers.ServerStartException if it would not start
   */
  public KubernetesProcess start() {
    return start(KubernetesFinder.program());
  }

  KubernetesProcess start(ServerProgram.Found program) {
    EtcdProcess etcd = EtcdSetup.temporary().start();
    return Steps.orUndo(
        () ->
            FreePorts.startOn(
                OptionalInt.empty(), port -> KubernetesProcess.start(program, this, etcd, port)),
        etcd::close);
  }

  Map<String, String> arguments() {
    return arguments;
  }
}
