package com.multigres.meta.k8s;

import com.multigres.meta.cluster.spec.ClusterSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Reads {@code MultigresCluster} resources of {@code multigres.com/v1alpha1}: from YAML or JSON
 * files with any number of documents, where other kinds are passed over, or as the API server gives
 * them. Stateless and thread-safe.
 */
public final class ClusterManifests {
  private ClusterManifests() {}

  /**
   * Reads the only cluster of a file.
   *
   * @throws ManifestException when the file cannot be read, holds none or several, or what it holds
   *     cannot be a cluster
   */
  public static ClusterSpec read(Path file) {
    ManifestText source = ManifestText.of(file);
    List<Candidate> found = Candidate.all(source);
    if (found.size() > 1) {
      throw source.problem(
          OptionalInt.empty(), "holds several clusters, name one of them: " + names(found));
    }
    return only(source, found).spec();
  }

  /**
   * Reads one cluster of a file.
   *
   * @param name the cluster's name, or {@code namespace/name}
   * @throws ManifestException when the file cannot be read, holds no such cluster or several, or
   *     what it holds cannot be a cluster
   */
  public static ClusterSpec read(Path file, String name) {
    ManifestText source = ManifestText.of(file);
    List<Candidate> found = Candidate.all(source);
    List<Candidate> named = found.stream().filter(each -> each.isCalled(name)).toList();
    if (named.size() > 1) {
      throw source.problem(
          OptionalInt.empty(), "holds several clusters of that name: " + names(named));
    }
    if (named.isEmpty() && !found.isEmpty()) {
      throw source.problem(
          OptionalInt.empty(),
          "holds no cluster named " + OneLine.quoted(name) + ", only: " + names(found));
    }
    return only(source, named).spec();
  }

  /**
   * Reads a resource as the API server gives it.
   *
   * @throws ManifestException when it cannot be a cluster; instead of a file it names the resource
   */
  public static ClusterSpec of(GenericKubernetesResource resource) {
    Map<?, ?> fields = new KubernetesSerialization().convertValue(resource, Map.class);
    String name = ClusterSpecReader.KIND + " " + resource.getMetadata().getName();
    Field root = Field.root(new NamedPlace(name), fields);
    return ClusterSpecReader.read(root);
  }

  private static Candidate only(ManifestText source, List<Candidate> found) {
    if (found.isEmpty()) {
      throw source.problem(
          OptionalInt.empty(),
          "holds no "
              + ClusterSpecReader.KIND
              + " of "
              + ClusterSpecReader.GROUP
              + "/"
              + ClusterSpecReader.VERSION);
    }
    return found.get(0);
  }

  private static String names(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::qualifiedName).collect(Collectors.joining(", "));
  }

  /** A resource that is in no file. */
  private record NamedPlace(String file) implements Field.Place {
    @Override
    public OptionalInt lineOf(FieldPath path) {
      return OptionalInt.empty();
    }
  }
}
