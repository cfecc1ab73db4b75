package com.multigres.meta.cli.cluster;

import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.k8s.ClusterManifests;
import java.nio.file.Path;

/** Reads the cluster that a manifest file and {@code --cluster} name. */
public final class ClusterOption {
  private ClusterOption() {}

  /** The cluster of a file: the one that was named, or else its only one. */
  public static ClusterSpec read(Context context, Path manifest) {
    return context
        .stores()
        .clusterIfGiven()
        .map(name -> ClusterManifests.read(manifest, name))
        .orElseGet(() -> ClusterManifests.read(manifest));
  }
}
