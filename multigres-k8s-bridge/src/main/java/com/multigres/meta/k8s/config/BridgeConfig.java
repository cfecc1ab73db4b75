package com.multigres.meta.k8s.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a configuration file says: which clusters one process serves, and how it finds what belongs
 * to them. An annotation counts more than the file's word for a cluster, that more than the file's
 * defaults, and these more than what follows from the resource.
 *
 * @param namespaces where its clusters are; {@code *} is every namespace
 * @param interval how long to wait for a change before looking all the same
 * @param timeout how long a call to the API server may take
 * @param leaseDuration how long a leader leads without a renewal
 * @param leasePause between two renewals
 * @param annotations whether annotations of a resource may say where its catalog and topology are
 * @param defaults for every cluster
 * @param clusters for single ones, by {@code namespace/name}
 */
public record BridgeConfig(
    List<String> namespaces,
    Duration interval,
    Duration timeout,
    Duration leaseDuration,
    Duration leasePause,
    boolean annotations,
    ClusterSettings defaults,
    Map<String, ClusterSettings> clusters) {

  /** Every namespace. */
  public static final String EVERYWHERE = "*";

  /** Makes a configuration with copies of the lists. */
  public BridgeConfig {
    namespaces = List.copyOf(namespaces);
    clusters = Map.copyOf(clusters);
    if (namespaces.isEmpty()) {
      throw new IllegalArgumentException("a bridge serves at least one namespace");
    }
  }

  /**
   * The configuration where nothing is said but where the clusters are.
   *
   * @param namespaces where the clusters are
   */
  public static BridgeConfig of(List<String> namespaces) {
    return new BridgeConfig(
        namespaces,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(2),
        false,
        ClusterSettings.NONE,
        Map.of());
  }

  /**
   * The same with other defaults.
   *
   * @param settings for every cluster
   */
  public BridgeConfig withDefaults(ClusterSettings settings) {
    return new BridgeConfig(
        namespaces, interval, timeout, leaseDuration, leasePause, annotations, settings, clusters);
  }

  /** The same where annotations count. */
  public BridgeConfig withAnnotations() {
    return new BridgeConfig(
        namespaces, interval, timeout, leaseDuration, leasePause, true, defaults, clusters);
  }

  /**
   * Where what belongs to a cluster is.
   *
   * @param resource the resource, whole
   * @throws IllegalArgumentException for an annotation or a server in {@code spec} that makes no
   *     sense
   */
  public ClusterAddresses addresses(JsonNode resource) {
    JsonNode metadata = resource.path("metadata");
    String name = metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
    ClusterSettings said = clusters.getOrDefault(name, ClusterSettings.NONE).over(defaults);
    return ClusterAddresses.of(
        resource,
        annotations ? ClusterSettings.ofAnnotations(resource) : ClusterSettings.NONE,
        said);
  }
}
