package com.multigres.meta.model.component;

/** Where backups lie. */
public sealed interface BackupLocation {

  /** Nowhere, or at a kind of place that this library does not know. */
  record None() implements BackupLocation {}

  /**
   * In a directory that every pooler of the database sees.
   *
   * @param path the directory
   */
  record Filesystem(String path) implements BackupLocation {}

  /**
   * In an object store that speaks S3.
   *
   * @param bucket the bucket
   * @param region its region; may be empty
   * @param endpoint the server; empty for Amazon's
   * @param keyPrefix what every key begins with; may be empty
   * @param useEnvCredentials whether poolers take the credentials from their environment
   */
  record S3(
      String bucket, String region, String endpoint, String keyPrefix, boolean useEnvCredentials)
      implements BackupLocation {}
}
