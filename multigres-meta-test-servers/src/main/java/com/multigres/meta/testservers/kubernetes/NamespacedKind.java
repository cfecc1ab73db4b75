package com.multigres.meta.testservers.kubernetes;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of object that lies in a namespace and can be deleted in bulk, in one of its versions.
 *
 * @param version the path of the group's version, such as {@code /apis/apps/v1}
 * @param plural what the kind is called there
 */
record NamespacedKind(String version, String plural) {

  private static final Pattern VERSION = Pattern.compile("\"groupVersion\":\"([^\"]+)\"");
  private static final Pattern KIND =
      Pattern.compile(
          "\\{\"name\":\"([^\"/]+)\",[^{}\\[\\]]*\"namespaced\":true,[^{}\\[\\]]*\"verbs\":\\[([^\\]]*)\\]");

  /** All that this server has, with those that tests have defined. */
  static Collection<NamespacedKind> of(KubernetesApi api) {
    Map<String, NamespacedKind> kinds = new LinkedHashMap<>();
    Stream<String> groups =
        VERSION
            .matcher(api.must("GET", "/apis", "").body())
            .results()
            .map(match -> "/apis/" + match.group(1));
    Stream.concat(Stream.of("/api/v1"), groups)
        .distinct()
        .forEach(version -> addTo(kinds, version, api.must("GET", version, "").body()));
    return kinds.values();
  }

  private static void addTo(Map<String, NamespacedKind> kinds, String version, String resources) {
    Matcher kind = KIND.matcher(resources);
    while (kind.find()) {
      if (kind.group(2).contains("\"deletecollection\"")) {
        // One version of a kind is as good as another.
        String group = version.substring(0, version.lastIndexOf('/'));
        kinds.putIfAbsent(group + "/" + kind.group(1), new NamespacedKind(version, kind.group(1)));
      }
    }
  }

  String in(String namespace) {
    return version + "/namespaces/" + namespace + "/" + plural;
  }
}
