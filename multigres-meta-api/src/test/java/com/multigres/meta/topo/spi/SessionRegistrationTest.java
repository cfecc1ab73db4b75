package com.multigres.meta.topo.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However a registration is closed, its session ends (T19). */
class SessionRegistrationTest {
  private static final TopoPath PATH = TopoPath.of("a");
  private static final ByteString VALUE = ByteString.copyFromUtf8("v");
  private static final Duration TTL = Duration.ofSeconds(1);

  private final String name = "registrations-" + UUID.randomUUID();
  private final MemoryTopoServer server = MemoryTopoServer.named(name);
  private final TopoStore store = TopoStores.open("memory://" + name + "/root");
  private final CallbackThreads threads = new CallbackThreads("registration-test");
  private final CountDownLatch waiting = new CountDownLatch(1);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @AfterEach
  void close() {
    gate.countDown();
    threads.close(Deadline.after(Duration.ofSeconds(5)));
    store.close();
    server.close();
  }

  private Registration register() {
    return SessionRegistration.start(
        slow(store),
        threads,
        Duration.ofMillis(100),
        PATH,
        VALUE,
        RegistrationOptions.ttl(TTL),
        closed -> {});
  }

  /** A store whose reads wait while the gate is closed. */
  private TopoStore slow(TopoStore behind) {
    return (TopoStore)
        Proxy.newProxyInstance(
            TopoStore.class.getClassLoader(),
            new Class<?>[] {TopoStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read") && gate.getCount() > 0) {
                waiting.countDown();
                gate.await();
              }
              try {
                return method.invoke(behind, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
              }
            });
  }

  private void awaitNoSession() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(server.sessionCount()).isZero());
    assertThat(store.read(PATH)).isEmpty();
  }

  @Test
  void aRepairThatOutlastsTheDeadlineOfCloseDoesNotKeepTheSession() throws Exception {
    Registration registration = register();
    gate = new CountDownLatch(1);
    store.delete(PATH, Expect.any());
    waiting.await();

    assertThatThrownBy(registration::close)
        .isInstanceOfSatisfying(
            TopoException.class,
            error -> {
              assertThat(error.code()).isEqualTo(Code.TIMEOUT);
              assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            })
        .hasMessageContaining("ends as soon as what is under way does");
    gate.countDown();

    awaitNoSession();
  }

  @Test
  void anInterruptedCloseEndsTheSessionAllTheSame() {
    Registration registration = register();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(registration::close)
          .isInstanceOfSatisfying(
              TopoException.class, error -> assertThat(error.code()).isEqualTo(Code.INTERRUPTED));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    awaitNoSession();
  }
}
