package com.multigres.meta.testservers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a PostgreSQL of our own is to be started. Immutable.
 *
 * <p>A temporary server's data is not synced to disk: it survives the death of the server's
 * processes, not that of the machine. {@code setting("fsync", "on")} changes that. A kept one's is.
 */
public final class PostgresSetup {

  private final PostgresVersion version;
  private final Optional<Path> home;
  private final OptionalInt port;
  private final Map<String, String> settings;
  private final List<String> accessRules;
  private final boolean closedByOwner;

  private PostgresSetup(
      PostgresVersion version,
      Optional<Path> home,
      OptionalInt port,
      Map<String, String> settings,
      List<String> accessRules,
      boolean closedByOwner) {
    this.version = version;
    this.home = home;
    this.port = port;
    this.settings = Map.copyOf(settings);
    this.accessRules = List.copyOf(accessRules);
    this.closedByOwner = closedByOwner;
  }

  /** A server of the default version whose data goes when it is closed. */
  public static PostgresSetup temporary() {
    return new PostgresSetup(
        PostgresVersion.DEFAULT, Optional.empty(), OptionalInt.empty(), Map.of(), List.of(), false);
  }

  /**
   * A server of the default version whose data stays.
   *
   * @param home the folder for its data, its password and its log; made where it is not there
   */
  public static PostgresSetup keptIn(Path home) {
    return new PostgresSetup(
        PostgresVersion.DEFAULT,
        Optional.of(home.toAbsolutePath().normalize()),
        OptionalInt.empty(),
        Map.of(),
        List.of(),
        false);
  }

  /** Asks for a version. */
  public PostgresSetup version(PostgresVersion wanted) {
    return new PostgresSetup(wanted, home, port, settings, accessRules, closedByOwner);
  }

  /** Asks for a port of the loopback address; without it a free one is taken. */
  public PostgresSetup port(int wanted) {
    if (wanted < 1 || wanted > 65535) {
      throw new IllegalArgumentException("Not a TCP port: " + wanted);
    }
    return new PostgresSetup(
        version, home, OptionalInt.of(wanted), settings, accessRules, closedByOwner);
  }

  /** Sets one of the server's parameters, such as {@code wal_level} to {@code logical}. */
  public PostgresSetup setting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new PostgresSetup(version, home, port, more, accessRules, closedByOwner);
  }

  /** Puts a line of {@code pg_hba.conf} before the others, which ask everybody for a password. */
  public PostgresSetup accessRule(String line) {
    List<String> more = new ArrayList<>(accessRules);
    more.add(line);
    return new PostgresSetup(version, home, port, settings, more, closedByOwner);
  }

  /**
   * Leaves closing the server to its owner also where the JVM is asked to end, so that the owner's
   * own work on it ends first. It still goes when the JVM has gone.
   */
  public PostgresSetup closedByOwner() {
    return new PostgresSetup(version, home, port, settings, accessRules, true);
  }

  /**
   * Starts it, from embedded programs or from installed ones.
   *
   * @throws ServerUnavailableException where this machine has neither
   * @throws ServerStartException if it would not start
   */
  public PostgresProcess start() {
    return start(PostgresBinaries.find(version));
  }

  PostgresProcess start(PostgresBinaries binaries) {
    PostgresHome place = home.map(PostgresHome::keptIn).orElseGet(PostgresHome::temporary);
    return PostgresProcess.start(binaries, place, this);
  }

  OptionalInt port() {
    return port;
  }

  boolean isClosedByOwner() {
    return closedByOwner;
  }

  Map<String, String> settings() {
    return settings;
  }

  List<String> accessRules() {
    return accessRules;
  }
}
