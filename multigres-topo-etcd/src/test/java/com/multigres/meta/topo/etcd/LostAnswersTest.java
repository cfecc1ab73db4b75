package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdRoot;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a store makes of requests that were not answered (T11). */
class LostAnswersTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");
  private static final String COMMIT = "KV/Txn";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();

  private RelayedStore relayed;
  private TopoStore store;

  @BeforeEach
  void open() {
    EtcdRoot root = ETCD.freshRoot();
    relayed = RelayedStore.to(ETCD.server(), root.path());
    store = relayed.store();
  }

  @AfterEach
  void close() {
    relayed.close();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private Version write(String value) {
    return relayed.direct().write(NODE, bytes(value), Expect.any());
  }

  private String value() {
    return relayed.direct().read(NODE).map(node -> node.value().toStringUtf8()).orElse("-");
  }

  /** Loses the next questions of one kind, each before or after the server has it. */
  private AtomicInteger breakNext(String method, int times, boolean answered, Runnable before) {
    AtomicInteger left = new AtomicInteger(times);
    relayed
        .relay()
        .tap(
            new GrpcRelay.Tap() {
              @Override
              public GrpcRelay.Fate asked(String name, byte[] message) {
                return fate(name, !answered);
              }

              @Override
              public GrpcRelay.Fate answered(String name, byte[] message) {
                return fate(name, answered);
              }

              private GrpcRelay.Fate fate(String name, boolean here) {
                if (here && name.endsWith(method) && left.getAndDecrement() > 0) {
                  before.run();
                  return GrpcRelay.Fate.BREAK;
                }
                return GrpcRelay.Fate.FORWARD;
              }
            });
    return left;
  }

  private static TopoException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(TopoException.class, call);
  }

  @Test
  void aReplacementThatNeverArrivedIsAskedAgain() {
    Version before = write("1");
    AtomicInteger left = breakNext(COMMIT, 1, false, () -> {});
    Version written = store.write(NODE, bytes("2"), Expect.version(before));
    assertThat(left.get()).isNegative();
    assertThat(relayed.direct().read(NODE).orElseThrow().version()).isEqualTo(written);
  }

  @Test
  void aReplacementThatWasDoneAndNotAnsweredIsUnknown() {
    Version before = write("1");
    breakNext(COMMIT, 1, true, () -> {});
    TopoException doubt = failure(() -> store.write(NODE, bytes("2"), Expect.version(before)));
    assertThat(doubt.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(value()).isEqualTo("2");
  }

  @Test
  void aReplacementWhosePlaceAnotherTookWasNotDone() {
    Version before = write("1");
    breakNext(
        COMMIT,
        1,
        false,
        () -> relayed.direct().write(NODE, bytes("other"), Expect.version(before)));
    TopoException refused = failure(() -> store.write(NODE, bytes("2"), Expect.version(before)));
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.BAD_VERSION);
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(value()).isEqualTo("other");
  }

  @Test
  void equalBytesOfAnotherProveNothing() {
    Version before = write("1");
    breakNext(
        COMMIT, 1, false, () -> relayed.direct().write(NODE, bytes("2"), Expect.version(before)));
    TopoException doubt = failure(() -> store.write(NODE, bytes("2"), Expect.version(before)));
    assertThat(doubt.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aReplacementThatWasReplacedInTurnIsUnknown() {
    Version before = write("1");
    breakNext(COMMIT, 1, true, () -> relayed.direct().write(NODE, bytes("3"), Expect.any()));
    TopoException doubt = failure(() -> store.write(NODE, bytes("2"), Expect.version(before)));
    assertThat(doubt.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(value()).isEqualTo("3");
  }

  @Test
  void aDeletionThatNeverArrivedIsAskedAgain() {
    Version before = write("1");
    AtomicInteger left = breakNext(COMMIT, 1, false, () -> {});
    store.delete(NODE, Expect.version(before));
    assertThat(left.get()).isNegative();
    assertThat(value()).isEqualTo("-");
  }

  @Test
  void aDeletionThatFindsTheNodeReplacedWasNotDone() {
    Version before = write("1");
    breakNext(COMMIT, 1, false, () -> write("other"));
    TopoException refused = failure(() -> store.delete(NODE, Expect.version(before)));
    assertThat(refused.code()).isEqualTo(Code.BAD_VERSION);
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(value()).isEqualTo("other");
  }

  @Test
  void aDeletionThatFindsNothingIsUnknown() {
    Version before = write("1");
    breakNext(COMMIT, 1, true, () -> {});
    TopoException doubt = failure(() -> store.delete(NODE, Expect.version(before)));
    assertThat(doubt.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(value()).isEqualTo("-");
  }

  @Test
  void aCreationIsNotAskedAgain() {
    AtomicInteger left = breakNext(COMMIT, 2, false, () -> {});
    TopoException doubt = failure(() -> store.write(NODE, bytes("1"), Expect.absent()));
    assertThat(doubt.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(doubt.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(left.get()).as("tries").isEqualTo(1);
  }

  @Test
  void aReadIsAskedAgain() {
    write("1");
    AtomicInteger left = breakNext("KV/Range", 3, true, () -> {});
    assertThat(store.read(NODE).orElseThrow().value()).isEqualTo(bytes("1"));
    assertThat(left.get()).isNegative();
  }

  @Test
  void eachWriteOfABatchWhoseAnswerWasLostIsUnknown() {
    List<ByteString> asked = new CopyOnWriteArrayList<>();
    relayed
        .relay()
        .tap(
            new GrpcRelay.Tap() {
              @Override
              public GrpcRelay.Fate asked(String name, byte[] message) {
                if (name.endsWith(COMMIT)) {
                  asked.addAll(written(message));
                }
                return GrpcRelay.Fate.FORWARD;
              }

              @Override
              public GrpcRelay.Fate answered(String name, byte[] message) {
                return name.endsWith(COMMIT) ? GrpcRelay.Fate.BREAK : GrpcRelay.Fate.FORWARD;
              }
            });
    List<WriteResult> results =
        store.writeAll(
            IntStream.range(0, 50)
                .mapToObj(i -> Mutation.put(NODE.child("" + i), ByteString.EMPTY, Expect.any()))
                .toList());
    assertThat(results)
        .hasSize(50)
        .allSatisfy(
            result ->
                assertThat(((WriteResult.Failed) result).error().outcome())
                    .isEqualTo(Outcome.UNKNOWN));
    assertThat(relayed.direct().children(NODE)).as("what was done").hasSize(50);
    assertThat(asked).as("what was asked for").hasSize(50).doesNotHaveDuplicates();
  }

  private static List<ByteString> written(byte[] message) {
    try {
      return TxnRequest.parseFrom(message).getSuccessList().stream()
          .flatMap(
              one ->
                  one.hasRequestTxn()
                      ? one.getRequestTxn().getSuccessList().stream()
                      : Stream.of(one))
          .filter(RequestOp::hasRequestPut)
          .map(one -> one.getRequestPut().getKey())
          .toList();
    } catch (InvalidProtocolBufferException foreign) {
      throw new IllegalArgumentException(foreign);
    }
  }

  @Test
  void aSessionWhoseEndOvertookItsBeginningIsTakenBackAllTheSame() {
    AtomicLong lease = new AtomicLong();
    AtomicInteger ends = new AtomicInteger();
    relayed
        .relay()
        .tap(
            new GrpcRelay.Tap() {
              @Override
              public GrpcRelay.Fate asked(String name, byte[] message) {
                if (name.endsWith("LeaseGrant")) {
                  lease.set(named(message));
                  return GrpcRelay.Fate.BREAK;
                }
                if (name.endsWith("LeaseRevoke") && ends.incrementAndGet() == 2) {
                  // Only now the beginning arrives.
                  assertThat(gateway("grant", "{\"ID\":" + lease + ",\"TTL\":600}"))
                      .contains("600");
                }
                return GrpcRelay.Fate.FORWARD;
              }
            });
    assertThat(failure(() -> store.openSession(Duration.ofMinutes(10))).outcome())
        .isEqualTo(Outcome.NOT_APPLIED);
    Patience.eventually().until(() -> ends.get() > 1);
    Patience.eventually()
        .until(() -> gateway("timetolive", "{\"ID\":" + lease + "}").contains("\"TTL\":\"-1\""));
  }

  private static long named(byte[] message) {
    try {
      return LeaseGrantRequest.parseFrom(message).getID();
    } catch (InvalidProtocolBufferException foreign) {
      throw new IllegalArgumentException(foreign);
    }
  }

  private static String gateway(String what, String question) {
    URI uri =
        URI.create(
            "http://%s:%d/v3/lease/%s".formatted(ETCD.server().host(), ETCD.server().port(), what));
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(question)).build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
