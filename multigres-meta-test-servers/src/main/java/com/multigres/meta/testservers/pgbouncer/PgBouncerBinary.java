package com.multigres.meta.testservers.pgbouncer;

import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.ServerAccount;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program as a package of the system, or anywhere on the PATH.
 *
 * @param program the program
 * @param account as whom it runs: like PostgreSQL it refuses root
 */
record PgBouncerBinary(Path program, ServerAccount account) {
  private static final String REMEDY = "apt-get install pgbouncer";

  /**
   * Looks for it.
   *
   * @throws ServerUnavailableException where this machine has none that runs
   */
  static PgBouncerBinary find() {
    List<String> tried = new ArrayList<>();
    return places()
        .filter(Files::isExecutable)
        .flatMap(program -> usable(program, tried))
        .findFirst()
        .orElseThrow(
            () ->
                new ServerUnavailableException(
                    "PgBouncer",
                    tried.isEmpty()
                        ? List.of("installed: none in /usr/sbin, /usr/bin or on the PATH")
                        : tried,
                    REMEDY));
  }

  private static Stream<Path> places() {
    Stream<Path> packaged =
        Stream.of("/usr/sbin", "/usr/bin", "/opt/homebrew/bin", "/usr/local/bin").map(Path::of);
    Stream<Path> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .map(Path::of);
    return Stream.concat(packaged, path).map(folder -> folder.resolve("pgbouncer")).distinct();
  }

  private static Stream<PgBouncerBinary> usable(Path program, List<String> tried) {
    for (ServerAccount account : ServerAccount.forInstalled()) {
      Command.Result said =
          new Command(account.command(program, List.of("--version"))).run(Duration.ofSeconds(20));
      if (said.succeeded()) {
        return Stream.of(new PgBouncerBinary(program, account));
      }
      tried.add(String.join(" ", account.prefix()) + " " + program + ": " + said.lastLine());
    }
    return Stream.empty();
  }

  List<String> command(List<String> arguments) {
    return account.command(program, arguments);
  }
}
