package com.multigres.meta.cluster;

import com.google.common.collect.ImmutableSortedMap;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster's own entry in its global topology: which cluster it is, and what the records of its
 * databases say.
 *
 * @param namespace the namespace of its resource
 * @param name its name
 * @param defaults what the record of a database says that has no settings of its own
 * @param databases the settings of the others, by external name
 */
public record ClusterEntry(
    String namespace,
    String name,
    DatabaseDefaults defaults,
    SortedMap<String, DatabaseDefaults> databases) {

  /** Makes an entry with a copy of the map. */
  public ClusterEntry {
    databases = ImmutableSortedMap.copyOfSorted(databases);
  }

  /**
   * The entry that a description asks for.
   *
   * @param spec what the cluster is to look like
   * @return its entry
   */
  public static ClusterEntry of(ClusterSpec spec) {
    SortedMap<String, DatabaseDefaults> own = new TreeMap<>();
    for (DatabaseSpec database : spec.databases()) {
      if (!database.settings().equals(spec.defaults())) {
        own.put(database.name(), database.settings());
      }
    }
    return new ClusterEntry(spec.namespace(), spec.name(), spec.defaults(), own);
  }

  /**
   * What the record of a database says.
   *
   * @param database its external name
   * @return its own settings, or else the defaults
   */
  public DatabaseDefaults settingsOf(String database) {
    return databases.getOrDefault(database, defaults);
  }

  /**
   * Refuses whoever means another cluster.
   *
   * @param asked the cluster that is meant: {@code namespace/name}, or {@code name} in whichever
   *     namespace
   * @throws ClusterException {@code OTHER_CLUSTER} when this is another one's entry
   */
  public void require(String asked) {
    if (!asked.equals(asked.indexOf('/') < 0 ? name : qualifiedName())) {
      throw new ClusterException(
          ClusterErrorCode.OTHER_CLUSTER,
          "this global topology belongs to cluster " + qualifiedName() + ", not to " + asked);
    }
  }

  /**
   * How messages call the cluster.
   *
   * @return {@code namespace/name}
   */
  public String qualifiedName() {
    return namespace + "/" + name;
  }
}
