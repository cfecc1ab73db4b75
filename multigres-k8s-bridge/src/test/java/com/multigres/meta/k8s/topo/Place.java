package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.k8s.Admin;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A namespace with a topology in it, in an administrator's hands. */
final class Place implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROLE = Path.of("..", "deploy", "kubernetes", "topo-store-rbac.yaml");
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String RBAC = "apis/rbac.authorization.k8s.io/v1/namespaces/";

  private final KubernetesProcess kubernetes;
  private final String namespace;
  private final ApiServer admin;
  private final Map<String, TlsIdentity> users = new ConcurrentHashMap<>();

  Place(KubernetesProcess kubernetes, String namespace) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.admin = Admin.on(kubernetes);
  }

  Path kubeconfig() {
    return kubernetes.kubeconfig();
  }

  String namespace() {
    return namespace;
  }

  String configMaps() {
    return "api/v1/namespaces/" + namespace + "/configmaps";
  }

  String leases() {
    return "apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
  }

  String send(ApiCall call) {
    return admin.send(call, Deadline.after(Duration.ofSeconds(20)));
  }

  /** What a list of objects holds, as it is stored. */
  List<JsonNode> items(String path) {
    List<JsonNode> items = new ArrayList<>();
    json(send(ApiCall.get(path))).path("items").forEach(items::add);
    return items;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }

  /** The ConfigMap of the node at an absolute path. */
  JsonNode nodeAt(String absolute) {
    return items(configMaps()).stream()
        .filter(
            object ->
                object
                    .path("metadata")
                    .path("annotations")
                    .path(Names.PATH)
                    .asText()
                    .equals(absolute))
        .findFirst()
        .orElseThrow();
  }

  void delete(String path) {
    send(ApiCall.delete(path, ""));
  }

  /** Ends every session of the namespace. */
  void endSessions() {
    delete(leases());
  }

  /** Makes the namespace anew after the server lost all it held, and who had the role has it. */
  void makeAnew() {
    send(
        ApiCall.post(
            "api/v1/namespaces",
            """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"},"spec":{"finalizers":[]}}"""
                .formatted(namespace)));
    users.forEach(this::grant);
  }

  /** Somebody with the role that is shipped, and no other. */
  TlsIdentity userWithTheRole() {
    String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    TlsIdentity identity = kubernetes.user(user).certificate().orElseThrow();
    users.put(user, identity);
    grant(user, identity);
    return identity;
  }

  private void grant(String user, TlsIdentity identity) {
    String[] parts = Admin.text(ROLE).split("(?m)^---$", -1);
    apply("roles", parts[1]);
    apply(
        "rolebindings",
        parts[2].replaceAll("(?s)subjects:.*", "")
            + "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "
            + user
            + "}]");
    // The server needs a moment to know what it just stored.
    ApiServer his = ApiServer.acquire(Admin.settings(kubernetes.url(), options(identity)));
    try {
      Deadline limit = Deadline.after(Duration.ofSeconds(20));
      Patience.eventually()
          .ignoreException(ApiException.class)
          .until(() -> !his.send(ApiCall.get(leases()), limit).isEmpty());
    } finally {
      his.release();
    }
  }

  private void apply(String kind, String yaml) {
    send(
        ApiCall.patch(
            RBAC + namespace + "/" + kind + "/multigres-meta-topo?fieldManager=admin&force=true",
            APPLY,
            yaml));
  }

  /** How somebody logs in. */
  static StoreOptions options(TlsIdentity identity) {
    return StoreOptions.builder()
        .trustedCertificates(Admin.text(identity.authority()))
        .clientCertificate(Admin.text(identity.certificate()), Admin.text(identity.key()))
        .build();
  }

  /** The address of a topology here, for who logs in by himself. */
  String uri(String root) {
    return "k8s://" + namespace + root + "?server=" + kubernetes.url();
  }

  @Override
  public void close() {
    admin.release();
  }
}
