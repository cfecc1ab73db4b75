package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.topo.Faults;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.proxy.TcpProxy;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
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
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.stream.Stream;

/** Accidents of an etcd of the test's own, and of the way to it: each store has its own proxy. */
final class EtcdFaults implements Faults {
  private static final int WAYS = 60;
  // So many that a wiped server's revision has certainly gone back, and its numbers are new ones.
  private static final int HISTORY = 100;

  private final EtcdExtension etcd;
  private final HttpClient client = HttpClient.newHttpClient();
  // Made once: a proxy has threads, and many tests open many stores.
  private final Deque<TcpProxy> free = new ConcurrentLinkedDeque<>();
  private final Map<TopoStore, TcpProxy> ways = new ConcurrentHashMap<>();

  EtcdFaults(EtcdExtension etcd) {
    this.etcd = etcd;
    for (int i = 0; i < WAYS; i++) {
      free.add(TcpProxy.to(etcd.server().host(), etcd.server().port()));
    }
    write(HISTORY);
  }

  TopoStore open(String root) {
    TcpProxy way = free.remove();
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
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(etcd.server().endpoint() + "/v3/lease/leases"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      String answer = client.send(question, HttpResponse.BodyHandlers.ofString()).body();
      return answer.split("\"ID\"", -1).length - 1L;
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
        EnumSet.of(Fault.LOSE_MESSAGE, Fault.NEWER_SCHEMA, Fault.LOSE_RENEWALS));
  }

  @Override
  public void cut(TopoStore store) {
    TcpProxy way = way(store);
    way.refuse();
    way.cut();
  }

  @Override
  public void reconnect(TopoStore store) {
    way(store).accept();
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
    ways.values().forEach(TcpProxy::accept);
    free.addAll(ways.values());
    ways.clear();
  }
}
