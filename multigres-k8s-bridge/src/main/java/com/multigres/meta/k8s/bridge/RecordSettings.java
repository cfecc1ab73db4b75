package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.k8s.ClusterManifests;
import com.multigres.meta.k8s.ManifestException;
import com.multigres.meta.k8s.resource.Resource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a resource says of its databases' records: durability and backup, of the database or else of
 * the cluster. A version of it is read once. Thread-safe.
 */
final class RecordSettings {
  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

  private record Known(
      Resource resource,
      Map<String, DatabaseDefaults> databases,
      Optional<DatabaseDefaults> others) {

    boolean isOf(Resource another) {
      return resource.uid().equals(another.uid()) && resource.version().equals(another.version());
    }
  }

  /** Empty where the resource does not describe a cluster: the cluster's entry says it then. */
  Optional<DatabaseDefaults> of(Resource resource, String database) {
    Known known = last.get();
    if (known == null || !known.isOf(resource)) {
      known = read(resource);
      last.set(known);
    }
    return Optional.ofNullable(known.databases().get(database)).or(known::others);
  }

  private Known read(Resource resource) {
    Map<String, DatabaseDefaults> databases = new HashMap<>();
    try {
      ClusterSpec spec =
          ClusterManifests.of(
              serialization.unmarshal(resource.tree().toString(), GenericKubernetesResource.class));
      for (DatabaseSpec database : spec.databases()) {
        databases.put(
            database.name(), new DatabaseDefaults(database.durabilityPolicy(), database.backup()));
      }
      return new Known(resource, databases, Optional.of(spec.defaults()));
    } catch (ManifestException notACluster) {
      return new Known(resource, databases, Optional.empty());
    }
  }
}
