package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;
import java.util.List;

/**
 * What a cluster is to look like. Immutable, and valid by construction: what exists keeps the rules
 * of the catalog (C2) and the names fit every place they are copied to.
 *
 * @param namespace the namespace its resource lives in
 * @param name its name, a DNS label of at most 63 characters
 * @param globalTopo where its global topology is
 * @param cells its cells, at least one; in the order given
 * @param databases its databases, the default one among them; in the order given
 * @param defaults what databases get that say nothing of their own
 * @param topologyPruning whether the operator removes what the resource does not list from the
 *     global topology
 * @param postgresSuperuser the Postgres role that owns everything
 */
public record ClusterSpec(
    String namespace,
    String name,
    TopoServerSpec globalTopo,
    List<CellSpec> cells,
    List<DatabaseSpec> databases,
    DatabaseDefaults defaults,
    boolean topologyPruning,
    String postgresSuperuser) {

  /** The most cells a cluster may have. */
  public static final int MOST_CELLS = 50;

  private static final int LONGEST_NAME = 63;

  /**
   * Checks the names and the rules between the parts.
   *
   * @throws ClusterException {@code BAD_SPEC} when a rule is broken
   */
  public ClusterSpec {
    checkNamespace(namespace);
    checkName(name);
    cells = List.copyOf(cells);
    databases = List.copyOf(databases);
    if (cells.isEmpty() || cells.size() > MOST_CELLS) {
      throw BadSpec.because("a cluster has 1 to " + MOST_CELLS + " cells, not " + cells.size());
    }
    SpecNames.unique("cells", cells, CellSpec::name);
    SpecNames.unique("databases", databases, DatabaseSpec::name);
    if (databases.stream().noneMatch(DatabaseSpec::isDefault)) {
      throw BadSpec.because(
          "the default database, " + DatabaseSpec.DEFAULT_NAME + ", is not among the databases");
    }
    if (postgresSuperuser.isEmpty()) {
      throw BadSpec.because("the Postgres superuser must have a name");
    }
  }

  /**
   * Checks a cluster's name.
   *
   * @param name the name
   * @return the name
   * @throws ClusterException {@code BAD_SPEC} when it is no DNS label of at most 63 characters
   */
  public static String checkName(String name) {
    return SpecNames.label("cluster", name, LONGEST_NAME);
  }

  /**
   * Checks a namespace's name.
   *
   * @param namespace the name
   * @return the name
   * @throws ClusterException {@code BAD_SPEC} when it is no DNS label of at most 63 characters
   */
  public static String checkNamespace(String namespace) {
    return SpecNames.label("namespace", namespace, LONGEST_NAME);
  }

  /**
   * The database that a connection without a database name means.
   *
   * @return the default database
   */
  public DatabaseSpec defaultDatabase() {
    return databases.stream().filter(DatabaseSpec::isDefault).findFirst().orElseThrow();
  }
}
