package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.CacheFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacks an archive of PostgreSQL's programs, once for each content. */
final class PostgresArchive {

  private static final Logger log = LoggerFactory.getLogger(PostgresArchive.class);

  private PostgresArchive() {}

  static Path unpack(URL archive, CacheFolder cache) throws IOException {
    return cache.folder("postgres-" + digest(archive), folder -> unpack(archive, folder));
  }

  /** The content's digest, so that a changed archive is never mistaken for an unpacked one. */
  private static String digest(URL archive) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream content = new DigestInputStream(archive.openStream(), digest)) {
        content.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    log.info("Unpacking PostgreSQL into {}", folder);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(archive.openStream())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while unpacking " + archive);
        }
        unpack(tar, entry, folder);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("the archive has an entry outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      permit(target, "rwxr-xr-x");
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    permit(target, (entry.getMode() & 0111) != 0 ? "rwxr-xr-x" : "rw-r--r--");
  }

  private static void permit(Path target, String permissions) throws IOException {
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
  }
}
