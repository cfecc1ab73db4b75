package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's own client, for what no store shows. */
final class RawClient {
  private static final int LIMIT_MILLIS = 20_000;

  private RawClient() {}

  /** What is done with it. */
  interface Work {
    void with(ZooKeeper raw) throws KeeperException, InterruptedException;
  }

  static void on(String servers, Work work)
      throws IOException, KeeperException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    Watcher watcher = event -> connected.countDown();
    ZooKeeper raw = new ZooKeeper(servers, LIMIT_MILLIS, watcher);
    try {
      assertThat(connected.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      work.with(raw);
    } finally {
      raw.close();
    }
  }
}
