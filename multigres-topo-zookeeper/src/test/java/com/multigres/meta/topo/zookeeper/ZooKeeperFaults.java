package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Member;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.StoreWays;
import com.multigres.meta.testkit.proxy.Way;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * Accidents of a ZooKeeper of the test's own, one server or several, and of the way to it: each
 * store has proxies of its own.
 */
final class ZooKeeperFaults implements Faults, ProxiedFaults<TopoStore>, AutoCloseable {
  /** What the test's servers were told. */
  static final String SETTINGS = "?tickTime=500ms&minTtl=2s&maxTtl=60s&sessionTimeout=4s";

  private static final int LIMIT_MILLIS = 20_000;
  // How a server draws passwords: whoever knows a session's number can end it.
  private static final long PASSWORDS = 0xB3415C00L;
  private static final Pattern SESSION = Pattern.compile("sid=0x([0-9a-f]+)");
  private static final Pattern OWNER = Pattern.compile("(?m)^0x([0-9a-f]+):$");

  private final List<ZooKeeperProcess> servers;
  private final StoreWays<TopoStore> ways;

  ZooKeeperFaults(List<ZooKeeperProcess> servers) {
    this.servers = servers;
    this.ways =
        StoreWays.to(
            servers.stream()
                .map(server -> new HostPort(server.host(), OptionalInt.of(server.port())))
                .toList());
  }

  TopoStore open(String root) {
    return ways.open(way -> TopoStores.open("zk://" + way.hosts() + root + SETTINGS));
  }

  private ZooKeeperProcess server() {
    return servers.stream()
        .filter(ZooKeeperProcess::answering)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no server answers"));
  }

  static String ask(ZooKeeperProcess server, String word) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    }
  }

  /** How many sessions own something. */
  long owners() {
    return OWNER.matcher(ask(server(), "dump")).results().count();
  }

  @Override
  public Way way(TopoStore store) {
    return ways.of(store);
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.complementOf(
        EnumSet.of(
            Fault.LOSE_MESSAGE,
            Fault.NEWER_SCHEMA,
            Fault.SKEW_CLOCK,
            Fault.FILL_QUOTA,
            Fault.LOSE_RENEWALS));
  }

  @Override
  public String whyNot(Fault fault) {
    return switch (fault) {
      case LOSE_RENEWALS ->
          "every request on a session's connection renews it: a server that refuses renewals and"
              + " serves the rest does not exist";
      case FILL_QUOTA ->
          "the servers' quotas refuse only what grows, and a server that is full stops; what they"
              + " refuse has a test of its own";
      default -> Faults.super.whyNot(fault);
    };
  }

  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }

  @Override
  public void stop() {
    each(ZooKeeperProcess::stop);
  }

  @Override
  public void kill() {
    each(ZooKeeperProcess::kill);
  }

  @Override
  public void restart() {
    each(ZooKeeperProcess::restart);
  }

  @Override
  public void pause() {
    each(ZooKeeperProcess::pause);
  }

  @Override
  public void resume() {
    each(ZooKeeperProcess::resume);
  }

  /** At the same time: a member that starts alone waits for the others. */
  private void each(Consumer<ZooKeeperProcess> what) {
    servers.parallelStream().forEach(what);
  }

  @Override
  public List<Member> members() {
    return servers.size() == 1
        ? List.of()
        : servers.stream().<Member>map(server -> new ZooKeeperFaultMember(server)).toList();
  }

  /** The server cannot tell whose they are. */
  @Override
  public void expireSession(TopoStore store) {
    servers.stream()
        .filter(ZooKeeperProcess::answering)
        .flatMap(server -> SESSION.matcher(ask(server, "cons")).results())
        .map(found -> Long.parseUnsignedLong(found.group(1), 16))
        .toList()
        .forEach(this::end);
  }

  private void end(long session) {
    byte[] password = new byte[16];
    new Random(session ^ PASSWORDS).nextBytes(password);
    CountDownLatch connected = new CountDownLatch(1);
    Watcher watcher =
        event -> {
          if (event.getState() != Watcher.Event.KeeperState.Disconnected) {
            connected.countDown();
          }
        };
    try {
      ZooKeeper client =
          new ZooKeeper(server().connectString(), LIMIT_MILLIS, watcher, session, password);
      try {
        if (!connected.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the server does not answer");
        }
      } finally {
        client.close();
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }

  /** It keeps no history at any time. */
  @Override
  public void compact() {}

  /** The same place in the network, and nothing of what it held. */
  @Override
  public void wipe() {
    each(ZooKeeperProcess::stop);
    servers.forEach(server -> delete(server.folder().data()));
    each(ZooKeeperProcess::start);
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.endsWith("myid")) {
          Files.delete(path);
        }
      }
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }

  @Override
  public void repair() {
    each(ZooKeeperProcess::resume);
    each(ZooKeeperFaults::revive);
    ways.repair();
  }

  private static void revive(ZooKeeperProcess server) {
    if (!server.running()) {
      server.restart();
    }
  }

  @Override
  public void close() {
    ways.close();
  }
}
