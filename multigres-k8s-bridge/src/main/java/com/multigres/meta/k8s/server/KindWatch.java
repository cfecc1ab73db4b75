package com.multigres.meta.k8s.server;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.BiConsumer;

/**
 * Tells which objects of a kind there are, and when one may have changed. Of what it hears it keeps
 * names only. Thread-safe.
 */
public final class KindWatch implements AutoCloseable {
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  private KindWatch(SharedIndexInformer<GenericKubernetesResource> informer) {
    this.informer = informer;
  }

  static KindWatch start(
      Informable<GenericKubernetesResource> objects, BiConsumer<ObjectName, Boolean> seen) {
    SharedIndexInformer<GenericKubernetesResource> informer = objects.runnableInformer(0);
    informer.exceptionHandler((started, error) -> true);
    informer.addEventHandler(new Telling(seen));
    informer.start();
    return new KindWatch(informer);
  }

  @Override
  public void close() {
    informer.stop();
  }

  /** What is being deleted counts as gone: nothing is to be written to it. */
  private record Telling(BiConsumer<ObjectName, Boolean> seen)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource added) {
      tell(added, true);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      tell(after, true);
    }

    @Override
    public void onDelete(GenericKubernetesResource deleted, boolean stateUnknown) {
      tell(deleted, false);
    }

    private void tell(GenericKubernetesResource object, boolean stands) {
      ObjectMeta metadata = object.getMetadata();
      boolean stays = stands && metadata.getDeletionTimestamp() == null;
      seen.accept(new ObjectName(metadata.getNamespace(), metadata.getName()), stays);
    }
  }
}
