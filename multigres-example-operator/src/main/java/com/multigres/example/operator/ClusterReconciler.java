package com.multigres.example.operator;

import com.multigres.meta.k8s.bridge.BridgeReconciler;
import com.multigres.meta.k8s.bridge.Next;
import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ObjectName;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;

/**
 * Hands each resource to the bridge, and does as it says. The bridge writes the resource itself, on
 * condition of what it read: the SDK has nothing to update.
 */
@ControllerConfiguration(
    name = "multigres-bridge",
    generationAwareEventProcessing = false, // annotations count as well
    triggerReconcilerOnAllEvents = true) // so that it hears of deletions without a finalizer
public final class ClusterReconciler implements Reconciler<MultigresCluster>, AutoCloseable {
  private final SimpleInboundEventSource<MultigresCluster> changes =
      new SimpleInboundEventSource<>("catalogs-and-topologies");
  private final BridgeReconciler bridge;

  /**
   * Begins to stand for election.
   *
   * @param server where the clusters are
   * @param config how what belongs to them is found
   * @param namespace the operator's own
   * @param candidate the pod's name
   */
  public ClusterReconciler(
      ApiServer server, BridgeConfig config, String namespace, String candidate) {
    bridge =
        BridgeReconciler.start(
            server,
            config,
            namespace,
            candidate,
            name -> changes.propagateEvent(new ResourceID(name.name(), name.namespace())));
  }

  @Override
  public List<EventSource<?, MultigresCluster>> prepareEventSources(
      EventSourceContext<MultigresCluster> context) {
    return List.of(changes);
  }

  @Override
  public UpdateControl<MultigresCluster> reconcile(
      MultigresCluster resource, Context<MultigresCluster> context) {
    UpdateControl<MultigresCluster> nothing = UpdateControl.noUpdate();
    if (context.isPrimaryResourceDeleted()) {
      bridge.forget(
          new ObjectName(resource.getMetadata().getNamespace(), resource.getMetadata().getName()));
      return nothing;
    }
    Next next = bridge.reconcile(resource);
    next.again().ifPresent(nothing::rescheduleAfter);
    return nothing;
  }

  @Override
  public void close() {
    bridge.close();
  }
}
