package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;

/** Where the backups of a database go. */
public sealed interface BackupSpec {

  /** What a cluster that says nothing gets: the folder {@code /backups}. */
  BackupSpec DEFAULT = new Filesystem("/backups", false);

  /**
   * Says whether a new repository must be encrypted.
   *
   * @return whether it must
   */
  boolean encrypted();

  /**
   * A folder that all servers of a shard see.
   *
   * @param path the folder
   * @param encrypted whether a new repository must be encrypted
   */
  record Filesystem(String path, boolean encrypted) implements BackupSpec {
    /**
     * Checks the path.
     *
     * @throws ClusterException {@code BAD_SPEC} when the path is empty
     */
    public Filesystem {
      if (path.isEmpty()) {
        throw BadSpec.because("the folder of the backups must not be empty");
      }
    }
  }

  /**
   * An object store that speaks S3.
   *
   * @param bucket the bucket
   * @param region its region
   * @param endpoint the server, when it is not the region's; empty otherwise
   * @param keyPrefix what every key starts with; may be empty
   * @param useEnvCredentials whether the credentials come from the environment
   * @param encrypted whether a new repository must be encrypted
   */
  record S3(
      String bucket,
      String region,
      String endpoint,
      String keyPrefix,
      boolean useEnvCredentials,
      boolean encrypted)
      implements BackupSpec {
    /**
     * Checks that bucket and region are there.
     *
     * @throws ClusterException {@code BAD_SPEC} when one is empty
     */
    public S3 {
      if (bucket.isEmpty() || region.isEmpty()) {
        throw BadSpec.because("backups in S3 need a bucket and a region");
      }
    }
  }
}
