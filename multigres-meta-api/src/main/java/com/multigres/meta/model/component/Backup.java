package com.multigres.meta.model.component;

/**
 * Where and how a database's backups go.
 *
 * @param location where
 * @param requireInitialRepoEncryption whether the first repository must be encrypted
 * @param authoritativeGeneration counts changes of the authoritative location
 */
public record Backup(
    BackupLocation location, boolean requireInitialRepoEncryption, long authoritativeGeneration) {
  /** What a record that says nothing about it reads as. */
  public static final Backup NONE = at(new BackupLocation.None());

  /**
   * Backups at a place, everything else neutral.
   *
   * @param location the place
   * @return the backup
   */
  public static Backup at(BackupLocation location) {
    return new Backup(location, false, 0);
  }
}
