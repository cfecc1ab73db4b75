package com.multigres.meta.benchmarks.zookeeper;

import com.multigres.meta.benchmarks.topo.TopoPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** The plainest code on ZooKeeper's client that does the same: no deadline, no retry, no rule. */
final class RawPeer implements TopoPeer {
  private static final byte[] VALUE = new byte[200];
  private static final int LIMIT_MILLIS = 60_000;
  private static final int TOGETHER = 10;

  /** What is sent before a read. */
  enum Reads {
    LOCAL,
    BEHIND_A_SYNC,
    BEHIND_A_WRITE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** A call that may fail as the client's do. */
  private interface Call<T> {
    T call() throws KeeperException, InterruptedException;
  }

  private final ZooKeeper client;
  private final Reads reads;
  private final String root;

  RawPeer(String servers, Reads reads) {
    this.reads = reads;
    this.root = "/raw-" + System.nanoTime();
    CountDownLatch connected = new CountDownLatch(1);
    try {
      Watcher watcher = event -> connected.countDown();
      client = new ZooKeeper(servers, LIMIT_MILLIS, watcher);
      connected.await();
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
    make("");
    for (String directory : new String[] {"/nodes", "/own", "/ten", "/poolers"}) {
      make(directory);
    }
    make("/watched");
  }

  private static <T> T done(Call<T> call) {
    try {
      return call.call();
    } catch (KeeperException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static <T> T await(CompletableFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void make(String below) {
    var unused =
        done(
            () ->
                client.create(
                    root + below, VALUE, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
  }

  @Override
  public void fill(int nodes) {
    for (int i = 0; i < nodes; i++) {
      make("/nodes/n" + i);
    }
  }

  private CompletableFuture<byte[]> asked(String znode) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    client.getData(
        znode,
        false,
        (rc, path, context, data, stat) -> {
          if (data == null) {
            answer.completeExceptionally(
                KeeperException.create(KeeperException.Code.get(rc), path));
          } else {
            answer.complete(data);
          }
        },
        null);
    return answer;
  }

  @Override
  public void get(int number) {
    String znode = root + "/nodes/n" + number;
    switch (reads) {
      case LOCAL -> {}
      case BEHIND_A_SYNC -> client.sync(znode, (rc, path, context) -> {}, null);
      case BEHIND_A_WRITE ->
          client.multi(List.of(Op.check(znode, -1)), (rc, path, context, results) -> {}, null);
    }
    var unused = await(asked(znode));
  }

  private int count(String directory, String below) {
    List<String> names = done(() -> client.getChildren(root + directory, false));
    List<CompletableFuture<byte[]>> asked = new ArrayList<>();
    for (String name : names) {
      asked.add(asked(root + directory + "/" + name + below));
    }
    asked.forEach(RawPeer::await);
    return asked.size();
  }

  @Override
  public int list() {
    return count("/nodes", "");
  }

  @Override
  public Caller caller(int number) {
    String own = root + "/own/c" + number + "-" + System.nanoTime();
    String ten = root + "/ten/c" + number + "-" + System.nanoTime() + "-";
    List<Op> fresh = new ArrayList<>();
    List<Op> batch = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      fresh.add(Op.create(ten + i, VALUE, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      batch.add(Op.setData(ten + i, VALUE, -1));
    }
    fresh.add(Op.create(own, VALUE, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
    var unused = done(() -> client.multi(fresh));
    return new Caller() {
      private int version;

      @Override
      public void replace() {
        version = done(() -> client.setData(own, VALUE, version)).getVersion();
      }

      @Override
      public void batch() {
        var unused = done(() -> client.multi(batch));
      }
    };
  }

  @Override
  public void register(int number) {
    String directory = root + "/poolers/p" + number;
    List<Op> both =
        List.of(
            Op.create(directory, VALUE, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
            Op.create(
                directory + "/Pooler", VALUE, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
    var unused = done(() -> client.multi(both));
  }

  @Override
  public int discover() {
    return count("/poolers", "/Pooler");
  }

  @Override
  public void watch(Runnable told) {
    String znode = root + "/watched";
    Watcher watcher =
        event -> {
          var unused = asked(znode).thenRun(told);
        };
    var unused =
        done(
            () -> {
              client.addWatch(znode, watcher, AddWatchMode.PERSISTENT);
              return true;
            });
  }

  @Override
  public void change() {
    var unused = done(() -> client.setData(root + "/watched", VALUE, -1));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
