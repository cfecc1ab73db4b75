package com.multigres.meta.k8s;

import com.multigres.meta.cluster.spec.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A document, or an item of a list document, that says it is a {@code MultigresCluster}. */
record Candidate(Field resource) {

  /** All of a file, in order, lists that {@code kubectl get} prints included. */
  static List<Candidate> all(ManifestText source) {
    List<Candidate> found = new ArrayList<>();
    for (YamlDocument document : YamlDocument.parse(source)) {
      Field root = Field.root(new InFile(source.name(), document.lines()), document.value());
      if (document.value() instanceof Map) {
        collect(root, found);
      } else {
        throw root.problem("is not a Kubernetes object");
      }
    }
    return found;
  }

  ClusterSpec spec() {
    return ClusterSpecReader.read(resource);
  }

  boolean isCalled(String name) {
    Field given = resource.get("metadata").get("name");
    return given.isPresent() && (name.equals(given.string()) || name.equals(qualifiedName()));
  }

  String qualifiedName() {
    Field metadata = resource.get("metadata");
    return metadata.get("namespace").optionalString().orElse("default")
        + "/"
        + metadata.get("name").string();
  }

  private static void collect(Field field, List<Candidate> found) {
    String kind = text(field.get("kind"));
    if (kind.equals("List") || kind.equals(ClusterSpecReader.KIND + "List")) {
      field.get("items").items().forEach(item -> collect(item, found));
    } else if (kind.equals(ClusterSpecReader.KIND) && ofOurGroup(field.get("apiVersion"))) {
      found.add(new Candidate(field));
    }
  }

  /** Another group may have a kind of that name; another version of ours we cannot read. */
  private static boolean ofOurGroup(Field apiVersion) {
    String text = text(apiVersion);
    String ours = ClusterSpecReader.GROUP + "/" + ClusterSpecReader.VERSION;
    if (text.startsWith(ClusterSpecReader.GROUP + "/") && !text.equals(ours)) {
      throw apiVersion.problem("must be " + ours + ", not " + OneLine.quoted(text));
    }
    if (text.isEmpty()) {
      throw apiVersion.problem("is missing; it must be " + ours);
    }
    return text.equals(ours);
  }

  private static String text(Field field) {
    return field.isPresent() ? field.string() : "";
  }
}
