package com.multigres.meta.testservers.zookeeper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** ZooKeeper's own client, with texts for data. */
final class ZooKeeperClient implements AutoCloseable {

  private final ZooKeeper client;

  ZooKeeperClient(String connectString) throws IOException {
    CountDownLatch connected = new CountDownLatch(1);
    client =
        new ZooKeeper(
            connectString,
            30_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    try {
      if (!connected.await(20, TimeUnit.SECONDS)) {
        client.close();
        throw new IOException("nobody answers at " + connectString);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  void create(String path, String text) throws KeeperException, InterruptedException {
    create(path, text, CreateMode.PERSISTENT);
  }

  void create(String path, String text, CreateMode mode)
      throws KeeperException, InterruptedException {
    client.create(path, text.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
  }

  void createFor(long millis, String path) throws KeeperException, InterruptedException {
    client.create(
        path,
        new byte[0],
        ZooDefs.Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT_WITH_TTL,
        new Stat(),
        millis);
  }

  Optional<String> read(String path) throws KeeperException, InterruptedException {
    try {
      return Optional.of(new String(client.getData(path, false, null), StandardCharsets.UTF_8));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }

  void delete(String path) throws KeeperException, InterruptedException {
    client.delete(path, -1);
  }

  @Override
  public void close() {
    try {
      client.close(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
