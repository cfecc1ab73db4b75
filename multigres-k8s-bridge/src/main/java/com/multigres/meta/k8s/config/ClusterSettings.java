package com.multigres.meta.k8s.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topology.TopoLayout;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody says of a cluster; where it is empty, somebody else's word holds, or the default.
 *
 * @param catalogUri the catalog's address
 * @param catalogUser whom to log in as there
 * @param catalogPassword the password's place
 * @param catalogAuthority the Secret with the certificate of whom to trust there, as {@code ca.crt}
 * @param topologyUri the global topology's address, its root included
 * @param topologyAuthority the Secret with the certificate of whom to trust, as {@code ca.crt}
 * @param topologyCertificate the Secret with the own certificate, as {@code tls.crt} and {@code
 *     tls.key}
 * @param layout where the records lie
 * @param deletion what becomes of the entries of dropped databases
 */
public record ClusterSettings(
    Optional<String> catalogUri,
    Optional<String> catalogUser,
    Optional<SecretKey> catalogPassword,
    Optional<String> catalogAuthority,
    Optional<String> topologyUri,
    Optional<String> topologyAuthority,
    Optional<String> topologyCertificate,
    Optional<TopoLayout> layout,
    Optional<DeletionPolicy> deletion) {

  /** Before the name of each setting that is an annotation. */
  public static final String PREFIX = "meta.multigres.com/";

  /** Nothing is said. */
  public static final ClusterSettings NONE = read(name -> Optional.empty());

  /**
   * Reads settings by their names.
   *
   * @param values what is said under a name, such as {@code catalog-uri}
   * @throws IllegalArgumentException for a value that makes no sense, which names the setting
   */
  public static ClusterSettings read(Function<String, Optional<String>> values) {
    return new ClusterSettings(
        checked("catalog-uri", values, ClusterSettings::address),
        values.apply("catalog-user"),
        checked("catalog-password-secret", values, SecretKey::parse),
        values.apply("catalog-ca-secret"),
        checked("topology-uri", values, ClusterSettings::address),
        values.apply("topology-ca-secret"),
        values.apply("topology-certificate-secret"),
        checked("layout", values, text -> oneOf(TopoLayout.class, text)),
        checked("deletion", values, text -> oneOf(DeletionPolicy.class, text)));
  }

  /**
   * What a resource's annotations say; an empty one says nothing.
   *
   * @param resource the resource, whole
   * @throws IllegalArgumentException for a value that makes no sense
   */
  public static ClusterSettings ofAnnotations(JsonNode resource) {
    JsonNode annotations = resource.path("metadata").path("annotations");
    String namespace = resource.path("metadata").path("namespace").asText();
    ClusterSettings said =
        read(
            name ->
                Optional.ofNullable(annotations.path(PREFIX + name).textValue())
                    .filter(text -> !text.isBlank()));
    said.catalogUri.ifPresent(address -> refuseForeign(address, namespace));
    said.topologyUri.ifPresent(address -> refuseForeign(address, namespace));
    return said;
  }

  /** The bridge's own rights on Kubernetes are lent to nobody: not elsewhere, nor otherwise. */
  private static void refuseForeign(String address, String namespace) {
    boolean own =
        address.startsWith("k8s://" + namespace + "/") || address.startsWith("k8s://{namespace}/");
    if (address.toLowerCase(Locale.ROOT).startsWith("k8s:")
        && (!own || address.indexOf('?') >= 0)) {
      throw new IllegalArgumentException(
          "the annotation names '"
              + address
              + "': on Kubernetes a resource may name its own namespace, without options");
    }
  }

  private static <T> Optional<T> checked(
      String name, Function<String, Optional<String>> values, Function<String, T> type) {
    try {
      return values.apply(name).map(type);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("setting '" + name + "': " + wrong.getMessage(), wrong);
    }
  }

  /** What is no address in any case is told where it is said, not where it is opened. */
  private static String address(String text) {
    StoreUri.parse(text.replaceAll("[{](namespace|cluster)[}]", "x"));
    return text;
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("there is no '" + text + "'");
  }

  /**
   * These, and where they say nothing, others.
   *
   * @param others which count less
   */
  public ClusterSettings over(ClusterSettings others) {
    return new ClusterSettings(
        catalogUri.or(others::catalogUri),
        catalogUser.or(others::catalogUser),
        catalogPassword.or(others::catalogPassword),
        catalogAuthority.or(others::catalogAuthority),
        topologyUri.or(others::topologyUri),
        topologyAuthority.or(others::topologyAuthority),
        topologyCertificate.or(others::topologyCertificate),
        layout.or(others::layout),
        deletion.or(others::deletion));
  }
}
