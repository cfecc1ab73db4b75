package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import io.grpc.Metadata;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream of changes that dies in silence while everything else works (T14). */
class StalledWatchTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();

  @Test
  void aWatchWhoseStreamHasStalledGoesOnWithNothingMissed() {
    try (RelayedStore relayed = RelayedStore.to(ETCD.server(), ETCD.freshRoot().path())) {
      AtomicInteger heard = new AtomicInteger();
      relayed
          .relay()
          .tap(
              new GrpcRelay.Tap() {
                @Override
                public GrpcRelay.Fate answered(String method, byte[] message) {
                  if (method.endsWith("/Watch")) {
                    heard.incrementAndGet();
                  }
                  return GrpcRelay.Fate.FORWARD;
                }
              });
      WatchRecorder watcher = new WatchRecorder();
      relayed.store().watch(TopoPath.root(), WatchOptions.tree(), watcher);
      watcher.awaitInSync();
      Patience.eventually().until(() -> heard.get() > 0);
      AtomicBoolean stalled = new AtomicBoolean(true);
      relayed
          .relay()
          .tap(
              new GrpcRelay.Tap() {
                @Override
                public GrpcRelay.Fate asked(String method, byte[] message) {
                  // Whoever opens another stream is served again.
                  if (method.endsWith("/Watch") && message.length > 20) {
                    stalled.set(false);
                  }
                  return GrpcRelay.Fate.FORWARD;
                }

                @Override
                public GrpcRelay.Fate answered(String method, byte[] message) {
                  return method.endsWith("/Watch") && stalled.get()
                      ? GrpcRelay.Fate.LOSE
                      : GrpcRelay.Fate.FORWARD;
                }
              });
      relayed.direct().write(NODE, ByteString.copyFromUtf8("missed"), Expect.any());
      watcher.awaitNodes(relayed.direct().list(TopoPath.root()));
      assertThat(stalled).as("the stream that stalled").isFalse();
      assertThat(relayed.store().connectionState()).isEqualTo(ConnectionState.CONNECTED);
      assertThat(watcher.events(WatchEvent.Resync.class)).isEmpty();
      assertThat(watcher.storyOf(NODE)).containsExactly("missed");
    }
  }

  /** Loses what the server says on the first stream of changes that is opened from now on. */
  private static AtomicInteger loseFirstStream(RelayedStore relayed) {
    AtomicInteger streams = new AtomicInteger();
    relayed
        .relay()
        .tap(
            new GrpcRelay.Tap() {
              @Override
              public void called(String method, Metadata headers) {
                if (method.endsWith("/Watch")) {
                  streams.incrementAndGet();
                }
              }

              @Override
              public GrpcRelay.Fate answered(String method, byte[] message) {
                return method.endsWith("/Watch") && streams.get() < 2
                    ? GrpcRelay.Fate.LOSE
                    : GrpcRelay.Fate.FORWARD;
              }
            });
    return streams;
  }

  @Test
  void aWatchWhoseStreamStallsBeforeItHasCaughtUpGoesOnToo() {
    try (RelayedStore relayed = RelayedStore.to(ETCD.server(), ETCD.freshRoot().path())) {
      WatchRecorder before = new WatchRecorder();
      relayed.direct().watch(TopoPath.root(), WatchOptions.tree(), before);
      Cursor since = before.awaitInSync().lastCursor();
      relayed.direct().write(NODE, ByteString.copyFromUtf8("missed"), Expect.any());
      AtomicInteger streams = loseFirstStream(relayed);
      WatchRecorder watcher = new WatchRecorder();
      WatchOptions resuming = WatchOptions.tree().resumingFrom(since);
      relayed.store().watch(TopoPath.root(), resuming, watcher);
      Patience.eventually().until(() -> watcher.storyOf(NODE).contains("missed"));
      watcher.awaitInSync();
      assertThat(streams.get()).isGreaterThan(1);
    }
  }

  @Test
  void theEndOfANodeThatIsCalledLikeAPlaceInAQueueIsToldByAWatchThatWasResumedTwice() {
    TopoPath like = TopoPath.parse("d/locks/7");
    try (RelayedStore relayed = RelayedStore.to(ETCD.server(), ETCD.freshRoot().path())) {
      relayed.direct().write(like, ByteString.EMPTY, Expect.absent());
      WatchRecorder before = new WatchRecorder();
      relayed.direct().watch(TopoPath.root(), WatchOptions.tree(), before);
      Cursor since = before.awaitInSync().lastCursor();
      WatchRecorder watcher = new WatchRecorder();
      WatchOptions resuming = WatchOptions.tree().resumingFrom(since);
      relayed.store().watch(TopoPath.root(), resuming, watcher);
      watcher.awaitInSync();
      relayed.proxy().cut();
      relayed.direct().delete(like, Expect.any());
      Patience.eventually().until(() -> !watcher.events(WatchEvent.Deleted.class).isEmpty());
    }
  }

  @Test
  void aWatchAsksForAMemberThatHasALeader() {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (RelayedStore relayed = RelayedStore.to(ETCD.server(), ETCD.freshRoot().path())) {
      relayed
          .relay()
          .tap(
              new GrpcRelay.Tap() {
                @Override
                public void called(String method, Metadata headers) {
                  if (method.endsWith("/Watch")) {
                    asked.add(
                        ""
                            + headers.get(
                                Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER)));
                  }
                }
              });
      WatchRecorder watcher = new WatchRecorder();
      relayed.store().watch(TopoPath.root(), WatchOptions.tree(), watcher);
      Patience.eventually().until(() -> !asked.isEmpty());
      assertThat(asked).containsOnly("true");
    }
  }
}
