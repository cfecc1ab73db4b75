package com.multigres.meta.topology.internal.record;

import com.multigres.meta.model.component.Backup;
import com.multigres.meta.topology.internal.wire.BackupLocation;
import com.multigres.meta.topology.internal.wire.S3Backup;

/** {@code clustermetadata.BackupLocation} and the places in it. */
final class BackupMessage {
  private BackupMessage() {}

  static Backup read(BackupLocation message) {
    return new Backup(
        location(message),
        message.getRequireInitialRepoEncryption(),
        message.getAuthoritativeGeneration());
  }

  static BackupLocation write(BackupLocation before, Backup backup) {
    BackupLocation.Builder after =
        before.toBuilder()
            .setRequireInitialRepoEncryption(backup.requireInitialRepoEncryption())
            .setAuthoritativeGeneration(backup.authoritativeGeneration());
    if (!location(before).equals(backup.location())) {
      setLocation(after, backup.location());
    }
    return after.build();
  }

  private static com.multigres.meta.model.component.BackupLocation location(
      BackupLocation message) {
    return switch (message.getLocationCase()) {
      case FILESYSTEM ->
          new com.multigres.meta.model.component.BackupLocation.Filesystem(
              message.getFilesystem().getPath());
      case S3 -> s3(message.getS3());
      case LOCATION_NOT_SET -> new com.multigres.meta.model.component.BackupLocation.None();
    };
  }

  private static com.multigres.meta.model.component.BackupLocation s3(S3Backup message) {
    return new com.multigres.meta.model.component.BackupLocation.S3(
        message.getBucket(),
        message.getRegion(),
        message.getEndpoint(),
        message.getKeyPrefix(),
        message.getUseEnvCredentials());
  }

  private static void setLocation(
      BackupLocation.Builder after, com.multigres.meta.model.component.BackupLocation location) {
    if (location instanceof com.multigres.meta.model.component.BackupLocation.Filesystem f) {
      after.getFilesystemBuilder().setPath(f.path());
    } else if (location instanceof com.multigres.meta.model.component.BackupLocation.S3 s3) {
      after
          .getS3Builder()
          .setBucket(s3.bucket())
          .setRegion(s3.region())
          .setEndpoint(s3.endpoint())
          .setKeyPrefix(s3.keyPrefix())
          .setUseEnvCredentials(s3.useEnvCredentials());
    } else {
      after.clearLocation();
    }
  }
}
