package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdLogin;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users and passwords, and logins that run out (T29). */
class EtcdLoginTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");

  @RegisterExtension
  static final EtcdExtension ETCD = EtcdExtension.own(EtcdSetup.temporary().login());

  private static EtcdLogin root() {
    return ETCD.server().login().orElseThrow();
  }

  private static StoreOptions as(String user, String password) {
    return StoreOptions.builder()
        .user(user)
        .password(() -> password)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static TopoStore open(String uri) {
    return TopoStores.open(uri, as(root().user(), root().password()));
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  @Test
  void aWrongPasswordIsRefusedAtOnceAndNotShown() {
    LibraryThreads before = LibraryThreads.remembered();
    String uri = ETCD.freshRoot().uri() + "?connectTimeout=30s";
    Patience.within(
        "a refusal",
        Duration.ofSeconds(5),
        () ->
            Patience.taken(
                () -> {
                  TopoException refused =
                      catchThrowableOfType(
                          TopoException.class,
                          () -> TopoStores.open(uri, as("root", "hunter2")).close());
                  assertThat(refused.code()).isEqualTo(Code.ACCESS_DENIED);
                  assertThat(refused).hasMessageNotContaining("hunter2");
                }));
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }

  @Test
  void nobodyIsServedWithoutAUser() {
    TopoException refused =
        catchThrowableOfType(
            TopoException.class, () -> TopoStores.open(ETCD.freshRoot().uri()).close());
    assertThat(refused.code()).isEqualTo(Code.ACCESS_DENIED);
  }

  @Test
  void aLoginThatTheServerForgotIsRenewedForEverything() {
    try (TopoStore store = open(ETCD.freshRoot().uri())) {
      WatchRecorder watcher = new WatchRecorder();
      store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
      Session session = store.openSession(Duration.ofSeconds(20));
      session.create(NODE, bytes("bound"));
      // Its tokens are in its memory alone.
      ETCD.process().restart();
      Patience.eventually()
          .ignoreException(TopoException.class)
          .until(() -> store.write(TopoPath.parse("after"), bytes("v"), Expect.any()) != null);
      assertThat(store.read(NODE)).isPresent();
      watcher.awaitNodes(store.list(TopoPath.root()));
      assertThat(watcher.events(WatchEvent.Ended.class)).isEmpty();
      session.close();
      assertThat(store.read(NODE)).isEmpty();
      watcher.awaitNodes(store.list(TopoPath.root()));
    }
  }

  @Test
  void aChangedPasswordIsAskedForAtTheNextLogin() {
    EtcdUsers users = EtcdUsers.of(ETCD.server());
    String uri = ETCD.freshRoot().uri();
    users.add("rotating", "first", uri.replaceFirst("etcd://[^/]*", ""));
    AtomicReference<String> password = new AtomicReference<>("first");
    StoreOptions options = StoreOptions.builder().user("rotating").password(password::get).build();
    try (TopoStore store = TopoStores.open(uri, options)) {
      store.write(NODE, bytes("1"), Expect.any());
      users.change("rotating", "second");
      password.set("second");
      Patience.eventually()
          .ignoreException(TopoException.class)
          .until(() -> store.write(NODE, bytes("2"), Expect.any()) != null);
    }
  }

  @Test
  void whatAUserMayNotDoFailsAloneAndAtOnce() {
    EtcdUsers users = EtcdUsers.of(ETCD.server());
    String uri = ETCD.freshRoot().uri();
    String root = uri.replaceFirst("etcd://[^/]*", "");
    users.add("limited", "secret", root + "/allowed");
    try (TopoStore all = open(uri);
        TopoStore store = TopoStores.open(uri + "/allowed", as("limited", "secret"))) {
      store.write(NODE, bytes("v"), Expect.absent());
      assertThat(all.read(TopoPath.parse("allowed/d/node"))).isPresent();
    }
    try (TopoStore store = TopoStores.open(uri + "?lazy=true", as("limited", "secret"))) {
      List<Mutation> mixed = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        TopoPath folder = TopoPath.parse(i == 10 ? "forbidden" : "allowed");
        mixed.add(Mutation.delete(folder.child("none" + i), Expect.any()));
      }
      List<WriteResult> results = store.writeAll(mixed);
      for (int i = 0; i < results.size(); i++) {
        TopoException failure = ((WriteResult.Failed) results.get(i)).error();
        assertThat(failure.code()).isEqualTo(i == 10 ? Code.ACCESS_DENIED : Code.NO_NODE);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      }
    }
  }

  @Test
  void aWatchOfWhatAUserMayNotSeeEndsAndSaysSo() {
    EtcdUsers users = EtcdUsers.of(ETCD.server());
    String uri = ETCD.freshRoot().uri();
    users.add("blind", "secret", uri.replaceFirst("etcd://[^/]*", "") + "/allowed");
    try (TopoStore store = TopoStores.open(uri + "?lazy=true", as("blind", "secret"))) {
      WatchRecorder watcher = new WatchRecorder();
      store.watch(TopoPath.parse("forbidden"), WatchOptions.tree(), watcher);
      Patience.eventually().until(() -> !watcher.events(WatchEvent.Ended.class).isEmpty());
      assertThat(watcher.events(WatchEvent.Ended.class).get(0).error().code())
          .isEqualTo(Code.ACCESS_DENIED);
    }
  }
}
