package com.multigres.meta.k8s;

import com.multigres.meta.cluster.spec.BackupSpec;
import java.util.Optional;

/** Reads where backups go; what it does not say comes from the level above. */
final class BackupReader {
  private BackupReader() {}

  static Optional<BackupSpec> read(Field backup) {
    if (!backup.isPresent()) {
      return Optional.empty();
    }
    boolean encrypted = backup.get("encryption").isPresent();
    String type = backup.get("type").string();
    return switch (type) {
      case "filesystem" -> Optional.of(filesystem(backup.get("filesystem"), encrypted));
      case "s3" -> Optional.of(s3(backup.get("s3"), encrypted));
      default ->
          throw backup.get("type").problem("must be filesystem or s3, not " + OneLine.quoted(type));
    };
  }

  private static BackupSpec filesystem(Field field, boolean encrypted) {
    String path = field.get("path").optionalString().orElse("/backups");
    return field.check(() -> new BackupSpec.Filesystem(path, encrypted));
  }

  private static BackupSpec s3(Field field, boolean encrypted) {
    String bucket = field.get("bucket").string();
    String region = field.get("region").string();
    String endpoint = field.get("endpoint").optionalString().orElse("");
    String prefix = field.get("keyPrefix").optionalString().orElse("");
    boolean env = field.get("useEnvCredentials").flag(false);
    return field.check(() -> new BackupSpec.S3(bucket, region, endpoint, prefix, env, encrypted));
  }
}
