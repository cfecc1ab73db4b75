package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.OrphanGuard;
import com.multigres.meta.testservers.internal.Passwords;
import com.multigres.meta.testservers.internal.PidFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one server: its data, its superuser's password, its sockets and its log. A guard
 * stands beside it from before it is made: whatever kills this JVM, nobody stays at work in it, and
 * a temporary one goes.
 */
final class PostgresHome {

  private static final Logger log = LoggerFactory.getLogger(PostgresHome.class);

  private static final String SETTINGS = "multigres.conf";
  private static final Pattern PORT = Pattern.compile("(?m)^port = '(\\d{1,5})'$");
  private static final String UNFINISHED = "data.unfinished-";
  // Says that what stands in the folder is ours, to be completed or begun anew.
  private static final String MARKER = "multigres-postgres";

  private final Path folder;
  private final boolean disposable;
  private final OrphanGuard guard;

  private PostgresHome(OrphanGuard guard, boolean disposable) {
    this.folder = guard.folder();
    this.disposable = disposable;
    this.guard = guard;
  }

  static PostgresHome temporary() {
    try {
      return new PostgresHome(OrphanGuard.ofTemporary("postgres", OrphanGuard.Farewell.QUIT), true);
    } catch (IOException e) {
      throw new ServerStartException("cannot make a temporary folder for PostgreSQL", e);
    }
  }

  static PostgresHome keptIn(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ServerFolderException(folder + " is no folder");
    }
    try {
      Files.createDirectories(folder);
      if (Files.notExists(folder.resolve(MARKER))) {
        requireEmpty(folder);
        Files.createFile(folder.resolve(MARKER));
      }
      requireIdle(folder);
      return new PostgresHome(OrphanGuard.watch(folder, OrphanGuard.Farewell.QUIT), false);
    } catch (IOException e) {
      throw new ServerStartException("cannot make the folder " + folder, e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new ServerFolderException(
            folder + " is neither empty nor a folder of PostgreSQL that was kept here before");
      }
    }
  }

  /** Whoever works here reads its settings again sooner or later: they must stay as they are. */
  private static void requireIdle(Path folder) throws IOException {
    OptionalLong running = PidFile.running(pidFile(folder));
    if (running.isPresent()) {
      throw new ServerStartException(
          "a PostgreSQL, process " + running.getAsLong() + ", runs in " + folder + " already");
    }
  }

  private static Path pidFile(Path folder) {
    return folder.resolve("data").resolve("postmaster.pid");
  }

  /** The folder, readable by the server's account alone. */
  Path folder() {
    return folder;
  }

  /** Whether it goes when the server is closed. */
  boolean disposable() {
    return disposable;
  }

  /** Who is told what process works in it. */
  OrphanGuard guard() {
    return guard;
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Where the server writes the number of its first process, and whether it is ready. */
  Path pidFile() {
    return pidFile(folder);
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
    // What an initdb that was killed has left is no cluster yet, whatever it looks like: only a
    // finished one gets the name.
    discardUnfinished();
    FileTrees.delete(data());
    Path unfinished = folder.resolve(UNFINISHED + Passwords.fresh(8));
    Files.deleteIfExists(passwordFile());
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile(), Passwords.fresh());
    binaries.account().takeOver(folder);
    Path output = folder.resolve("initdb.log");
    Command.Result result = binaries.initdb(initdbArguments(unfinished), output, guard::started);
    guard.ended();
    if (!result.succeeded()) {
      throw new ServerStartException("initdb in " + folder + " failed: " + result.lastLine());
    }
    Files.delete(output);
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void discardUnfinished() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
      for (Path leftover : leftovers) {
        FileTrees.delete(leftover);
      }
    } catch (DirectoryNotEmptyException e) {
      log.info("An initdb that was killed is still about to end in {}", folder);
    }
  }

  private List<String> initdbArguments(Path data) {
    Stream<String> always =
        Stream.of(
            "--pgdata=" + data,
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

  /** The port that the server had when it last ran in this folder, where it did. */
  OptionalInt formerPort() {
    try {
      Matcher port = PORT.matcher(Files.readString(data().resolve(SETTINGS)));
      return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Removes a temporary folder; a kept one stays as it is. Idempotent. */
  void release() {
    try {
      if (disposable) {
        FileTrees.delete(folder);
      }
    } catch (IOException e) {
      // The guard goes on: it tries once more when this JVM ends.
      throw new ServerStartException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
    guard.dismiss();
  }
}
