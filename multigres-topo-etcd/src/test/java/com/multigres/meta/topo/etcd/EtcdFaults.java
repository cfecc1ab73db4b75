package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Member;
import com.multigres.meta.testkit.proxy.ProxiedFaults;
import com.multigres.meta.testkit.proxy.StoreWays;
import com.multigres.meta.testkit.proxy.Way;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.etcd.EtcdProcess;
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
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Accidents of an etcd of the test's own, one or several, and of the way to it: each store has
 * proxies of its own.
 */
final class EtcdFaults implements Faults, ProxiedFaults<TopoStore>, AutoCloseable {
  // So many that a wiped server's revision has certainly gone back, and its numbers are new ones.
  private static final int HISTORY = 100;
  // The machine may be busy.
  private static final String PATIENT = "?connectTimeout=15s";

  private static final Pattern LEASE = Pattern.compile("\"ID\":\\s*\"(\\d+)\"");

  private final List<EtcdProcess> servers;
  private final List<GrpcRelay> renewalsLost;
  private final Set<Way> deaf = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean full = new AtomicBoolean();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<HostPort> addresses;
  private final StoreWays<TopoStore> ways;

  EtcdFaults(List<EtcdProcess> servers) {
    this.servers = servers;
    this.addresses = servers.stream().map(server -> address(server.host(), server.port())).toList();
    this.ways = StoreWays.to(addresses);
    this.renewalsLost = servers.stream().map(EtcdFaults::deafRelay).toList();
    var unused = write(HISTORY);
  }

  private static HostPort address(String host, int port) {
    return new HostPort(host, OptionalInt.of(port));
  }

  private static GrpcRelay deafRelay(EtcdProcess server) {
    GrpcRelay relay = GrpcRelay.to(server.host(), server.port());
    relay.tap(
        new GrpcRelay.Tap() {
          @Override
          public GrpcRelay.Fate asked(String method, byte[] message) {
            return method.endsWith("/LeaseKeepAlive")
                ? GrpcRelay.Fate.LOSE
                : GrpcRelay.Fate.FORWARD;
          }
        });
    return relay;
  }

  TopoStore open(String root) {
    return ways.open(way -> TopoStores.open("etcd://" + way.hosts() + root + PATIENT));
  }

  private EtcdProcess server() {
    return servers.stream()
        .filter(EtcdProcess::answering)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no server answers"));
  }

  private <T> T ask(Function<Channel, T> question) {
    return ask(server(), question);
  }

  private static <T> T ask(EtcdProcess server, Function<Channel, T> question) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(server.host(), server.port()).usePlaintext().build();
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
        HttpRequest.newBuilder(URI.create(server().endpoint() + "/v3/lease/leases"))
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

  @Override
  public Way way(TopoStore store) {
    return ways.of(store);
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.complementOf(
        EnumSet.of(Fault.LOSE_MESSAGE, Fault.NEWER_SCHEMA, Fault.SKEW_CLOCK));
  }

  @Override
  public void reconnect(TopoStore store) {
    Way way = way(store);
    if (deaf.remove(way)) {
      way.lead(addresses);
    }
    way.heal();
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
    full.set(true);
    alarm(AlarmRequest.AlarmAction.ACTIVATE);
  }

  @Override
  public void freeQuota() {
    if (full.compareAndSet(true, false)) {
      alarm(AlarmRequest.AlarmAction.DEACTIVATE);
    }
  }

  private void alarm(AlarmRequest.AlarmAction action) {
    AlarmRequest request =
        AlarmRequest.newBuilder().setAction(action).setAlarm(AlarmType.NOSPACE).build();
    var unused = ask(channel -> MaintenanceGrpc.newBlockingStub(channel).alarm(request));
  }

  /** From now on its way leads through one who sees what is a renewal. */
  @Override
  public void loseRenewals(TopoStore store) {
    Way way = way(store);
    deaf.add(way);
    way.lead(renewalsLost.stream().map(relay -> address(relay.host(), relay.port())).toList());
  }

  @Override
  public void killOwner(TopoStore store) {
    cut(store);
  }

  @Override
  public void stop() {
    each(EtcdProcess::stop);
  }

  @Override
  public void kill() {
    each(EtcdProcess::kill);
  }

  @Override
  public void restart() {
    each(EtcdProcess::restart);
  }

  @Override
  public void pause() {
    each(EtcdProcess::pause);
  }

  @Override
  public void resume() {
    each(EtcdProcess::resume);
  }

  /** At the same time: a member that starts alone waits for the others. */
  private void each(Consumer<EtcdProcess> what) {
    servers.parallelStream().forEach(what);
  }

  @Override
  public List<Member> members() {
    return servers.size() == 1
        ? List.of()
        : servers.stream().<Member>map(server -> new EtcdFaultMember(server)).toList();
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
    each(EtcdProcess::stop);
    servers.forEach(server -> delete(server.folder().data()));
    each(EtcdProcess::start);
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
    each(EtcdProcess::resume);
    each(EtcdFaults::revive);
    ways.stores().forEach(this::reconnect);
    freeQuota();
    ways.repair();
  }

  private static void revive(EtcdProcess server) {
    if (!server.running()) {
      server.restart();
    }
  }

  @Override
  public void close() {
    renewalsLost.forEach(GrpcRelay::close);
    ways.close();
  }
}
