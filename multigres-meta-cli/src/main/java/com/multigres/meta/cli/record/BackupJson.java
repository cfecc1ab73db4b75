package com.multigres.meta.cli.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;

/** Where backups go, as JSON. */
final class BackupJson {
  private BackupJson() {}

  static ObjectNode of(Backup backup) {
    ObjectNode json = Json.object();
    if (backup.location() instanceof BackupLocation.Filesystem files) {
      json.putObject("filesystem").put("path", files.path());
    } else if (backup.location() instanceof BackupLocation.S3 s3) {
      json.putObject("s3")
          .put("bucket", s3.bucket())
          .put("region", s3.region())
          .put("endpoint", s3.endpoint())
          .put("keyPrefix", s3.keyPrefix())
          .put("useEnvCredentials", s3.useEnvCredentials());
    }
    return json.put("requireInitialRepoEncryption", backup.requireInitialRepoEncryption())
        .put("authoritativeGeneration", backup.authoritativeGeneration());
  }
}
