package com.multigres.meta.testservers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL for a test class, to be registered as a static field. Where there is none, the class
 * is reported as {@code NOT RUN} with the command that would provide it; with the variable {@code
 * CI=true} or the property {@code multigres.tests.all=true} it fails.
 */
public final class PostgresExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private static final ReentrantLock STARTING = new ReentrantLock();
  private static final Map<Optional<PostgresVersion>, PostgresServer> SHARED = new HashMap<>();

  private final Supplier<PostgresServer> source;
  private final boolean shared;
  private final List<PostgresDatabase> ofClass = new CopyOnWriteArrayList<>();
  // A test's callbacks and the test itself run on one thread, also where tests run in parallel.
  private final Map<Thread, List<PostgresDatabase>> ofTest = new ConcurrentHashMap<>();

  private volatile Optional<PostgresServer> server = Optional.empty();
  // The class that has the extension; the callbacks come for each class nested in it, too.
  private volatile Optional<Class<?>> owner = Optional.empty();

  private PostgresExtension(Supplier<PostgresServer> source, boolean shared) {
    this.source = source;
    this.shared = shared;
  }

  /** One server for all tests of the JVM; each takes databases of its own. */
  public static PostgresExtension shared() {
    return new PostgresExtension(() -> theOne(Optional.empty(), PostgresServer::find), true);
  }

  /** One server of that version for all tests of the JVM that ask for it. */
  public static PostgresExtension shared(PostgresVersion version) {
    return new PostgresExtension(
        () -> theOne(Optional.of(version), () -> PostgresServer.find(version)), true);
  }

  private static PostgresServer theOne(
      Optional<PostgresVersion> version, Supplier<PostgresServer> finder) {
    STARTING.lock();
    try {
      Optional<PostgresServer> started = Optional.ofNullable(SHARED.get(version));
      PostgresServer server = started.orElseGet(finder);
      SHARED.put(version, server);
      return server;
    } finally {
      STARTING.unlock();
    }
  }

  /** A server for this class alone, which its tests may stop, kill and pause. */
  public static PostgresExtension own(PostgresSetup setup) {
    return new PostgresExtension(setup::start, false);
  }

  /** The server. */
  public PostgresServer server() {
    return server.orElseThrow(
        () ->
            new IllegalStateException("no test of the class runs yet, or the field is not static"));
  }

  /** The server of a class that has its own. */
  public PostgresProcess process() {
    if (server() instanceof PostgresProcess process && !shared) {
      return process;
    }
    throw new IllegalStateException("A shared server is not for one class to stop");
  }

  /** A database that is dropped after the test, or after the class if it was made before a test. */
  public PostgresDatabase freshDatabase() {
    PostgresDatabase database = server().freshDatabase();
    ofTest.getOrDefault(Thread.currentThread(), ofClass).add(database);
    return database;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (owner.isPresent()) {
      return;
    }
    owner = context.getTestClass();
    try {
      server = Optional.of(source.get());
    } catch (ServerUnavailableException e) {
      throw NotRun.because(e);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    ofTest.put(Thread.currentThread(), new ArrayList<>());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Optional.ofNullable(ofTest.remove(Thread.currentThread()))
        .ifPresent(databases -> databases.forEach(PostgresDatabase::close));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!owner.equals(context.getTestClass())) {
      return;
    }
    owner = Optional.empty();
    ofClass.forEach(PostgresDatabase::close);
    ofClass.clear();
    // JUnit calls this as well where there was no server to begin with.
    if (!shared) {
      server.ifPresent(PostgresServer::close);
    }
  }
}
