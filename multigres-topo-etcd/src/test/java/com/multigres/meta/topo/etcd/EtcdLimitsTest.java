package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdRoot;
import com.multigres.meta.testservers.etcd.EtcdServer;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.WriteResult;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the servers do not take, and much of what they do (T2, T6, T11). */
class EtcdLimitsTest {
  private static final int LARGEST_REQUEST = 300 << 10;
  private static final TopoPath MANY = TopoPath.parse("many");
  private static final Duration LONG = Duration.ofMinutes(2);

  @RegisterExtension
  static final EtcdExtension ETCD =
      EtcdExtension.own(EtcdSetup.temporary().argument("max-request-bytes", "" + LARGEST_REQUEST));

  private final AtomicInteger largest = new AtomicInteger();
  private RelayedStore relayed;
  private TopoStore store;

  @BeforeEach
  void open() {
    EtcdRoot root = ETCD.freshRoot();
    relayed = RelayedStore.to(ETCD.server(), root.path());
    store = relayed.store();
    relayed
        .relay()
        .tap(
            new GrpcRelay.Tap() {
              @Override
              public GrpcRelay.Fate answered(String method, byte[] message) {
                largest.accumulateAndGet(message.length, Math::max);
                return GrpcRelay.Fate.FORWARD;
              }
            });
  }

  @AfterEach
  void close() {
    relayed.close();
  }

  private static ByteString value(int bytes) {
    return ByteString.copyFrom(new byte[bytes]);
  }

  @Test
  void whatTheServersDoNotTakeFailsAloneAndTyped() {
    List<Mutation> mixed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int size = i == 10 ? LARGEST_REQUEST + 1 : 100;
      mixed.add(Mutation.put(MANY.child("" + i), value(size), Expect.any()));
    }
    List<WriteResult> results = store.writeAll(mixed);
    for (int i = 0; i < results.size(); i++) {
      if (i == 10) {
        TopoException failure = ((WriteResult.Failed) results.get(i)).error();
        assertThat(failure.code()).isEqualTo(Code.TOO_LARGE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      } else {
        assertThat(results.get(i)).isInstanceOf(WriteResult.Written.class);
      }
    }
    assertThat(store.children(MANY)).hasSize(19);
  }

  @Test
  void aLargeTreeIsListedInModestMessagesAsOfOneMoment() {
    listed(5_000);
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void aHundredThousandNodesAreListedInModestMessagesAsOfOneMoment() {
    listed(100_000);
  }

  private void listed(int count) {
    List<Mutation> all =
        IntStream.range(0, count)
            .mapToObj(i -> Mutation.put(MANY.child("n" + i), value(200), Expect.absent()))
            .toList();
    assertThat(relayed.direct().withTimeout(LONG).writeAll(all))
        .allMatch(result -> result instanceof WriteResult.Written);
    largest.set(0);
    List<Node> listed = store.withTimeout(LONG).list(MANY);
    assertThat(listed).hasSize(count).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    assertThat(store.withTimeout(LONG).children(MANY)).hasSize(count);
    assertThat(largest.get()).as("the largest message").isBetween(1, 4 << 20);
  }

  @Test
  void aServerThatIsFullSaysSoAndAnswersReads() {
    try (var full = EtcdSetup.temporary().argument("quota-backend-bytes", "" + (4 << 20)).start();
        TopoStore store = TopoStores.open(full.uri("/root") + "?connectTimeout=20s")) {
      Refusal first = fill(store, 0, 512 << 10);
      assertThat(first.error().code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      Mutation more = Mutation.put(MANY.child("more"), value(1), Expect.absent());
      WriteResult.Failed again = (WriteResult.Failed) store.writeAll(List.of(more)).get(0);
      assertThat(again.error().code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(again.error().outcome()).isEqualTo(Outcome.NOT_APPLIED);
      assertThat(store.children(MANY)).contains("0-0").doesNotContain("more");
      store.delete(MANY.child("0-0"), Expect.any());
    }
  }

  /**
   * The first write that was refused.
   *
   * @param name of its node
   */
  private record Refusal(String name, TopoException error) {}

  private static Refusal fill(TopoStore store, int writer, int bytes) {
    for (int i = 0; ; i++) {
      String name = writer + "-" + i;
      try {
        var unused = store.write(MANY.child(name), value(bytes), Expect.absent());
      } catch (TopoException refused) {
        return new Refusal(name, refused);
      }
    }
  }

  @Test
  void theWritesThatUseTheQuotaUpAreNotCalledUndone() {
    int writers = 12;
    try (var full = EtcdSetup.temporary().argument("quota-backend-bytes", "" + (24 << 20)).start();
        TopoStore reader = TopoStores.open(full.uri("/root") + "?connectTimeout=20s")) {
      List<Refusal> refusals =
          Together.all(
              writers,
              writer -> {
                try (TopoStore own = TopoStores.open(full.uri("/root") + "?connectTimeout=20s")) {
                  return fill(own, writer, 256 << 10);
                }
              });
      List<String> stands = reader.children(MANY);
      for (Refusal refusal : refusals) {
        assertThat(refusal.error().code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        if (refusal.error().outcome() == Outcome.NOT_APPLIED) {
          assertThat(stands).as(refusal.error().getMessage()).doesNotContain(refusal.name());
        }
      }
    }
  }

  @Test
  void aWatchThatMissedMoreThanAUsualMessageGoesOn() {
    try (var roomy = EtcdSetup.temporary().argument("max-request-bytes", "" + (16 << 20)).start();
        RelayedStore large = RelayedStore.to(roomy, "/root")) {
      WatchRecorder watcher = new WatchRecorder();
      large.store().watch(TopoPath.root(), WatchOptions.tree(), watcher);
      watcher.awaitInSync();
      large.proxy().refuse();
      large.proxy().cut();
      for (int i = 0; i < 8; i++) {
        large.direct().write(MANY.child("" + i), value(900 << 10), Expect.absent());
      }
      large.proxy().heal();
      watcher.awaitNodes(large.direct().list(TopoPath.root()));
    }
  }

  @Test
  void aWriteIsDoneOnceThoughTheAnswerOfItsCompanyIsLarge() {
    try (var roomy = EtcdSetup.temporary().argument("max-request-bytes", "" + (16 << 20)).start();
        RelayedStore large = RelayedStore.to(roomy, "/root");
        Session session = large.store().openSession(Duration.ofMinutes(1))) {
      List<Mutation> together = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        // What lies below is named in the refusal, so that it is larger than a usual message.
        putBelow(roomy, "/root/bound" + i + "/" + "a-name-of-24-characters/".repeat(600));
        together.add(
            Mutation.createBound(TopoPath.parse("bound" + i), ByteString.EMPTY, session.id()));
      }
      together.add(Mutation.put(MANY, ByteString.EMPTY, Expect.absent()));
      large.proxy().stall(Direction.TO_CLIENT);
      List<WriteResult> results = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (String first : List.of("1", "2")) {
        Mutation busy = Mutation.put(TopoPath.parse(first), ByteString.EMPTY, Expect.any());
        threads.add(started(() -> large.store().writeAll(List.of(busy))));
      }
      threads.forEach(
          thread ->
              Patience.eventually().until(() -> thread.getState() == Thread.State.TIMED_WAITING));
      Thread last = started(() -> results.addAll(large.store().writeAll(together)));
      Patience.eventually().until(() -> last.getState() == Thread.State.TIMED_WAITING);
      large.proxy().flow(Direction.TO_CLIENT);
      Patience.eventually().until(() -> !last.isAlive());
      assertThat(results.get(6)).as("" + results.get(6)).isInstanceOf(WriteResult.Written.class);
      assertThat(((WriteResult.Failed) results.get(0)).error().code()).isEqualTo(Code.BAD_INPUT);
    }
  }

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work, "writer");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** As another component might: 64 keys that take much of a message. */
  private static void putBelow(EtcdServer server, String directory) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(server.host(), server.port()).usePlaintext().build();
    try {
      for (int i = 0; i < 64; i++) {
        ByteString key = ByteString.copyFromUtf8(directory + i);
        var unused =
            KVGrpc.newBlockingStub(channel).put(PutRequest.newBuilder().setKey(key).build());
      }
    } finally {
      channel.shutdownNow();
    }
  }
}
