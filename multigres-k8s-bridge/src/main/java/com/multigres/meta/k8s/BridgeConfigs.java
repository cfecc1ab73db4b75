package com.multigres.meta.k8s;

import com.multigres.meta.k8s.config.BridgeConfig;
import com.multigres.meta.k8s.config.ClusterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the configuration file of a bridge. Stateless and thread-safe. */
public final class BridgeConfigs {
  private static final Set<String> FIELDS =
      Set.of(
          "namespaces",
          "interval",
          "timeout",
          "lease-duration",
          "lease-pause",
          "annotations",
          "defaults",
          "clusters");
  private static final Set<String> SETTINGS =
      Set.of(
          "catalog-uri",
          "catalog-user",
          "catalog-password-secret",
          "catalog-ca-secret",
          "topology-uri",
          "topology-ca-secret",
          "topology-certificate-secret",
          "layout",
          "deletion");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");

  private BridgeConfigs() {}

  /**
   * Reads a file.
   *
   * @param file YAML with one document
   * @param namespace the namespace to serve where the file names none
   * @throws ManifestException when it cannot be read, or a field is unknown or makes no sense
   */
  public static BridgeConfig read(Path file, String namespace) {
    ManifestText source = ManifestText.of(file);
    List<YamlDocument> documents = YamlDocument.parse(source);
    if (documents.size() > 1) {
      throw source.problem(OptionalInt.empty(), "holds several documents; a configuration is one");
    }
    if (documents.isEmpty()) {
      return BridgeConfig.of(List.of(namespace));
    }
    YamlDocument document = documents.get(0);
    Field root = Field.root(new InFile(source.name(), document.lines()), document.value());
    return read(root, BridgeConfig.of(List.of(namespace)));
  }

  private static BridgeConfig read(Field root, BridgeConfig otherwise) {
    known(root, FIELDS);
    List<String> namespaces = root.get("namespaces").strings();
    Map<String, ClusterSettings> clusters = new HashMap<>();
    for (String name : root.get("clusters").names()) {
      Field cluster = root.get("clusters").get(name);
      if (!name.matches("[^/]+/[^/]+")) {
        throw cluster.problem("a cluster is named NAMESPACE/NAME");
      }
      clusters.put(name, settings(cluster));
    }
    return root.check(
        () ->
            new BridgeConfig(
                namespaces.isEmpty() ? otherwise.namespaces() : namespaces,
                time(root.get("interval"), otherwise.interval()),
                time(root.get("timeout"), otherwise.timeout()),
                time(root.get("lease-duration"), otherwise.leaseDuration()),
                time(root.get("lease-pause"), otherwise.leasePause()),
                root.get("annotations").flag(otherwise.annotations()),
                settings(root.get("defaults")),
                clusters));
  }

  private static ClusterSettings settings(Field place) {
    known(place, SETTINGS);
    return place.check(() -> ClusterSettings.read(name -> place.get(name).optionalString()));
  }

  private static void known(Field place, Set<String> fields) {
    List<String> unknown = new ArrayList<>(place.names());
    unknown.removeAll(fields);
    if (!unknown.isEmpty()) {
      throw place.get(unknown.get(0)).problem("is no setting of a bridge");
    }
  }

  private static Duration time(Field place, Duration otherwise) {
    if (!place.isPresent()) {
      return otherwise;
    }
    Matcher time = TIME.matcher(place.string());
    if (!time.matches()) {
      throw place.problem("must be a time such as 5s, 500ms or 1m");
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
