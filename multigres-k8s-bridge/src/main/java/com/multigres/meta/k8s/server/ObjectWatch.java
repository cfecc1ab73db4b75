package com.multigres.meta.k8s.server;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Tells that one object may have changed; what it is now is for a read to say. Thread-safe. */
public final class ObjectWatch implements AutoCloseable {
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  private ObjectWatch(SharedIndexInformer<GenericKubernetesResource> informer) {
    this.informer = informer;
  }

  static ObjectWatch start(Informable<GenericKubernetesResource> object, Runnable changed) {
    SharedIndexInformer<GenericKubernetesResource> informer = object.runnableInformer(0);
    // Nobody else would try again, whatever it was that ended it: 410, a restart, refused rights.
    informer.exceptionHandler((started, error) -> true);
    informer.addEventHandler(new Telling(changed));
    informer.start();
    return new ObjectWatch(informer);
  }

  /** {@return whether the server tells us of changes at present} */
  public boolean watches() {
    return informer.isWatching();
  }

  @Override
  public void close() {
    informer.stop();
  }

  private record Telling(Runnable changed)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource added) {
      changed.run();
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      changed.run();
    }

    @Override
    public void onDelete(GenericKubernetesResource deleted, boolean stateUnknown) {
      changed.run();
    }
  }
}
