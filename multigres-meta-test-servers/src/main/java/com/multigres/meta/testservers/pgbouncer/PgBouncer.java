package com.multigres.meta.testservers.pgbouncer;

import com.multigres.meta.testservers.PostgresServer;
import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.FreePorts;
import com.multigres.meta.testservers.internal.OrphanGuard;
import com.multigres.meta.testservers.internal.ProcessTree;
import com.multigres.meta.testservers.internal.RunningServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PgBouncer of our own in transaction mode before a PostgreSQL, on the loopback address. It takes
 * the server's superuser with its password, for any of the server's databases, and goes with the
 * JVM. Thread-safe.
 */
public final class PgBouncer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CONFIGURATION =
      """
      [databases]
      * = host=%s port=%d
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = scram-sha-256
      auth_file = %s
      pidfile = %s
      pool_mode = transaction
      ignore_startup_parameters = extra_float_digits
      max_client_conn = 2000
      default_pool_size = 60
      server_login_retry = 0.2
      """;

  private final Path folder;
  private final int port;
  private final Process process;
  private final OrphanGuard guard;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PgBouncer(Path folder, int port, Process process, OrphanGuard guard) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    this.guard = guard;
  }

  /**
   * Starts one.
   *
   * @param server where it leads to
   * @return one that takes connections
   * @throws com.multigres.meta.testservers.ServerUnavailableException where this machine has none
   * @throws ServerStartException if it would not start
   */
  public static PgBouncer before(PostgresServer server) {
    PgBouncerBinary binary = PgBouncerBinary.find();
    PgBouncer started = FreePorts.startOn(OptionalInt.empty(), port -> start(binary, server, port));
    RunningServers.add(started, started::close);
    return started;
  }

  private static PgBouncer start(PgBouncerBinary binary, PostgresServer server, int port) {
    try {
      Path folder = Files.createTempDirectory("multigres-pgbouncer-");
      Path pidFile = folder.resolve("pid");
      Path configuration = configure(folder, pidFile, server, port);
      binary.account().takeOver(folder);
      Process process =
          new ProcessBuilder(binary.command(List.of(configuration.toString())))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      OrphanGuard guard = OrphanGuard.watch(process.pid(), folder, true, pidFile);
      PgBouncer started = new PgBouncer(folder, port, process, guard);
      started.awaitReady();
      return started;
    } catch (IOException failed) {
      throw new ServerStartException("cannot run " + binary.program(), failed);
    }
  }

  private static Path configure(Path folder, Path pidFile, PostgresServer server, int port)
      throws IOException {
    Path users = folder.resolve("users");
    Files.writeString(users, "\"" + server.user() + "\" \"" + server.password() + "\"\n");
    Path configuration = folder.resolve("pgbouncer.ini");
    Files.writeString(
        configuration, CONFIGURATION.formatted(server.host(), server.port(), port, users, pidFile));
    return configuration;
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (ended(Duration.ofMillis(20))) {
        String said = Files.readString(folder.resolve("log")).strip();
        close();
        throw new ServerStartException("PgBouncer did not start: " + said);
      }
      if (listens()) {
        return;
      }
    }
    close();
    throw new ServerStartException("PgBouncer was not ready after " + LIMIT.toSeconds() + " s");
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("interrupted while waiting for PgBouncer", interrupted);
    }
  }

  /** The address to connect to. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port to connect to. */
  public int port() {
    return port;
  }

  /** Ends it at once. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ProcessTree tree = new ProcessTree(process.toHandle());
    tree.signal("TERM");
    if (!ended(LIMIT)) {
      tree.signal("KILL");
    }
    guard.dismiss();
    RunningServers.remove(this);
    try {
      FileTrees.delete(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String toString() {
    return "PgBouncer on port " + port;
  }
}
