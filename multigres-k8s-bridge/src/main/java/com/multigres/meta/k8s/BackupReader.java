package com.multigres.meta.k8s;

import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import java.util.Optional;

/** Reads where backups go; what it does not say comes from the level above. */
final class BackupReader {
  private BackupReader() {}

  static Optional<Backup> read(Field backup) {
    if (!backup.isPresent()) {
      return Optional.empty();
    }
    String type = backup.get("type").string();
    BackupLocation location =
        switch (type) {
          case "filesystem" -> filesystem(backup.get("filesystem"));
          case "s3" -> s3(backup.get("s3"));
          default ->
              throw backup
                  .get("type")
                  .problem("must be filesystem or s3, not " + OneLine.quoted(type));
        };
    return Optional.of(new Backup(location, backup.get("encryption").isPresent(), 0));
  }

  private static BackupLocation filesystem(Field field) {
    return new BackupLocation.Filesystem(field.get("path").optionalString().orElse("/backups"));
  }

  private static BackupLocation s3(Field field) {
    return new BackupLocation.S3(
        field.get("bucket").string(),
        field.get("region").string(),
        field.get("endpoint").optionalString().orElse(""),
        field.get("keyPrefix").optionalString().orElse(""),
        field.get("useEnvCredentials").flag(false));
  }
}
