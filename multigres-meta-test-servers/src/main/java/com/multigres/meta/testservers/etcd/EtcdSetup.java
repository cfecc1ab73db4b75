package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.internal.FreePorts;
import com.multigres.meta.testservers.process.ServerProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How an etcd of our own is to be started. Immutable. Its data is not synced to disk: it survives
 * the death of the server's process, not that of the machine.
 */
public final class EtcdSetup {

  private final Map<String, String> arguments;
  private final boolean tls;
  private final boolean login;

  private EtcdSetup(Map<String, String> arguments, boolean tls, boolean login) {
    this.arguments = Map.copyOf(arguments);
    this.tls = tls;
    this.login = login;
  }

  /** A server whose data goes when it is closed, which speaks plain HTTP and asks for no user. */
  public static EtcdSetup temporary() {
    return new EtcdSetup(Map.of(), false, false);
  }

  /** Sets one of etcd's arguments, such as {@code quota-backend-bytes}, without its dashes. */
  public EtcdSetup argument(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(arguments);
    more.put(name, value);
    return new EtcdSetup(more, tls, login);
  }

  /** Lets it speak TLS alone, and ask clients for a certificate. */
  public EtcdSetup tls() {
    return new EtcdSetup(arguments, true, login);
  }

  /** Lets it ask for a user and a password. */
  public EtcdSetup login() {
    return new EtcdSetup(arguments, tls, true);
  }

  /**
   * Starts one server.
   *
   * @throws com.multigres.meta.testservers.ServerUnavailableException where this machine has no
   *     etcd and cannot build one
   * @throws com.multigres.meta.testservers.ServerStartException if it would not start
   */
  public EtcdProcess start() {
    return start(EtcdFinder.program());
  }

  EtcdProcess start(ServerProgram.Found program) {
    return FreePorts.startOn(
        2,
        ports -> EtcdProcess.start(program, this, new EtcdMember(1, ports.get(0), ports.get(1))));
  }

  /**
   * Starts a cluster of three.
   *
   * @throws com.multigres.meta.testservers.ServerUnavailableException where this machine has no
   *     etcd and cannot build one
   * @throws com.multigres.meta.testservers.ServerStartException if it would not start
   */
  public EtcdCluster startCluster() {
    ServerProgram.Found program = EtcdFinder.program();
    return FreePorts.startOn(
        2 * EtcdCluster.SIZE,
        ports -> {
          List<EtcdMember> members =
              IntStream.range(0, EtcdCluster.SIZE)
                  .mapToObj(i -> new EtcdMember(i + 1, ports.get(2 * i), ports.get(2 * i + 1)))
                  .toList();
          return EtcdCluster.start(program, this, members);
        });
  }

  Map<String, String> arguments() {
    return arguments;
  }

  boolean speaksTls() {
    return tls;
  }

  boolean asksForUser() {
    return login;
  }
}
