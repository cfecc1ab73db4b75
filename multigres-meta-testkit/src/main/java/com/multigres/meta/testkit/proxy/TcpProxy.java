package com.multigres.meta.testkit.proxy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Stands between clients and a server and spoils what passes: cuts, refuses, stalls, drops, delays,
 * or reacts to what it sees. Knows no protocol. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

  private volatile InetSocketAddress target;
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<Sighting> sightings = new CopyOnWriteArrayList<>();
  private final ProxyGate toServer = new ProxyGate();
  private final ProxyGate toClient = new ProxyGate();
  private final ProxyListener listener;

  private TcpProxy(InetSocketAddress target) {
    this.target = target;
    this.listener = ProxyListener.opened(this::connect);
  }

  /** A proxy on a free port of the loopback address, which lets everything pass. */
  public static TcpProxy to(String host, int port) {
    return new TcpProxy(new InetSocketAddress(host, port));
  }

  /** The address that clients connect to. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port that clients connect to; the same for the proxy's whole life. */
  public int port() {
    return listener.port();
  }

  /** Lets new connections lead elsewhere; open ones stay where they are. */
  public void redirect(String host, int port) {
    target = new InetSocketAddress(host, port);
  }

  /** How many connections are open through it. */
  public int connections() {
    return connections.size();
  }

  /**
   * Resets all connections that it has taken; one that the system has not handed over yet lives on.
   * New ones are taken as before.
   */
  public void cut() {
    connections.forEach(ProxyConnection::cut);
  }

  /** Refuses new connections, as a machine does on which nobody listens; leaves open ones alone. */
  public void refuse() {
    listener.close();
  }

  /** Takes new connections again. */
  public void accept() {
    listener.open();
  }

  /** Holds back all bytes of one way: nobody is told, nothing is lost. */
  public void stall(Direction way) {
    gate(way).shut(true);
  }

  /** Loses all bytes of one way, on open connections and new ones: nobody is told. */
  public void drop(Direction way) {
    gate(way).drop(true);
  }

  /**
   * Ends {@link #stall} and {@link #drop}: the held bytes of one way go on. Connections that have
   * lost some are cut, since what would come after them means nothing.
   */
  public void flow(Direction way) {
    gate(way).drop(false);
    connections.stream()
        .filter(connection -> connection.hasLost(way))
        .forEach(ProxyConnection::cut);
    gate(way).shut(false);
  }

  /**
   * Makes it a proxy that lets everything pass, and takes new connections. What was to befall bytes
   * that have not come is forgotten: it would befall whoever uses the proxy next.
   */
  public void heal() {
    sightings.clear();
    accept();
    for (Direction way : Direction.values()) {
      delay(way, Duration.ZERO);
      flow(way);
    }
  }

  /** Holds back each piece of one way that long; {@link Duration#ZERO} ends it. */
  public void delay(Direction way, Duration each) {
    gate(way).delay(each);
  }

  /**
   * Decides what happens when given bytes pass for the first time from now on. They are looked for
   * as they travel: a client that prepared a statement does not send its text again.
   *
   * @param text what to look for, in UTF-8; it may come in several pieces
   */
  public Sighting onSight(Direction way, String text, Fate fate) {
    return onSight(way, text, () -> fate);
  }

  /**
   * The same with code that runs before the bytes go on, which wait for it.
   *
   * @param reaction runs once, on the connection's own thread, and says what becomes of the bytes
   */
  public Sighting onSight(Direction way, String text, Supplier<Fate> reaction) {
    Sighting sighting = new Sighting(way, text.getBytes(StandardCharsets.UTF_8), reaction);
    sightings.add(sighting);
    return sighting;
  }

  /** Cuts everything and takes nothing more. Idempotent. */
  @Override
  public void close() {
    listener.close();
    cut();
  }

  private void connect(Socket client) {
    ProxyConnection connection = new ProxyConnection(this, client);
    connections.add(connection);
    connection.start(target);
  }

  void forget(ProxyConnection connection) {
    connections.remove(connection);
    toServer.wake();
    toClient.wake();
  }

  ProxyGate gate(Direction way) {
    return switch (way) {
      case TO_SERVER -> toServer;
      case TO_CLIENT -> toClient;
    };
  }

  /** What the sightings say; the first that does not let the bytes pass decides. */
  Fate look(Direction way, byte[] text) {
    for (Sighting sighting : sightings) {
      Fate fate = sighting.look(way, text);
      if (fate != Fate.FORWARD) {
        return fate;
      }
    }
    return Fate.FORWARD;
  }

  int longestSighting() {
    return sightings.stream().mapToInt(Sighting::length).max().orElse(0);
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
