package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.ServerAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's programs on this machine, and the account that can run them.
 *
 * @param version what {@code postgres --version} said
 * @param bin the folder with {@code initdb} and {@code postgres}
 * @param account as whom they run
 */
record PostgresBinaries(PostgresVersion version, Path bin, ServerAccount account) {

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * Embedded ones, else installed ones.
   *
   * @throws ServerUnavailableException where this machine has neither
   */
  static PostgresBinaries find(PostgresVersion version) {
    List<String> tried = new ArrayList<>();
    return tryEach(version, tried)
        .orElseThrow(
            () -> new ServerUnavailableException(version.toString(), tried, remedy(version)));
  }

  /** The same without the refusal: what did not work is added to the list. */
  static Optional<PostgresBinaries> tryEach(PostgresVersion version, List<String> tried) {
    return EmbeddedPostgres.find(version, tried).or(() -> InstalledPostgres.find(version, tried));
  }

  static String remedy(PostgresVersion version) {
    return "apt-get install postgresql-" + version.major();
  }

  /** The first account under which the programs run at all. */
  static Optional<PostgresBinaries> probe(
      Path bin, List<ServerAccount> accounts, List<String> failures) {
    for (ServerAccount account : accounts) {
      Command.Result said =
          new Command(account.command(bin.resolve("postgres"), List.of("--version")))
              .run(Duration.ofSeconds(20));
      Matcher number = VERSION.matcher(said.output());
      if (said.succeeded() && number.find()) {
        PostgresVersion version = new PostgresVersion(Integer.parseInt(number.group(1)));
        return Optional.of(new PostgresBinaries(version, bin, account));
      }
      failures.add(String.join(" ", account.prefix()) + " " + bin + ": " + said.lastLine());
    }
    return Optional.empty();
  }

  List<String> command(String program, List<String> arguments) {
    return account.command(bin.resolve(program), arguments);
  }

  Command.Result initdb(List<String> arguments, Path output, LongConsumer started) {
    return new Command(command("initdb", arguments)).run(LIMIT, output, started);
  }
}
