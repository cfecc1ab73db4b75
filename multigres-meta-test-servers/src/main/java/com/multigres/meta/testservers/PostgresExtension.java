package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.SharedServer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A PostgreSQL for a test class, to be registered as a static field. Where there is none, the class
 * is reported as {@code NOT RUN} with the command that would provide it; with the variable {@code
 * CI=true} or the property {@code multigres.tests.all=true} it fails.
 */
public final class PostgresExtension extends ServerExtension<PostgresServer> {

  private static final Map<Optional<PostgresVersion>, SharedServer<PostgresServer>> SHARED =
      new ConcurrentHashMap<>();

  private PostgresExtension(Supplier<PostgresServer> source, boolean shared) {
    super(source, shared);
  }

  /** One server for all tests of the JVM; each takes databases of its own. */
  public static PostgresExtension shared() {
    return shared(Optional.empty(), PostgresServer::find);
  }

  /** One server of that version for all tests of the JVM that ask for it. */
  public static PostgresExtension shared(PostgresVersion version) {
    return shared(Optional.of(version), () -> PostgresServer.find(version));
  }

  private static PostgresExtension shared(
      Optional<PostgresVersion> version, Supplier<PostgresServer> finder) {
    return new PostgresExtension(
        SHARED.computeIfAbsent(version, first -> new SharedServer<>(finder)), true);
  }

  /** A server for this class alone, which its tests may stop, kill and pause. */
  public static PostgresExtension own(PostgresSetup setup) {
    return new PostgresExtension(setup::start, false);
  }

  /** The server of a class that has its own. */
  public PostgresProcess process() {
    return ownAs(PostgresProcess.class);
  }

  /** A database that is dropped after the test, or after the class if it was made before a test. */
  public PostgresDatabase freshDatabase() {
    return closedAfterwards(server().freshDatabase());
  }
}
