package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of one server: its data, its superuser's password, its sockets and its log.
 *
 * @param folder the folder, readable by the server's account alone
 * @param disposable whether it goes when the server is closed
 */
record PostgresHome(Path folder, boolean disposable) {

  private static final String SETTINGS = "multigres.conf";
  // Says that what stands in the folder is ours, to be completed or begun anew.
  private static final String MARKER = "multigres-postgres";

  static PostgresHome temporary() {
    try {
      return new PostgresHome(Files.createTempDirectory("multigres-postgres-"), true);
    } catch (IOException e) {
      throw new ServerStartException("cannot make a temporary folder for PostgreSQL", e);
    }
  }

  static PostgresHome keptIn(Path folder) {
    try {
      Files.createDirectories(folder);
      if (Files.notExists(folder.resolve(MARKER))) {
        requireEmpty(folder);
        Files.createFile(folder.resolve(MARKER));
      }
      return new PostgresHome(folder, false);
    } catch (IOException e) {
      throw new ServerStartException("cannot make the folder " + folder, e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new ServerStartException(
            folder + " is neither empty nor a folder of PostgreSQL that was kept here before");
      }
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  Path log() {
    return folder.resolve("server.log");
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  /** Makes the data directory unless there is one, and answers the superuser's password. */
  String prepare(PostgresBinaries binaries) {
    try {
      Path marker = data().resolve("PG_VERSION");
      if (Files.exists(marker)) {
        requireVersion(binaries.version(), Files.readString(marker).strip());
      } else {
        initialise(binaries);
      }
      binaries.account().takeOver(folder);
      return Files.readString(passwordFile());
    } catch (IOException e) {
      throw new ServerStartException("cannot prepare " + folder + ": " + e.getMessage(), e);
    }
  }

  private void requireVersion(PostgresVersion version, String found) {
    if (!found.equals(Integer.toString(version.major()))) {
      throw new ServerStartException(
          folder + " holds the data of PostgreSQL " + found + ", not of " + version);
    }
  }

  private void initialise(PostgresBinaries binaries) throws IOException {
    // What an initdb that was killed has left is no cluster yet.
    if (Files.exists(data())) {
      FileTrees.delete(data());
    }
    Files.deleteIfExists(passwordFile());
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile(), Passwords.fresh());
    binaries.account().takeOver(folder);
    Command.Result result = binaries.run("initdb", initdbArguments());
    if (!result.succeeded()) {
      throw new ServerStartException("initdb in " + folder + " failed: " + result.lastLine());
    }
  }

  private List<String> initdbArguments() {
    Stream<String> always =
        Stream.of(
            "--pgdata=" + data(),
            "--username=postgres",
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C");
    return Stream.concat(always, disposable ? Stream.of("--no-sync") : Stream.empty()).toList();
  }

  /** Writes what the server reads when it starts, or when it is told to reload. */
  void configure(Map<String, String> settings, List<String> accessRules) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (name, value) ->
            text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    try {
      Files.writeString(data().resolve(SETTINGS), text);
      Path main = data().resolve("postgresql.conf");
      String include = "include '" + SETTINGS + "'";
      if (!Files.readString(main).contains(include)) {
        Files.writeString(main, Files.readString(main) + "\n" + include + "\n");
      }
      Files.writeString(data().resolve("pg_hba.conf"), accessRules(accessRules));
    } catch (IOException e) {
      throw new ServerStartException("cannot write the settings in " + data(), e);
    }
  }

  private static String accessRules(List<String> first) {
    List<String> everybody =
        Stream.of("local all", "host all", "local replication", "host replication")
            .map(
                rule ->
                    rule
                        + (rule.startsWith("host") ? " all 127.0.0.1/32" : " all")
                        + " scram-sha-256")
            .toList();
    return String.join("\n", first) + "\n" + String.join("\n", everybody) + "\n";
  }

  /** The last complaint of the server's log, for a message about why it did not start. */
  String lastComplaint() {
    try {
      return Files.readAllLines(log()).stream()
          .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
          .reduce((first, second) -> second)
          .orElse("see " + log());
    } catch (IOException e) {
      return "it left no log in " + log();
    }
  }

  /** Removes a temporary folder; a kept one stays as it is. */
  void release() {
    if (!disposable) {
      return;
    }
    try {
      FileTrees.delete(folder);
    } catch (IOException e) {
      throw new ServerStartException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
