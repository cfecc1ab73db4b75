package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdRoot;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WriteResult;
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
    try (var full = EtcdSetup.temporary().argument("quota-backend-bytes", "" + (4 << 20)).start()) {
      try (TopoStore store = TopoStores.open(full.uri("/root") + "?connectTimeout=20s")) {
        List<Integer> written = new ArrayList<>();
        TopoException refused =
            catchThrowableOfType(
                TopoException.class,
                () -> {
                  for (int i = 0; i < 100; i++) {
                    store.write(MANY.child("" + i), value(512 << 10), Expect.absent());
                    written.add(i);
                  }
                });
        assertThat(refused.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(written).isNotEmpty();
        assertThat(store.list(MANY)).hasSameSizeAs(written);
      }
    }
  }
}
