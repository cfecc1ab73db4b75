package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies and deletes folders in which a live server may still add and remove files. */
public final class FileTrees {

  private FileTrees() {}

  /** Deletes a folder with all it holds; one that is not there is as good as deleted. */
  public static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return skipIfGone(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes all that a folder holds. */
  public static void empty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path entry : inside.toList()) {
        delete(entry);
      }
    }
  }

  /** Copies all folders, and those files that are wanted, by their path within the tree. */
  public static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(folder));
            if (Files.notExists(copy)) {
              Files.copy(folder, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path within = from.relativize(file);
            if (!wanted.test(within)) {
              return FileVisitResult.CONTINUE;
            }
            try {
              Files.copy(file, to.resolve(within), StandardCopyOption.COPY_ATTRIBUTES);
              return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
              return FileVisitResult.CONTINUE;
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return skipIfGone(failure);
          }
        });
  }

  private static FileVisitResult skipIfGone(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
