package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdRoot;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.lock.LockInfo;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What travels together stays apart in its effects (T3, T5, T7 to T11, T22). */
class SharedTransactionsTest {
  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();

  private final List<TxnRequest> sent = new CopyOnWriteArrayList<>();
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
              public GrpcRelay.Fate asked(String method, byte[] message) {
                if (method.endsWith("KV/Txn")) {
                  sent.add(parsed(message));
                }
                return GrpcRelay.Fate.FORWARD;
              }
            });
  }

  @AfterEach
  void close() {
    relayed.close();
  }

  private static TxnRequest parsed(byte[] message) {
    try {
      return TxnRequest.parseFrom(message);
    } catch (InvalidProtocolBufferException foreign) {
      throw new IllegalArgumentException(foreign);
    }
  }

  private static TopoPath path(String text) {
    return TopoPath.parse(text);
  }

  private Runnable put(String path) {
    return () -> {
      var unused = store.write(path(path), ByteString.copyFromUtf8("v"), Expect.any());
    };
  }

  private Runnable bind(String path, SessionId session) {
    Mutation creation = Mutation.createBound(path(path), ByteString.EMPTY, session);
    return () -> {
      var unused = store.commit(Batch.builder().add(creation).build());
    };
  }

  /**
   * Lets writes wait for the way to be free, so that they go as the next request or requests;
   * answers what each failed with.
   */
  private List<String> waitingTogether(List<Runnable> writes) {
    relayed.proxy().stall(Direction.TO_CLIENT);
    List<Thread> first = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      int alone = i;
      first.add(started(put("busy/" + i)));
      // One after the other: both at once would share a transaction, and the way would stay free.
      Patience.eventually().until(() -> sent.size() >= alone);
    }
    AtomicReferenceArray<String> outcomes = new AtomicReferenceArray<>(writes.size());
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      int place = i;
      waiting.add(started(() -> outcomes.set(place, outcome(writes.get(place)))));
      Patience.eventually()
          .until(() -> waiting.get(place).getState() == Thread.State.TIMED_WAITING);
    }
    sent.clear();
    relayed.proxy().flow(Direction.TO_CLIENT);
    first.forEach(SharedTransactionsTest::join);
    waiting.forEach(SharedTransactionsTest::join);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      all.add(outcomes.get(i));
    }
    return all;
  }

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work, "writer");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    Patience.eventually().until(() -> !thread.isAlive());
  }

  private static String outcome(Runnable write) {
    try {
      write.run();
      return "done";
    } catch (TopoException failure) {
      return failure.code().name();
    }
  }

  private int widest() {
    return sent.stream().mapToInt(TxnRequest::getSuccessCount).max().orElse(0);
  }

  @Test
  void whoWaitsTravelsTogether() {
    List<Runnable> writes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      writes.add(put("d/" + i));
    }
    assertThat(waitingTogether(writes)).containsOnly("done");
    assertThat(sent).hasSizeBetween(1, 2);
    assertThat(widest()).isGreaterThan(9);
    assertThat(store.children(path("d"))).hasSize(20);
  }

  @Test
  void aLoneCallerIsSentAtOnceAndAlone() {
    put("d/1").run();
    put("d/2").run();
    assertThat(sent).hasSize(2);
    assertThat(sent)
        .noneMatch(txn -> txn.getSuccess(0).hasRequestTxn() && txn.getCompareCount() == 0);
  }

  @Test
  void aNodeIsNotBoundWhileAnotherIsMadeBelowIt() {
    try (Session session = relayed.direct().openSession(Duration.ofSeconds(20))) {
      Runnable above = bind("d/a", session.id());
      List<String> outcomes = waitingTogether(List.of(above, put("d/a/b"), put("d/c")));
      assertThat(outcomes).containsExactlyInAnyOrder("done", "BAD_INPUT", "done");
      assertThat(outcomes.get(2)).isEqualTo("done");
    }
  }

  @Test
  void nothingIsMadeBelowANodeThatIsBoundMeanwhile() {
    try (Session session = relayed.direct().openSession(Duration.ofSeconds(20))) {
      Runnable above = bind("d/a", session.id());
      List<String> outcomes = waitingTogether(List.of(put("d/a/b"), above));
      assertThat(outcomes).containsExactlyInAnyOrder("done", "BAD_INPUT");
    }
  }

  @Test
  void ofTwoReplacementsOfOneVersionThatWaitTogetherOneWins() {
    var before = store.write(path("n"), ByteString.EMPTY, Expect.absent());
    Runnable replacement =
        () -> {
          var unused = store.write(path("n"), ByteString.EMPTY, Expect.version(before));
        };
    assertThat(waitingTogether(List.of(replacement, replacement)))
        .containsExactlyInAnyOrder("done", "BAD_VERSION");
  }

  @Test
  void aWriteToASessionThatIsGoneFailsAlone() {
    Runnable orphan = bind("d/o", new SessionId("4711"));
    assertThat(waitingTogether(List.of(put("d/1"), orphan, put("d/2"))))
        .containsExactly("done", Code.SESSION_LOST.name(), "done");
  }

  @Test
  void placesInAQueueNeverShareATransaction() {
    int contenders = 32;
    TopoPath locked = path("shard");
    LockOptions options =
        LockOptions.of("contend").ttl(Duration.ofSeconds(20)).waiting(Duration.ofSeconds(30));
    List<Long> tokens =
        Together.all(
            2 * contenders,
            number -> {
              if (number >= contenders) {
                for (int i = 0; i < 20; i++) {
                  put("busy/" + number).run();
                }
                return 0L;
              }
              try (TopoLock lock = store.locks().lock(locked, options)) {
                List<LockInfo> queue = store.locks().queue(locked);
                assertThat(queue.get(0).token()).contains(lock.token());
                return lock.token().number();
              }
            });
    assertThat(tokens.subList(0, contenders)).doesNotHaveDuplicates();
    assertThat(sent)
        .as("transactions with a lock's entry")
        .filteredOn(txn -> entries(txn) > 0)
        .hasSize(contenders)
        .allMatch(txn -> entries(txn) == 1);
  }

  private static long entries(TxnRequest txn) {
    return txn.getSuccessList().stream().mapToLong(SharedTransactionsTest::entries).sum();
  }

  private static long entries(RequestOp operation) {
    if (operation.hasRequestTxn()) {
      return entries(operation.getRequestTxn());
    }
    return operation.hasRequestPut()
            && operation.getRequestPut().getKey().toStringUtf8().contains("/locks/")
        ? 1
        : 0;
  }
}
