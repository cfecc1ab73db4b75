package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What people and operators do with clusters, as an administrator, in one namespace. */
public final class Clusters implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MANIFESTS = Path.of("..", "deploy", "kubernetes");
  private static final String YAML = "application/apply-patch+yaml";
  private static final String DEFINITIONS =
      "apis/apiextensions.k8s.io/v1/customresourcedefinitions/multigresclusters.multigres.com";

  private final KubernetesServer kubernetes;
  private final String namespace;
  private final ApiServer admin;

  /** Clusters in a namespace. */
  public Clusters(KubernetesServer kubernetes, String namespace) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.admin = Admin.on(kubernetes);
  }

  public static String manifest(String file) {
    return Admin.text(MANIFESTS.resolve(file));
  }

  public String namespace() {
    return namespace;
  }

  /** Installs the definition of clusters, and waits until they are served. */
  public void define(String yaml) {
    send(ApiCall.patch(DEFINITIONS + "?fieldManager=admin&force=true", YAML, yaml));
    Patience.eventually().ignoreException(ApiException.class).until(() -> !list().isEmpty());
  }

  private String list() {
    return send(ApiCall.get(path("")));
  }

  public String send(ApiCall call) {
    return admin.send(call, Deadline.after(Duration.ofSeconds(20)));
  }

  private String path(String cluster) {
    return "apis/multigres.com/v1alpha1/namespaces/"
        + namespace
        + "/multigresclusters"
        + (cluster.isEmpty() ? "" : "/" + cluster);
  }

  /** A cluster as somebody makes it who knows nothing of us. */
  public void create(String cluster, String databases) {
    send(
        ApiCall.post(
            path("") + "?fieldManager=somebody",
            """
            {"apiVersion":"multigres.com/v1alpha1","kind":"MultigresCluster",
             "metadata":{"name":"%s","annotations":{"example.com/note":"keep me"}},
             "spec":{"postgresPasswordSecretRef":{"name":"secret","key":"password"},
              "durabilityPolicy":"AT_LEAST_2","images":{"postgres":"pg:17"},
              "cells":[{"name":"zone1","zoneId":"a"}]%s}}
            """
                .formatted(cluster, databases.isEmpty() ? "" : ",\"databases\":" + databases)));
  }

  /** Applies a part of it, on the server's side, under somebody's name. */
  public void apply(String cluster, String manager, String spec) {
    send(
        ApiCall.patch(
            path(cluster) + "?fieldManager=" + manager,
            YAML,
            """
            {"apiVersion":"multigres.com/v1alpha1","kind":"MultigresCluster","metadata":{"name":"%s"},"spec":%s}
            """
                .formatted(cluster, spec)));
  }

  /** Edits it, as {@code kubectl edit} does; again, where somebody else was faster. */
  public void edit(String cluster, java.util.function.Consumer<ObjectNode> change) {
    Patience.eventually().until(() -> editOnce(cluster, change));
  }

  private boolean editOnce(String cluster, java.util.function.Consumer<ObjectNode> change) {
    ObjectNode tree = read(cluster);
    change.accept(tree);
    try {
      send(ApiCall.put(path(cluster) + "?fieldManager=kubectl-edit", tree.toString()));
      return true;
    } catch (ApiException fault) {
      if (fault.is(409)) {
        return false;
      }
      throw fault;
    }
  }

  /** Sets an annotation, as {@code kubectl annotate} does. */
  public void annotate(String cluster, String name, String value) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("metadata").putObject("annotations").put(name, value);
    send(
        ApiCall.patch(
            path(cluster) + "?fieldManager=kubectl-annotate",
            "application/merge-patch+json",
            patch.toString()));
  }

  /** Replaces it by what it was once, whatever it is now. */
  public void restore(String cluster, ObjectNode then) {
    ObjectNode tree = then.deepCopy();
    ((ObjectNode) tree.path("metadata"))
        .set("resourceVersion", read(cluster).path("metadata").path("resourceVersion"));
    send(ApiCall.put(path(cluster), tree.toString()));
  }

  public ObjectNode read(String cluster) {
    try {
      JsonNode tree = JSON.readTree(send(ApiCall.get(path(cluster))));
      return (ObjectNode) tree;
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }

  public boolean exists(String cluster) {
    try {
      return !send(ApiCall.get(path(cluster))).isEmpty();
    } catch (ApiException gone) {
      if (gone.is(404)) {
        return false;
      }
      throw gone;
    }
  }

  public void delete(String cluster) {
    if (exists(cluster)) {
      send(new ApiCall("DELETE", path(cluster), "application/json", "", Optional.empty()));
    }
  }

  /** The address of a cluster, without credentials. */
  public String uri(String cluster) {
    return "k8s://%s/%s?server=%s".formatted(namespace, cluster, kubernetes.url());
  }

  public CatalogStore open(String cluster) {
    return CatalogStores.open(uri(cluster), Admin.options(kubernetes));
  }

  @Override
  public void close() {
    admin.release();
  }
}
