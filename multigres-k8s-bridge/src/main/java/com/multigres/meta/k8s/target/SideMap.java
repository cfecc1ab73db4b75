package com.multigres.meta.k8s.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import java.util.Optional;

/** The ConfigMap {@code CLUSTER-multigres-meta} beside a resource. Thread-safe. */
final class SideMap {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final String KEY = "state";

  private final ApiServer server;
  private final String name;
  private final String namespace;
  private final String all;

  SideMap(ApiServer server, String namespace, String cluster) {
    this.server = server;
    this.namespace = namespace;
    this.name = cluster + "-multigres-meta";
    this.all = "api/v1/namespaces/" + namespace + "/configmaps";
  }

  /**
   * What stands in it.
   *
   * @param tree all of it
   * @param record what it says
   */
  record Standing(ObjectNode tree, SideRecord record) {}

  Optional<Standing> read(Deadline deadline) {
    try {
      return Optional.of(standing(server.send(ApiCall.get(all + "/" + name), deadline)));
    } catch (ApiException fault) {
      if (fault.is(NOT_FOUND)) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  /** Writes it over what was read; empty where something else stands there by now. */
  Optional<Standing> write(
      Optional<Standing> before, Resource owner, SideRecord record, Deadline deadline) {
    ObjectNode tree = before.map(found -> found.tree().deepCopy()).orElseGet(() -> fresh(owner));
    own((ObjectNode) tree.path("metadata"), owner);
    ObjectNode data = tree.path("data") instanceof ObjectNode some ? some : tree.putObject("data");
    data.put(KEY, record.text());
    ApiCall call =
        before.isPresent()
            ? ApiCall.put(all + "/" + name, tree.toString())
            : ApiCall.post(all, tree.toString());
    try {
      return Optional.of(standing(server.send(call, deadline)));
    } catch (ApiException fault) {
      if (fault.is(CONFLICT) || (before.isPresent() && fault.is(NOT_FOUND))) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  private ObjectNode fresh(Resource owner) {
    ObjectNode tree = Marks.JSON.createObjectNode();
    tree.put("apiVersion", "v1");
    tree.put("kind", "ConfigMap");
    ObjectNode metadata = tree.putObject("metadata");
    metadata.put("name", name);
    metadata.put("namespace", namespace);
    own(metadata, owner);
    return tree;
  }

  /** It goes with its resource. */
  private static void own(ObjectNode metadata, Resource owner) {
    ObjectNode reference = metadata.putArray("ownerReferences").addObject();
    reference.put("apiVersion", ClusterResource.apiVersion());
    reference.put("kind", ClusterResource.kind());
    reference.put("name", owner.metadata().path("name").asText());
    reference.put("uid", owner.uid());
  }

  private static Standing standing(String json) {
    try {
      JsonNode tree = Marks.JSON.readTree(json);
      SideRecord record = SideRecord.read(tree.path("data").path(KEY).asText());
      return new Standing((ObjectNode) tree, record);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("the API server's answer is not JSON", notJson);
    }
  }

  @Override
  public String toString() {
    return "ConfigMap " + namespace + "/" + name;
  }
}
