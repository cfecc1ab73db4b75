package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Together;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdLogin;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins that hold until a user or a role changes, whosesoever (T28, T29). */
class JwtLoginTest {
  private static final TopoPath NODE = TopoPath.parse("d/node");
  private static final Path KEY = key();

  @RegisterExtension
  static final EtcdExtension ETCD =
      EtcdExtension.own(
          EtcdSetup.temporary()
              .login()
              .argument("auth-token", "jwt,sign-method=HS256,ttl=10m,priv-key=" + KEY));

  @RegisterExtension static final EtcdExtension WITHOUT_USERS = EtcdExtension.shared();

  private static final AtomicInteger STRANGERS = new AtomicInteger();

  private static Path key() {
    try {
      return Files.writeString(
          Files.createTempFile("etcd-jwt", ".key"), "what the servers sign tokens with");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @AfterAll
  static void forget() throws IOException {
    Files.deleteIfExists(KEY);
  }

  private static StoreOptions asRoot() {
    EtcdLogin root = ETCD.server().login().orElseThrow();
    return StoreOptions.builder()
        .user(root.user())
        .password(root::password)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /** From now on every login that was had before is out of date. */
  private static void changeRoles() {
    String name = "stranger" + STRANGERS.incrementAndGet();
    EtcdUsers.of(ETCD.server()).add(name, "secret", "/" + name);
  }

  @Test
  void aChangeOfRolesIsNoticedByNobodyElse() {
    Duration ttl = Duration.ofSeconds(2);
    try (TopoStore store = TopoStores.open(ETCD.freshRoot().uri(), asRoot())) {
      WatchRecorder watcher = new WatchRecorder();
      store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
      watcher.awaitInSync();
      Session session = store.openSession(ttl);
      session.create(NODE, bytes("bound"));
      changeRoles();
      store.write(TopoPath.parse("after"), bytes("v"), Expect.absent());
      watcher.awaitNodes(store.list(TopoPath.root()));

      changeRoles();
      WatchRecorder later = new WatchRecorder();
      store.watch(TopoPath.root(), WatchOptions.tree(), later);
      later.awaitNodes(store.list(TopoPath.root()));
      assertThat(watcher.events(WatchEvent.Ended.class)).isEmpty();
      assertThat(later.events(WatchEvent.Ended.class)).isEmpty();

      long since = System.nanoTime();
      Patience.eventually().until(() -> System.nanoTime() - since > 2 * ttl.toNanos());
      assertThat(session.isOver()).as("the session was renewed").isFalse();
      assertThat(store.read(NODE)).isPresent();
    }
  }

  @Test
  void oneLogsInForAllWhoAreRefused() {
    AtomicInteger logins = new AtomicInteger();
    try (GrpcRelay relay = GrpcRelay.to(ETCD.server().host(), ETCD.server().port())) {
      String uri = "etcd://127.0.0.1:" + relay.port() + ETCD.freshRoot().path();
      try (TopoStore store = TopoStores.open(uri, asRoot())) {
        relay.tap(
            new GrpcRelay.Tap() {
              @Override
              public GrpcRelay.Fate asked(String method, byte[] message) {
                if (method.endsWith("/Authenticate")) {
                  logins.incrementAndGet();
                }
                return GrpcRelay.Fate.FORWARD;
              }
            });
        changeRoles();
        assertThat(Together.all(48, number -> written(store, number))).containsOnly(true);
        assertThat(logins.get()).as("logins").isBetween(1, 2);
      }
    }
  }

  private static boolean written(TopoStore store, int number) {
    TopoPath mine = NODE.child("" + number);
    return store.write(mine, bytes("v"), Expect.absent()).path().equals(mine);
  }

  @Test
  void aPasswordThatCannotBeHadIsAskedForAgainAndNotTold() {
    AtomicInteger asked = new AtomicInteger();
    StoreOptions sealed =
        StoreOptions.builder()
            .user("root")
            .password(
                () -> {
                  asked.incrementAndGet();
                  throw new IllegalStateException("the vault with hunter2 is sealed");
                })
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    TopoException refused =
        catchThrowableOfType(
            TopoException.class, () -> TopoStores.open(ETCD.freshRoot().uri(), sealed).close());
    assertThat(refused.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(refused).hasMessageContaining("password").hasMessageNotContaining("hunter2");
    assertThat(asked.get()).isGreaterThan(1);
  }

  @Test
  void whoKnowsNoUsersIsAskedWithoutALogin() {
    try (TopoStore store = TopoStores.open(WITHOUT_USERS.freshRoot().uri(), asRoot())) {
      assertThat(store.write(NODE, bytes("v"), Expect.absent()).path()).isEqualTo(NODE);
    }
  }
}
