package com.multigres.meta.k8s.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.topology.TopoLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where what belongs to one cluster is.
 *
 * @param catalogUri the catalog's address
 * @param catalogUser whom to log in as there, unless the address says it
 * @param catalogPassword the password's place
 * @param catalogAuthority the Secret with the certificate of whom to trust there
 * @param topologyUri the global topology's address, its root included
 * @param topologyAuthority the Secret with the certificate of whom to trust
 * @param topologyCertificate the Secret with the own certificate
 * @param layout where the records lie
 * @param deletion what becomes of the entries of dropped databases
 * @param named which of the addresses only the resource names
 */
public record ClusterAddresses(
    String catalogUri,
    Optional<String> catalogUser,
    Optional<SecretKey> catalogPassword,
    Optional<String> catalogAuthority,
    String topologyUri,
    Optional<String> topologyAuthority,
    Optional<String> topologyCertificate,
    TopoLayout layout,
    DeletionPolicy deletion,
    ByResource named) {
  private static final String DEFAULT_KEY = "password";

  /**
   * Which addresses only the resource names, and so whoever may edit it: no Secret is presented
   * there that does not name them as well.
   *
   * @param catalog whether it names the catalog's
   * @param topology whether it names the topology's
   */
  public record ByResource(boolean catalog, boolean topology) {}

  /**
   * What follows from a resource and what was said of it.
   *
   * @param resource the resource, whole
   * @param annotated what its annotations say, where they count
   * @param configured in addresses, {@code {namespace}} and {@code {cluster}} are the resource's
   * @throws IllegalArgumentException for a server in {@code spec} that is none of ours
   */
  public static ClusterAddresses of(
      JsonNode resource, ClusterSettings annotated, ClusterSettings configured) {
    ClusterSettings said = annotated.over(configured);
    String namespace = resource.path("metadata").path("namespace").asText();
    String cluster = resource.path("metadata").path("name").asText();
    JsonNode spec = resource.path("spec");
    TopoLayout layout = said.layout().orElse(TopoLayout.CANONICAL);
    JsonNode server = spec.path("globalTopoServer").path("external");
    String service = "." + namespace + ".svc";
    String catalog =
        said.catalogUri()
            .orElse("postgresql://" + cluster + "-multigateway" + service + ":5432/postgres");
    String root = layout.globalRoot(cluster).toString();
    String topology =
        said.topologyUri()
            .orElseGet(
                () ->
                    server.isMissingNode()
                        ? "etcd://"
                            + cluster
                            + "-global-topo"
                            + service
                            + ":2379"
                            + rootOf(spec.path("globalTopoServer").path("etcd"), root)
                        : external(server, root));
    boolean external = said.topologyUri().isEmpty() && !server.isMissingNode();
    return new ClusterAddresses(
        filled(catalog, namespace, cluster),
        catalog.contains("@") ? Optional.empty() : said.catalogUser().or(() -> superuser(spec)),
        said.catalogPassword().or(() -> password(spec.path("postgresPasswordSecretRef"))),
        said.catalogAuthority(),
        filled(topology, namespace, cluster),
        said.topologyAuthority().or(() -> text(server, "caSecret")),
        said.topologyCertificate().or(() -> text(server, "clientCertSecret")),
        layout,
        said.deletion().orElse(DeletionPolicy.RETAIN),
        new ByResource(
            annotated.catalogUri().isPresent(), annotated.topologyUri().isPresent() || external));
  }

  private static Optional<String> superuser(JsonNode spec) {
    return Optional.of(text(spec, "postgresSuperuser").orElse("postgres"));
  }

  private static Optional<SecretKey> password(JsonNode reference) {
    return text(reference, "name")
        .map(name -> new SecretKey(name, text(reference, "key").orElse(DEFAULT_KEY)));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isBlank());
  }

  /** Endpoints come with a scheme of their own, or without. */
  private static String external(JsonNode server, String root) {
    List<String> hosts = new ArrayList<>();
    boolean secure = server.has("caSecret") || server.has("clientCertSecret");
    for (JsonNode endpoint : server.path("endpoints")) {
      String text = plain("endpoints", endpoint.asText());
      secure |= text.startsWith("https://");
      hosts.add(text.replaceFirst("^https?://", "").replaceFirst("/+$", ""));
    }
    String kind = text(server, "implementation").orElse("etcd");
    if (!kind.equals("etcd")) {
      // Any other scheme would let a resource choose what the bridge logs in to.
      throw new IllegalArgumentException(
          "spec.globalTopoServer.external.implementation is '"
              + kind
              + "', only etcd is taken from a resource");
    }
    return (secure ? "etcds://" : "etcd://") + String.join(",", hosts) + rootOf(server, root);
  }

  /** What would end a path or begin options in an address has no place there. */
  private static String plain(String field, String text) {
    if (!text.matches("[^?#@%\\s{}]*")) {
      throw new IllegalArgumentException(
          "spec.globalTopoServer: " + field + " holds what an address cannot: one of ? # @ % { }");
    }
    return text;
  }

  private static String rootOf(JsonNode server, String otherwise) {
    String root =
        text(server, "rootPath")
            .map(path -> plain("rootPath", path))
            .orElse(otherwise)
            .replaceFirst("/+$", "");
    return root.startsWith("/") ? root : "/" + root;
  }

  private static String filled(String address, String namespace, String cluster) {
    return address.replace("{namespace}", namespace).replace("{cluster}", cluster);
  }
}
