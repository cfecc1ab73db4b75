package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A folder for what is costly to make and the same every time, shared by all processes. */
public record CacheFolder(Path root) {

  /** A file lock does not exclude threads of one JVM, so this one does. */
  private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

  /** Fills an empty folder. */
  public interface Filling {
    void into(Path folder) throws IOException;
  }

  /** The user's own cache, then one in the temporary folder, which every account can reach. */
  public static List<CacheFolder> candidates() {
    Path common =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "multigres-meta-cache-" + System.getProperty("user.name"));
    return List.of(new CacheFolder(ofUser()), new CacheFolder(common));
  }

  private static Path ofUser() {
    return variable("MULTIGRES_CACHE")
        .map(Path::of)
        .orElseGet(
            () ->
                variable("XDG_CACHE_HOME")
                    .map(Path::of)
                    .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                    .resolve("multigres-meta"));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** The folder of that name, filled once: whoever sees it sees it whole. */
  public Path folder(String name, Filling filling) throws IOException {
    Path folder = root.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(root);
    WITHIN_THIS_JVM.lock();
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(folder)) {
        fill(folder, filling);
      }
      return folder;
    } finally {
      WITHIN_THIS_JVM.unlock();
    }
  }

  private void fill(Path folder, Filling filling) throws IOException {
    String unfinished = folder.getFileName() + ".partial-";
    // Whoever was killed at it has left these; no living one has our turn.
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, unfinished + "*")) {
      for (Path leftover : leftovers) {
        FileTrees.delete(leftover);
      }
    }
    Path partial = Files.createTempDirectory(root, unfinished);
    try {
      filling.into(partial);
      // Another account may have to run what is inside.
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      FileTrees.delete(partial);
    }
  }
}
