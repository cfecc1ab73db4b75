package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.server.KindWatch;
import com.multigres.meta.k8s.server.ObjectName;
import com.multigres.meta.k8s.server.ObjectWatch;
import com.multigres.meta.store.Deadline;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One {@code MultigresCluster} on its server. Every read goes to etcd's majority, since it names no
 * version to be content with. Thread-safe.
 */
public final class ClusterResource {
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
  public record Write(Kind kind, String body) {

    /** How a change is sent. */
    public enum Kind {
      /** Server-side apply: the fields that we own, whole. */
      APPLY,
      /** JSON patch: takes out also what others own. */
      PATCH
    }
  }

  public ClusterResource(ApiServer server, String namespace, String name) {
    this.server = server;
    this.namespace = namespace;
    this.name = name;
    this.path = "apis/%s/%s/namespaces/%s/%s/%s".formatted(GROUP, VERSION, namespace, PLURAL, name);
  }

  /** Reads it, to be sure of every write that was acknowledged before. */
  public Resource get(Deadline deadline) {
    return Resource.parse(server.send(ApiCall.get(path), deadline));
  }

  /** Its version, in an answer that is small however large the resource is. */
  public String version(Deadline deadline) {
    String table =
        server.send(ApiCall.get(path + "?includeObject=None", ONLY_ITS_VERSION), deadline);
    JsonNode metadata = Resource.parse(table).metadata();
    return metadata.path("resourceVersion").asText();
  }

  /** Writes it, on condition that it is as it was read. */
  public Resource write(Write write, Deadline deadline) {
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

  /**
   * Sets an annotation in a person's name, whatever else changes meanwhile.
   *
   * @param mark the annotation
   * @param value what it is to say
   * @param deadline until when
   */
  public void annotate(String mark, String value, Deadline deadline) {
    ObjectNode patch = Marks.JSON.createObjectNode();
    patch.putObject("metadata").putObject("annotations").put(mark, value);
    server.send(
        ApiCall.patch(
            path + FIELD_MANAGER + "-confirm", "application/merge-patch+json", patch.toString()),
        deadline);
  }

  /**
   * Applies our part of its status, on the server's side.
   *
   * @param body the part, whole
   * @param deadline until when
   */
  public void writeStatus(String body, Deadline deadline) {
    server.send(
        ApiCall.patch(
            path + "/status" + FIELD_MANAGER + "&force=true", "application/apply-patch+yaml", body),
        deadline);
  }

  /** Tells when it may have changed. */
  public ObjectWatch watch(Runnable changed) {
    return server.watch(definition(), namespace, name, changed);
  }

  /**
   * Tells which there are, and when one may have changed.
   *
   * @param server where they are
   * @param namespace their namespace; empty for every one
   * @param seen told of each that stands, or is gone
   */
  public static KindWatch watchAll(
      ApiServer server, Optional<String> namespace, BiConsumer<ObjectName, Boolean> seen) {
    return server.watchAll(definition(), namespace, seen);
  }

  private static ResourceDefinitionContext definition() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(GROUP)
        .withVersion(VERSION)
        .withKind(KIND)
        .withPlural(PLURAL)
        .withNamespaced(true)
        .build();
  }

  /** {@return its namespace} */
  public String namespace() {
    return namespace;
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return group and version} */
  public static String apiVersion() {
    return GROUP + "/" + VERSION;
  }

  /** {@return the kind} */
  public static String kind() {
    return KIND;
  }

  @Override
  public String toString() {
    return KIND + " " + namespace + "/" + name;
  }
}
