package com.multigres.meta.cluster.plan;

/** Where facts about a cluster stand. */
public enum Place {
  /** The catalog, in the hidden area of the default database. */
  CATALOG("catalog"),
  /** The global topology. */
  TOPOLOGY("global topology"),
  /** The {@code MultigresCluster} resource. */
  KUBERNETES("resource"),
  /** The topology of a cell. */
  CELL("cell topology");

  private final String text;

  Place(String text) {
    this.text = text;
  }

  /**
   * The place as people call it.
   *
   * @return for instance {@code global topology}
   */
  public String text() {
    return text;
  }

  /** The same as {@link #text()}. */
  @Override
  public String toString() {
    return text;
  }
}
