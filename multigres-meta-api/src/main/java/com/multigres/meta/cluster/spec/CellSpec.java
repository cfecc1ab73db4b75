package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;

/**
 * One cell of a cluster.
 *
 * @param name its name, a DNS label of at most 30 characters
 * @param zone the availability zone it lies in; empty when a region is given, or neither
 * @param region the region it lies in; empty when a zone is given, or neither
 * @param localTopo its own topology server; without addresses it shares the global one's
 */
public record CellSpec(String name, String zone, String region, TopoServerSpec localTopo) {

  /** The longest name of a cell. */
  public static final int LONGEST_NAME = 30;

  /**
   * Checks the name and that a cell lies in one place.
   *
   * @throws ClusterException {@code BAD_SPEC} when a rule is broken
   */
  public CellSpec {
    checkName(name);
    if (!zone.isEmpty() && !region.isEmpty()) {
      throw BadSpec.because("cell " + name + " has both a zone and a region");
    }
  }

  /**
   * Checks a cell's name.
   *
   * @param name the name
   * @return the name
   * @throws ClusterException {@code BAD_SPEC} when it is no DNS label of at most 30 characters
   */
  public static String checkName(String name) {
    return SpecNames.label("cell", name, LONGEST_NAME);
  }
}
