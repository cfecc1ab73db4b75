package com.multigres.meta.cluster.bridge;

import com.multigres.meta.cluster.internal.Policies;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import com.multigres.meta.model.component.BackupLocation.Filesystem;
import com.multigres.meta.model.component.BackupLocation.S3;
import com.multigres.meta.model.component.DatabaseRecord;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a database's record that is made from the catalog, and its one spelling. Other fields
 * of the record, such as the generation of the backup's repository, are other components'.
 */
public final class DatabaseContent {
  private DatabaseContent() {}

  /**
   * What the record of a database is to say.
   *
   * @param settings its durability policy and backup
   * @param cells the cluster's cells
   * @return the one spelling of it
   */
  public static String of(DatabaseDefaults settings, Collection<String> cells) {
    return spell(settings.durabilityPolicy(), settings.backup(), cells);
  }

  /**
   * What the record of a database says.
   *
   * @param record the record
   * @return the one spelling of the part that is made from the catalog
   */
  public static String of(DatabaseRecord record) {
    return spell(record.durabilityPolicy().name(), record.backup(), record.cells());
  }

  /** The record of a database that has none. */
  static DatabaseRecord fresh(String name, DatabaseDefaults settings, Collection<String> cells) {
    return new DatabaseRecord(
        name,
        settings.backup(),
        List.copyOf(new TreeSet<>(cells)),
        Policies.named(settings.durabilityPolicy()));
  }

  /** The record with what we have to say about it; what says the same already stays as it is. */
  static DatabaseRecord over(
      DatabaseRecord before, DatabaseDefaults settings, Collection<String> cells) {
    boolean sameCells = Set.copyOf(before.cells()).equals(Set.copyOf(cells));
    boolean samePolicy = before.durabilityPolicy().name().equals(settings.durabilityPolicy());
    Backup backup =
        new Backup(
            settings.backup().location(),
            settings.backup().requireInitialRepoEncryption(),
            before.backup().authoritativeGeneration());
    return new DatabaseRecord(
        before.name(),
        backup,
        sameCells ? before.cells() : List.copyOf(new TreeSet<>(cells)),
        samePolicy ? before.durabilityPolicy() : Policies.named(settings.durabilityPolicy()));
  }

  private static String spell(String policy, Backup backup, Collection<String> cells) {
    return "cells "
        + new TreeSet<>(cells).stream().map(DatabaseContent::quote).toList()
        + ", durability "
        + quote(policy)
        + ", backup "
        + spell(backup.location())
        + (backup.requireInitialRepoEncryption() ? " encrypted" : "");
  }

  private static String spell(BackupLocation location) {
    if (location instanceof Filesystem folder) {
      return "folder " + quote(folder.path());
    }
    if (location instanceof S3 s3) {
      return "s3 bucket "
          + quote(s3.bucket())
          + " region "
          + quote(s3.region())
          + (s3.endpoint().isEmpty() ? "" : " endpoint " + quote(s3.endpoint()))
          + (s3.keyPrefix().isEmpty() ? "" : " prefix " + quote(s3.keyPrefix()))
          + (s3.useEnvCredentials() ? " credentials from the environment" : "");
    }
    return "nowhere";
  }

  /** Plain names as they are; anything else so that no two texts look the same. */
  private static String quote(String text) {
    if (text.matches("[A-Za-z0-9_./:-]+")) {
      return text;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
