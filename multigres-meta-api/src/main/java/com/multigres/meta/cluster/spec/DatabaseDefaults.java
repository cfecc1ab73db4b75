package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;

/**
 * What a database gets that says nothing of its own, such as one made by a statement.
 *
 * @param durabilityPolicy how many servers must have a write before it counts, by name
 * @param backup where its backups go
 */
public record DatabaseDefaults(String durabilityPolicy, Backup backup) {

  /** The folder {@code /backups}, which every pooler sees. */
  public static final Backup STANDARD_BACKUP = Backup.at(new BackupLocation.Filesystem("/backups"));

  /** What a cluster gets that says nothing of its own. */
  public static final DatabaseDefaults STANDARD =
      new DatabaseDefaults("AT_LEAST_2", STANDARD_BACKUP);

  /**
   * Checks the policy's name.
   *
   * @throws ClusterException {@code BAD_SPEC} when it is no policy's name
   */
  public DatabaseDefaults {
    DatabaseSpec.checkPolicy(durabilityPolicy);
  }
}
