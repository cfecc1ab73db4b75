package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.k8s.resource.Resource;
import java.util.HashSet;
import java.util.Set;

/** What a resource says to its operator, and whether there is one. */
final class Operator {
  private static final String FINALIZER = "multigres.com/cluster-cleanup";
  private static final String MANAGER = "multigres-operator";

  private Operator() {}

  /**
   * The database records that the bridge writes beside an operator, which writes those that the
   * resource lists, and removes others unless its pruning is off.
   */
  static WriteScope scope(Resource resource) {
    Set<EntryPath> listed = new HashSet<>();
    for (JsonNode entry : resource.databases()) {
      listed.add(EntryPath.of(entry.path("name").asText()));
    }
    return WriteScope.beside(runs(resource), prunes(resource), listed);
  }

  private static boolean runs(Resource resource) {
    for (JsonNode finalizer : resource.metadata().path("finalizers")) {
      if (finalizer.asText().equals(FINALIZER)) {
        return true;
      }
    }
    for (JsonNode entry : resource.metadata().path("managedFields")) {
      if (entry.path("manager").asText().equals(MANAGER)) {
        return true;
      }
    }
    return false;
  }

  private static boolean prunes(Resource resource) {
    JsonNode spec = resource.tree().path("spec");
    return spec.path("topologyPruning").path("enabled").asBoolean(true);
  }
}
