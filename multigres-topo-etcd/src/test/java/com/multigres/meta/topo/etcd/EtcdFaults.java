package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Accidents of an etcd of the test's own, and of the way to it: each store has its own proxy. */
final class EtcdFaults implements Faults, AutoCloseable {
  private static final int WAYS = 60;
  // So many that a wiped server's revision has certainly gone back, and its numbers are new ones.
  private static final int HISTORY = 100;

  private static final Pattern LEASE = Pattern.compile("\"ID\":\\s*\"(\\d+)\"");

  private final EtcdExtension etcd;
  private final GrpcRelay renewalsLost;
  private final Set<TcpProxy> deaf = ConcurrentHashMap.newKeySet();
  private final HttpClient client = HttpClient.newHttpClient();
  // Made once: a proxy has threads, and many tests open many stores.
  private final Deque<TcpProxy> free = new ConcurrentLinkedDeque<>();
  private final Map<TopoStore, TcpProxy> ways = new ConcurrentHashMap<>();

  EtcdFaults(EtcdExtension etcd) {
    this.etcd = etcd;
    this.renewalsLost = GrpcRelay.to(etcd.server().host(), etcd.server().port());
    renewalsLost.tap(
        new GrpcRelay.Tap() {
          @Override
          public GrpcRelay.Fate asked(String method, byte[] message) {
            return method.endsWith("/LeaseKeepAlive") ? GrpcRelay.Fate.LOSE : GrpcRelay.Fate.FORWARD;
          }
        });
    for (int i = 0; i < WAYS; i++) {
      free.add(newWay());
    }
    write(HISTORY);
  }

  private TcpProxy newWay() {
    return TcpProxy.to(etcd.server().host(), etcd.server().port());
  }

  TopoStore open(String root) {
    TcpProxy way = Optional.ofNullable(free.poll()).orElseGet(this::newWay);
    try {
      TopoStore store = TopoStores.open("etcd://" + way.host() + ":" + way.port() + root);
      ways.put(store, way);
      return store;
    } catch (RuntimeException refused) {
      free.add(way);
      throw refused;
    }
  }

  private <T> T ask(Function<Channel, T> question) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(etcd.server().host(), etcd.server().port())
            .usePlaintext()
            .build();
    try {
      return question.apply(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private long write(int times) {
    return ask(
        channel -> {
          long revision = 0;
          for (int i = 0; i < times; i++) {
            revision =
                KVGrpc.newBlockingStub(channel)
                    .put(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("history")).build())
                    .getHeader()
                    .getRevision();
          }
          return revision;
        });
  }

  /** How many leases the server holds: its gateway says so, as the generated messages cannot. */
  long leases() {
    return leaseIds().size();
  }

  private List<Long> leaseIds() {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(etcd.server().endpoint() + "/v3/lease/leases"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      String answer = client.send(question, HttpResponse.BodyHandlers.ofString()).body();
      return LEASE.matcher(answer).results().map(found -> Long.valueOf(found.group(1))).toList();
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private TcpProxy way(TopoStore store) {
    TcpProxy way = ways.get(store);
    if (way == null) {
      throw new IllegalArgumentException("not opened here: " + store);
    }
    return way;
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.complementOf(
        EnumSet.of(Fault.LOSE_MESSAGE, Fault.NEWER_SCHEMA, Fault.SKEW_CLOCK));
  }

  @Override
  public void cut(TopoStore store) {
    TcpProxy way = way(store);
    way.refuse();
    way.cut();
  }

  @Override
  public void reconnect(TopoStore store) {
    TcpProxy way = way(store);
    if (deaf.remove(way)) {
      way.redirect(etcd.server().host(), etcd.server().port());
      way.cut();
    }
    way.heal();
  }

  @Override
  public void delay(TopoStore store, Duration more) {
    for (Direction direction : Direction.values()) {
      way(store).delay(direction, more.dividedBy(2));
    }
  }

  @Override
  public void dropRequests(TopoStore store) {
    way(store).drop(Direction.TO_SERVER);
  }

  @Override
  public void dropReplies(TopoStore store) {
    way(store).drop(Direction.TO_CLIENT);
  }

  @Override
  public void halfOpen(TopoStore store) {
    for (Direction direction : Direction.values()) {
      way(store).stall(direction);
    }
  }

  /** The server cannot tell whose they are. */
  @Override
  public void expireSession(TopoStore store) {
    for (long lease : leaseIds()) {
      revoke(lease);
    }
  }

  private void revoke(long lease) {
    try {
      LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(lease).build();
      var unused = ask(channel -> LeaseGrpc.newBlockingStub(channel).leaseRevoke(request));
    } catch (StatusRuntimeException gone) {
      if (gone.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw gone;
      }
    }
  }

  @Override
  public void fillQuota() {
    alarm(AlarmRequest.AlarmAction.ACTIVATE);
  }

  @Override
  public void freeQuota() {
    alarm(AlarmRequest.AlarmAction.DEACTIVATE);
  }

  private void alarm(AlarmRequest.AlarmAction action) {
    AlarmRequest request =
        AlarmRequest.newBuilder().setAction(action).setAlarm(AlarmType.NOSPACE).build();
    var unused = ask(channel -> MaintenanceGrpc.newBlockingStub(channel).alarm(request));
  }

  /** From now on its way leads through one who sees what is a renewal. */
  @Override
  public void loseRenewals(TopoStore store) {
    TcpProxy way = way(store);
    deaf.add(way);
    way.redirect(renewalsLost.host(), renewalsLost.port());
    way.cut();
  }

  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }

  @Override
  public void stop() {
    etcd.process().stop();
  }

  @Override
  public void kill() {
    etcd.process().kill();
  }

  @Override
  public void restart() {
    etcd.process().restart();
  }

  @Override
  public void pause() {
    etcd.process().pause();
  }

  @Override
  public void resume() {
    etcd.process().resume();
  }

  @Override
  public void compact() {
    long revision = write(1);
    long compacted =
        ask(
            channel ->
                KVGrpc.newBlockingStub(channel)
                    .compact(CompactionRequest.newBuilder().setRevision(revision).build())
                    .getHeader()
                    .getRevision());
    if (compacted < revision) {
      throw new IllegalStateException("not compacted");
    }
  }

  /** The same place in the network, the same name, and nothing of what it held. */
  @Override
  public void wipe() {
    etcd.process().stop();
    delete(etcd.process().folder().data());
    etcd.process().start();
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }

  @Override
  public void repair() {
    etcd.process().resume();
    if (!etcd.process().running()) {
      etcd.process().restart();
    }
    List.copyOf(ways.keySet()).forEach(this::reconnect);
    freeQuota();
    free.addAll(ways.values());
    ways.clear();
  }

  @Override
  public void close() {
    renewalsLost.close();
    ways.values().forEach(TcpProxy::close);
    free.forEach(TcpProxy::close);
  }
}
