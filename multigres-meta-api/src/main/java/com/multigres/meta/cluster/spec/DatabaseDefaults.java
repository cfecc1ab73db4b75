package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;

/**
 * What a database gets that says nothing of its own, such as one made by a statement.
 *
 * @param durabilityPolicy how many servers must have a write before it counts, by name
 * @param backup where its backups go
 */
public record DatabaseDefaults(String durabilityPolicy, BackupSpec backup) {

  /** What a cluster gets that says nothing of its own. */
  public static final DatabaseDefaults STANDARD =
      new DatabaseDefaults("AT_LEAST_2", BackupSpec.DEFAULT);

  /**
   * Checks the policy's name.
   *
   * @throws ClusterException {@code BAD_SPEC} when it is no policy's name
   */
  public DatabaseDefaults {
    DatabaseSpec.checkPolicy(durabilityPolicy);
  }
}
