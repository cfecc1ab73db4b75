package com.multigres.meta.cluster.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds every difference between the places of a cluster. A pure function. */
public final class Drifts {
  private Drifts() {}

  /**
   * The differences in a picture.
   *
   * @param picture the cluster as its places showed it
   * @return the differences, in an order that depends on nothing else
   */
  public static List<Drift> in(ClusterPicture picture) {
    List<Drift> drifts = new ArrayList<>();
    new CellDrifts(picture, drifts).find();
    picture
        .catalog()
        .ifPresent(
            catalog -> {
              new ManifestDrifts(picture, catalog.catalog(), drifts).find();
              new RecordDrifts(picture, catalog.catalog(), drifts).find();
              new ComponentDrifts(picture, catalog.catalog(), drifts).find();
            });
    Collections.sort(drifts);
    return List.copyOf(drifts);
  }
}
