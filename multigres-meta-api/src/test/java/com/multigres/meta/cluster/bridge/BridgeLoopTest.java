package com.multigres.meta.cluster.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.TestCluster;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BridgeLoopTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final TopoPath DB1 = TopoPath.parse("databases/db1/Database");

  @Test
  void everyChangeIsFollowedUntilTheLoopIsClosed() {
    try (TestCluster cluster = new TestCluster();
        TestCluster.Client client = cluster.start()) {
      new ClusterInitializer(client.global, TopoPath.parse("/multigres/c1/global"))
          .initialise(TestCluster.spec("a"));
      client.catalogs.initialise();
      BridgeLoop loop = start(client, NEVER, new AtomicInteger());

      client.catalogs.apply(List.of(CreateDatabase.named("db1")), ApplyOptions.none());
      await().until(() -> client.global.store().read(DB1).isPresent());

      client.global.store().delete(DB1, Expect.any());
      await().until(() -> client.global.store().read(DB1).isPresent());

      loop.close();
      loop.close();
      client.global.store().delete(DB1, Expect.any());
      assertThat(threads()).noneMatch(name -> name.startsWith("multigres-bridge-test"));
      assertThat(client.global.store().read(DB1)).isEmpty();
    }
  }

  @Test
  void itRunsOnATimerToo() {
    try (TestCluster cluster = new TestCluster();
        TestCluster.Client client = cluster.start()) {
      client.catalogs.initialise();
      AtomicInteger runs = new AtomicInteger();
      try (BridgeLoop loop = start(client, Duration.ofMillis(20), runs)) {
        await().until(() -> runs.get() >= 5);
        loop.wake();
      }
    }
  }

  @Test
  void aRunThatFailsIsTriedAgain() {
    try (TestCluster cluster = new TestCluster();
        TestCluster.Client client = cluster.start()) {
      client.catalogs.initialise();
      AtomicInteger asked = new AtomicInteger();
      BridgeRunner failing =
          new BridgeRunner(
              client.catalogs,
              List.of(TopologyTarget.of(client.global)),
              () -> {
                if (asked.incrementAndGet() == 1) {
                  throw new IllegalStateException("the cells are out of reach, once");
                }
                return client.servers();
              },
              BridgeSettings.STANDARD);
      try (BridgeLoop loop =
          BridgeLoop.start("test", failing, client.catalogs, client.global, NEVER, report -> {})) {
        await().until(() -> client.global.databases().get("postgres").isPresent());
        loop.wake();
      }
    }
  }

  private static BridgeLoop start(
      TestCluster.Client client, Duration interval, AtomicInteger runs) {
    return BridgeLoop.start(
        "test",
        client.bridge(BridgeSettings.STANDARD),
        client.catalogs,
        client.global,
        interval,
        report -> runs.incrementAndGet());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }
}
