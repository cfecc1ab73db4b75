package com.multigres.meta.postgres.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands before a PostgreSQL server, speaks its protocol, lets everything pass, and answers in the
 * server's place where it was told to. Thread-safe.
 */
final class Gateway implements AutoCloseable {
  private final String serverHost;
  private final int serverPort;
  private final ServerSocket listener;
  private final Set<GatewayConnection> connections = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Order> orders = new ArrayDeque<>();
  private int refusedLogins;
  private Refusal loginRefusal = Refusal.of("57P03");

  private record Order(String statement, Refusal refusal) {}

  private Gateway(String serverHost, int serverPort, ServerSocket listener) {
    this.serverHost = serverHost;
    this.serverPort = serverPort;
    this.listener = listener;
  }

  static Gateway to(String host, int port) {
    try {
      Gateway gateway =
          new Gateway(host, port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      thread("gateway-accept", gateway::accept);
      return gateway;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Answers the next statement that contains a text, whoever sends it. */
  void refuseNext(String statement, Refusal refusal) {
    lock.lock();
    try {
      orders.add(new Order(statement, refusal));
    } finally {
      lock.unlock();
    }
  }

  /** Answers so many log-ins. */
  void refuseLogins(int count, Refusal refusal) {
    lock.lock();
    try {
      refusedLogins = count;
      loginRefusal = refusal;
    } finally {
      lock.unlock();
    }
  }

  /** How many log-ins are still to be refused. */
  int loginsToRefuse() {
    lock.lock();
    try {
      return refusedLogins;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all connections that stand. */
  void cut() {
    connections.forEach(GatewayConnection::close);
  }

  Optional<Refusal> loginRefused() {
    lock.lock();
    try {
      return refusedLogins-- > 0 ? Optional.of(loginRefusal) : Optional.empty();
    } finally {
      refusedLogins = Math.max(0, refusedLogins);
      lock.unlock();
    }
  }

  /** What to answer to a statement instead of the server; asked once for each. */
  Optional<Refusal> refused(String statement) {
    lock.lock();
    try {
      Order next = orders.peek();
      if (next == null || !statement.contains(next.statement())) {
        return Optional.empty();
      }
      orders.remove();
      return Optional.of(next.refusal());
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        GatewayConnection connection =
            new GatewayConnection(this, client, new Socket(serverHost, serverPort));
        connections.add(connection);
        connection.start();
      }
    } catch (IOException closed) {
      cut();
    }
  }

  void forget(GatewayConnection connection) {
    connections.remove(connection);
  }

  static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    cut();
  }
}
