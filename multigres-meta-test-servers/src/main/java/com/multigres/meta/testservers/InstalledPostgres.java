package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.ServerAccount;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL as a package of the system, or anywhere on the PATH. */
final class InstalledPostgres {

  private InstalledPostgres() {}

  static Optional<PostgresBinaries> find(PostgresVersion version, List<String> tried) {
    List<String> failures = new ArrayList<>();
    Optional<PostgresBinaries> found =
        folders(version.major())
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .flatMap(
                bin -> PostgresBinaries.probe(bin, ServerAccount.forInstalled(), failures).stream())
            .filter(binaries -> binaries.version().equals(version))
            .findFirst();
    if (found.isEmpty()) {
      tried.add(
          "installed: "
              + (failures.isEmpty() ? "none of that version" : String.join(", ", failures)));
    }
    return found;
  }

  /** Debian's and Red Hat's folders, Homebrew's, then the PATH. */
  private static Stream<Path> folders(int major) {
    Stream<Path> packaged =
        Stream.of(
                "/usr/lib/postgresql/" + major + "/bin",
                "/usr/pgsql-" + major + "/bin",
                "/opt/homebrew/opt/postgresql@" + major + "/bin",
                "/usr/local/opt/postgresql@" + major + "/bin")
            .map(Path::of);
    Stream<Path> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .filter(folder -> Files.isExecutable(folder.resolve("postgres")));
    return Stream.concat(packaged, path);
  }
}
