package com.multigres.meta.testservers.pgbouncer;

import com.multigres.meta.testservers.PostgresServer;
import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.FreePorts;
import com.multigres.meta.testservers.internal.Steps;
import com.multigres.meta.testservers.process.ServerFolder;
import com.multigres.meta.testservers.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A PgBouncer of our own in transaction mode before a PostgreSQL, on the loopback address. It takes
 * the server's superuser with its password, for any of the server's databases. Thread-safe.
 */
public final class PgBouncer extends ServerProcess {
  private static final int CONNECT_MILLIS = 1_000;
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
      pool_mode = transaction
      ignore_startup_parameters = extra_float_digits
      max_client_conn = 2000
      default_pool_size = 60
      server_login_retry = 0.2
      """;

  private final PgBouncerBinary binary;
  private final Path configuration;
  private final int port;

  private PgBouncer(PgBouncerBinary binary, ServerFolder folder, Path configuration, int port) {
    super(folder);
    this.binary = binary;
    this.configuration = configuration;
    this.port = port;
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
    return FreePorts.startOn(OptionalInt.empty(), port -> start(binary, server, port));
  }

  private static PgBouncer start(PgBouncerBinary binary, PostgresServer server, int port) {
    ServerFolder folder = ServerFolder.temporary("pgbouncer");
    PgBouncer pooler = folder.keptBy(() -> prepared(binary, folder, server, port));
    return Steps.orUndo(
        () -> {
          pooler.start();
          return pooler;
        },
        pooler::close);
  }

  private static PgBouncer prepared(
      PgBouncerBinary binary, ServerFolder folder, PostgresServer server, int port) {
    Path users = folder.write("users", "\"" + server.user() + "\" \"" + server.password() + "\"\n");
    Path configuration =
        folder.write(
            "pgbouncer.ini", CONFIGURATION.formatted(server.host(), server.port(), port, users));
    try {
      binary.account().takeOver(folder.path());
    } catch (IOException e) {
      throw new ServerStartException("cannot give " + folder + " to PgBouncer's account", e);
    }
    return new PgBouncer(binary, folder, configuration, port);
  }

  @Override
  protected List<String> command() {
    return binary.command(List.of(configuration.toString()));
  }

  @Override
  protected boolean ready() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
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

  @Override
  public String toString() {
    return "PgBouncer on port " + port;
  }
}
