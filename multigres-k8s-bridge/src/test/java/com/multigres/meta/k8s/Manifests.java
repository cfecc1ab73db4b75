package com.multigres.meta.k8s;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The manifests of the tests. */
final class Manifests {
  private Manifests() {}

  static Path resource(String name) throws URISyntaxException {
    URL url = Manifests.class.getResource("/manifests/" + name);
    return Path.of(Objects.requireNonNull(url, name).toURI());
  }

  static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("cluster.yaml"), text);
  }

  /** A cluster named {@code c} whose spec has a cell and these further lines, from line 9 on. */
  static String withSpec(String lines) {
    return """
        apiVersion: multigres.com/v1alpha1
        kind: MultigresCluster
        metadata:
          name: c
        spec:
          cells:
            - name: zone-a
              zoneId: z
        """
        + lines.indent(2);
  }
}
