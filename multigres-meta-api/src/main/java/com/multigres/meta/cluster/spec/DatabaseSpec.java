package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.component.Backup;
import java.util.List;

/**
 * One database of a cluster.
 *
 * @param name its name, a DNS label of at most 30 characters
 * @param durabilityPolicy how many servers must have a write before it counts, by name
 * @param backup where its backups go
 * @param tableGroups its tablegroups, the default one among them; in the order given
 */
public record DatabaseSpec(
    String name, String durabilityPolicy, Backup backup, List<TableGroupSpec> tableGroups) {

  /** The longest name of a database. */
  public static final int LONGEST_NAME = 30;

  /** The name of the default database: the one that a connection without a name means. */
  public static final String DEFAULT_NAME = Catalog.DEFAULT_DATABASE;

  /**
   * Checks the name and that there is a default tablegroup (C2).
   *
   * @throws ClusterException {@code BAD_SPEC} when a rule is broken
   */
  public DatabaseSpec {
    checkName(name);
    checkPolicy(durabilityPolicy);
    tableGroups = List.copyOf(tableGroups);
    SpecNames.unique("tablegroups", tableGroups, TableGroupSpec::name);
    if (tableGroups.stream().noneMatch(TableGroupSpec::isDefault)) {
      throw BadSpec.because(
          "database " + name + " has no tablegroup " + TableGroupSpec.DEFAULT_NAME);
    }
  }

  /**
   * What its record in the topology starts from.
   *
   * @return its durability policy and backup
   */
  public DatabaseDefaults settings() {
    return new DatabaseDefaults(durabilityPolicy, backup);
  }

  /**
   * Says whether a connection without a database name means this one.
   *
   * @return whether it is the default database
   */
  public boolean isDefault() {
    return name.equals(DEFAULT_NAME);
  }

  /**
   * Checks a database's name.
   *
   * @param name the name
   * @return the name
   * @throws ClusterException {@code BAD_SPEC} when it is no DNS label of at most 30 characters
   */
  public static String checkName(String name) {
    return SpecNames.label("database", name, LONGEST_NAME);
  }

  /**
   * Checks the name of a durability policy. Which policies there are is the orchestrator's to know.
   *
   * @param policy the name
   * @return the name
   * @throws ClusterException {@code BAD_SPEC} when it is empty
   */
  public static String checkPolicy(String policy) {
    if (!policy.matches("[A-Z0-9_]{1,63}")) {
      throw BadSpec.because(
          "a durability policy is a name like AT_LEAST_2, not \"" + SpecNames.shown(policy) + "\"");
    }
    return policy;
  }
}
