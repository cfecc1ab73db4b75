package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.ObjectWatch;
import com.multigres.meta.store.Deadline;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * One {@code MultigresCluster} on its server. Every read goes to etcd's majority, since it names no
 * version to be content with. Thread-safe.
 */
final class ClusterResource {
  private static final String GROUP = "multigres.com";
  private static final String VERSION = "v1alpha1";
  private static final String KIND = "MultigresCluster";
  private static final String PLURAL = "multigresclusters";
  private static final String FIELD_MANAGER = "?fieldManager=" + Marks.MANAGER;
  private static final String ONLY_ITS_VERSION = "application/json;as=Table;g=meta.k8s.io;v=v1";

  private final ApiServer server;
  private final String namespace;
  private final String name;
  private final String path;

  /**
   * A conditional change.
   *
   * @param kind how it is sent
   * @param body what is sent
   */
  record Write(Kind kind, String body) {

    /** How a change is sent. */
    enum Kind {
      /** Server-side apply: the fields that we own, whole. */
      APPLY,
      /** JSON patch: takes out also what others own. */
      PATCH
    }
  }

  ClusterResource(ApiServer server, String namespace, String name) {
    this.server = server;
    this.namespace = namespace;
    this.name = name;
    this.path = "apis/%s/%s/namespaces/%s/%s/%s".formatted(GROUP, VERSION, namespace, PLURAL, name);
  }

  Resource get(Deadline deadline) {
    return Resource.parse(server.send(ApiCall.get(path), deadline));
  }

  /** Its version, in an answer that is small however large the resource is. */
  String version(Deadline deadline) {
    String table =
        server.send(ApiCall.get(path + "?includeObject=None", ONLY_ITS_VERSION), deadline);
    JsonNode metadata = Resource.parse(table).metadata();
    return metadata.path("resourceVersion").asText();
  }

  Resource write(Write write, Deadline deadline) {
    ApiCall call =
        switch (write.kind()) {
          case APPLY ->
              ApiCall.patch(
                  path + FIELD_MANAGER + "&force=true",
                  "application/apply-patch+yaml",
                  write.body());
          case PATCH ->
              ApiCall.patch(path + FIELD_MANAGER, "application/json-patch+json", write.body());
        };
    return Resource.parse(server.send(call, deadline));
  }

  ObjectWatch watch(Runnable changed) {
    ResourceDefinitionContext kind =
        new ResourceDefinitionContext.Builder()
            .withGroup(GROUP)
            .withVersion(VERSION)
            .withKind(KIND)
            .withPlural(PLURAL)
            .withNamespaced(true)
            .build();
    return server.watch(kind, namespace, name, changed);
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  static String apiVersion() {
    return GROUP + "/" + VERSION;
  }

  static String kind() {
    return KIND;
  }

  @Override
  public String toString() {
    return KIND + " " + namespace + "/" + name;
  }
}
