package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.Passwords;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of one test on a server that others use too. Thread-safe. */
public final class ZooKeeperRoot implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ZooKeeperRoot.class);
  private static final int LIMIT_SECONDS = 30;

  private final String servers;
  private final String path;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What is done with a client, which is closed afterwards. */
  private interface Work {
    void with(ZooKeeper client) throws KeeperException, InterruptedException;
  }

  private ZooKeeperRoot(String servers, String path) {
    this.servers = servers;
    this.path = path;
  }

  static ZooKeeperRoot on(String servers) {
    ZooKeeperRoot root = new ZooKeeperRoot(servers, "/test-" + Passwords.fresh(12));
    root.connected(
        client ->
            client.create(
                root.path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
    return root;
  }

  /** The node that all others lie below; it is there. */
  public String path() {
    return path;
  }

  /** Where to connect to so that this node is the root of everything. */
  public String connectString() {
    return servers + path;
  }

  /** The address of a topology store in it. */
  public String uri() {
    return "zk://" + servers + path;
  }

  /** Deletes the node and all below it. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connected(client -> ZKUtil.deleteRecursive(client, path));
    }
  }

  private void connected(Work work) {
    CountDownLatch connected = new CountDownLatch(1);
    try {
      ZooKeeper client = new ZooKeeper(servers, LIMIT_SECONDS * 1000, noteIn(connected));
      try {
        if (!connected.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new ServerStartException("ZooKeeper at " + servers + " does not answer");
        }
        work.with(client);
      } finally {
        client.close();
      }
    } catch (KeeperException.NoNodeException e) {
      log.debug("{} was deleted by the test itself", path, e);
    } catch (KeeperException | IOException e) {
      throw new ServerStartException("ZooKeeper at " + servers + " refuses: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("interrupted while waiting for ZooKeeper", e);
    }
  }

  private static Watcher noteIn(CountDownLatch connected) {
    return event -> {
      if (event.getState() == KeeperState.SyncConnected) {
        connected.countDown();
      }
    };
  }

  @Override
  public String toString() {
    return "ZooKeeperRoot[" + uri() + "]";
  }
}
