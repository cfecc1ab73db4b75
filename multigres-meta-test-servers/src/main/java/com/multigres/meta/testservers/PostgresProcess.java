package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.FreePorts;
import com.multigres.meta.testservers.internal.RunningServers;
import com.multigres.meta.testservers.internal.Steps;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own on the loopback address, which can be stopped, killed, paused and copied.
 * It goes with the JVM: in order when the JVM ends (unless its setup says that its owner sees to
 * that), at once when the JVM is killed. Thread-safe; the calls that change its state wait for each
 * other.
 */
public final class PostgresProcess implements PostgresServer {

  private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);

  private final PostgresBinaries binaries;
  private final PostgresHome home;
  private final int port;
  private final String password;
  private final Map<String, String> settings;
  private final List<String> accessRules;
  private final ReentrantLock lifecycle = new ReentrantLock();

  private Postmaster postmaster;
  private boolean closed;
  private Runnable beforeRelease = () -> {};

  private PostgresProcess(
      PostgresBinaries binaries,
      PostgresHome home,
      int port,
      String password,
      PostgresSetup setup) {
    this.binaries = binaries;
    this.home = home;
    this.port = port;
    this.password = password;
    this.settings = new LinkedHashMap<>(PostgresDefaults.of(home, port));
    this.settings.putAll(setup.settings());
    this.accessRules = setup.accessRules();
    home.configure(settings, accessRules);
    this.postmaster = Postmaster.start(binaries, home);
  }

  static PostgresProcess start(PostgresBinaries binaries, PostgresHome home, PostgresSetup setup) {
    return Steps.orUndo(() -> start(binaries, home, home.prepare(binaries), setup), home::release);
  }

  /** Starts a server on data that is there. */
  static PostgresProcess start(
      PostgresBinaries binaries, PostgresHome home, String password, PostgresSetup setup) {
    // A kept one stays where it was, as far as it can: its address may be written down.
    OptionalInt liked = home.disposable() ? OptionalInt.empty() : home.formerPort();
    PostgresProcess server =
        FreePorts.startOn(
            setup.port(),
            liked,
            port -> new PostgresProcess(binaries, home, port, password, setup));
    if (!setup.isClosedByOwner()) {
      closeWithTheJvm(server);
    }
    log.info("Started {} on port {} in {}", server.version(), server.port(), home.folder());
    return server;
  }

  private static void closeWithTheJvm(PostgresProcess server) {
    try {
      RunningServers.add(server, server::close);
    } catch (IllegalStateException ending) {
      server.close();
      throw new ServerStartException("this process ends, and no server starts in it", ending);
    }
  }

  void beforeRelease(Runnable action) {
    beforeRelease = action;
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public PostgresVersion version() {
    return binaries.version();
  }

  /** The number of its first process. */
  public long pid() {
    return locked(() -> postmaster.pid());
  }

  /** Whether its first process lives; a paused one does. */
  public boolean running() {
    return locked(() -> postmaster.alive());
  }

  /** Ends it in order; {@link #restart()} brings it back with its data. Idempotent. */
  public void stop() {
    locked(
        () -> {
          if (postmaster.alive()) {
            postmaster.stop();
          }
          return this;
        });
  }

  /** Starts it again on the same port with the same data, whether or not it still runs. */
  public void restart() {
    locked(
        () -> {
          if (closed) {
            throw new IllegalStateException(this + " is closed");
          }
          stop();
          home.configure(settings, accessRules);
          postmaster = Postmaster.start(binaries, home);
          return this;
        });
  }

  /** Kills all its processes at once, as a crash would. Idempotent. */
  public void kill() {
    locked(
        () -> {
          if (postmaster.alive()) {
            postmaster.kill();
          }
          return this;
        });
  }

  /** Halts all its processes: connections stay open, new ones are taken, nobody answers. */
  public void pause() {
    locked(
        () -> {
          postmaster.pause();
          return this;
        });
  }

  /** Lets its processes go on after {@link #pause()}. */
  public void resume() {
    locked(
        () -> {
          postmaster.resume();
          return this;
        });
  }

  /** Sets one of its parameters that need no restart, and reloads. */
  public void set(String name, String value) {
    locked(
        () -> {
          settings.put(name, value);
          home.configure(settings, accessRules);
          execute("SELECT pg_reload_conf()");
          return this;
        });
  }

  /**
   * Copies it into a new server that follows it until it is promoted. The copy's close ends the
   * wait of a primary that commits only with it.
   */
  public PostgresProcess standby(StandbyMode mode) {
    return PostgresStandby.of(this, mode);
  }

  /** Makes a standby a primary of its own, and waits until it takes writes. */
  public void promote() {
    execute("SELECT pg_promote(true, 60)");
  }

  PostgresHome home() {
    return home;
  }

  PostgresBinaries binaries() {
    return binaries;
  }

  void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(database()), user(), password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new ServerStartException(this + " refused '" + sql + "': " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    locked(
        () -> {
          if (!closed) {
            closed = true;
            Steps.takeAll(
                this::stop, beforeRelease, home::release, () -> RunningServers.remove(this));
          }
          return this;
        });
  }

  private <T> T locked(java.util.function.Supplier<T> action) {
    lifecycle.lock();
    try {
      return action.get();
    } finally {
      lifecycle.unlock();
    }
  }

  @Override
  public String toString() {
    return version() + " on port " + port;
  }
}
