package com.multigres.meta.topo.zookeeper;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;

/**
 * One session of the client library with its connection. It is the library's own client, without
 * what would repeat a request or put another session in the place of a lost one: both would hide
 * what rules T5, T11 and T20 are about. Requests are answered in the order in which they were given
 * to it. Nothing here blocks but {@link #finish} and {@link #drop}. Thread-safe.
 */
final class Wire implements Watcher {
  // Of a reply: what many reads together may bring. Requests are bounded by what a server takes.
  private static final String LARGEST_REPLY = String.valueOf(256 << 20);

  /** Told what happens, on the client library's thread: must not block. */
  interface Listener {
    /** The connection stands or is gone, or the session has ended. */
    void changed(Wire wire);

    /** Something changed at a watched znode or below. */
    default void touched(String znode) {}
  }

  /** What was made, and when in the order of all writes. */
  record Made(String znode, long at) {}

  /** Reaches what the client library keeps for its heirs. */
  @SuppressWarnings("try") // That its close() may be interrupted is the library's choice.
  private static final class Client extends ZooKeeper {
    Client(ZooKeeperOptions options, Duration timeout, Watcher watcher, ZKClientConfig config)
        throws IOException {
      super(
          options.servers(),
          Math.toIntExact(timeout.toMillis()),
          watcher,
          false,
          new Members(options.members()),
          config);
    }

    long seen() {
      return cnxn.getLastZxid();
    }

    boolean closeSession() throws InterruptedException {
      RequestHeader header = new RequestHeader();
      header.setType(ZooDefs.OpCode.closeSession);
      ReplyHeader reply = cnxn.submitRequest(header, null, null, null);
      return reply.getErr() == KeeperException.Code.OK.intValue();
    }

    void disconnect() {
      cnxn.disconnect();
    }
  }

  private final Listener listener;
  private final List<ACL> acl;
  private final CompletableFuture<Client> client = new CompletableFuture<>();
  private volatile Event.KeeperState state = Event.KeeperState.Disconnected;

  private Wire(Listener listener, List<ACL> acl) {
    this.listener = listener;
    this.acl = acl;
  }

  /** Begins to connect, and goes on until it can. */
  static Wire open(ZooKeeperOptions options, Duration timeout, Listener listener) {
    List<ACL> acl =
        options.user().isPresent() ? ZooDefs.Ids.CREATOR_ALL_ACL : ZooDefs.Ids.OPEN_ACL_UNSAFE;
    Wire wire = new Wire(listener, acl);
    // The client library names its threads after the one that makes it.
    Thread maker = new Thread(() -> wire.make(options, timeout), "multigres-zookeeper");
    maker.setDaemon(true);
    maker.start();
    var unused = wire.client.join();
    return wire;
  }

  private void make(ZooKeeperOptions options, Duration timeout) {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, LARGEST_REPLY);
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    try {
      Client made = new Client(options, timeout, this, config);
      options.user().ifPresent(user -> made.addAuthInfo("digest", login(user, options)));
      client.complete(made);
    } catch (IOException | RuntimeException unusable) {
      client.completeExceptionally(unusable);
    }
  }

  private static byte[] login(String user, ZooKeeperOptions options) {
    String secret = options.password().map(Supplier::get).orElse("");
    return (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
  }

  private Client client() {
    return client.join();
  }

  @Override
  public void process(WatchedEvent event) {
    if (event.getType() == Event.EventType.None) {
      state = event.getState();
      listener.changed(this);
    } else if (event.getPath() != null) {
      listener.touched(event.getPath());
    }
  }

  boolean isConnected() {
    return state == Event.KeeperState.SyncConnected;
  }

  /** Whether the server has ended the session. */
  boolean isExpired() {
    return state == Event.KeeperState.Expired;
  }

  boolean isRefused() {
    return state == Event.KeeperState.AuthFailed;
  }

  /** The last write that this client has seen anything of. */
  long seen() {
    return client().seen();
  }

  long session() {
    return client().getSessionId();
  }

  Duration granted() {
    return Duration.ofMillis(client().getSessionTimeout());
  }

  /**
   * Sends reads together, or writes as one transaction. The answer to a transaction that the server
   * refused names the failures; only what ended the connection fails the future.
   */
  CompletableFuture<List<OpResult>> send(List<Op> ops) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    try {
      client()
          .multi(
              ops,
              (rc, path, context, results) -> {
                if (results == null) {
                  answer.completeExceptionally(failure(rc));
                } else {
                  answer.complete(results);
                }
              },
              null);
    } catch (RuntimeException senseless) {
      answer.completeExceptionally(senseless);
    }
    return answer;
  }

  private static KeeperException failure(int rc) {
    return KeeperException.create(KeeperException.Code.get(rc));
  }

  /** A write that means nothing: answered, a quorum has seen everything that went before. */
  CompletableFuture<List<OpResult>> barrier(String znode) {
    return send(List.of(Op.check(znode, -1)));
  }

  /** Waits for the leader's state instead. */
  CompletableFuture<List<OpResult>> sync(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client().sync(znode, (rc, path, context) -> settle(answer, rc), null);
    return answer;
  }

  private static void settle(CompletableFuture<List<OpResult>> answer, int rc) {
    if (rc == KeeperException.Code.OK.intValue()) {
      answer.complete(List.of());
    } else {
      answer.completeExceptionally(failure(rc));
    }
  }

  CompletableFuture<Made> create(String znode, byte[] data, CreateMode mode) {
    CompletableFuture<Made> answer = new CompletableFuture<>();
    client()
        .create(
            znode,
            data,
            acl,
            mode,
            (rc, path, context, name, stat) -> {
              if (rc == KeeperException.Code.OK.intValue()) {
                answer.complete(new Made(name, stat.getCzxid()));
              } else {
                answer.completeExceptionally(failure(rc));
              }
            },
            null);
    return answer;
  }

  CompletableFuture<List<OpResult>> delete(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client().delete(znode, -1, (rc, path, context) -> settle(answer, rc), null);
    return answer;
  }

  /** Watches a znode and all below it, until {@link #unwatch}; not what happens while cut off. */
  CompletableFuture<List<OpResult>> watch(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client()
        .addWatch(
            znode,
            this,
            AddWatchMode.PERSISTENT_RECURSIVE,
            (rc, path, context) -> settle(answer, rc),
            null);
    return answer;
  }

  CompletableFuture<List<OpResult>> unwatch(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client()
        .removeWatches(
            znode, this, WatcherType.Any, true, (rc, path, context) -> settle(answer, rc), null);
    return answer;
  }

  Op make(String znode, byte[] data, CreateMode mode) {
    return Op.create(znode, data, acl, mode);
  }

  /** What a read of a znode's data says. */
  static View view(OpResult result) throws KeeperException {
    if (result instanceof OpResult.GetDataResult found) {
      byte[] data = found.getData() == null ? new byte[0] : found.getData();
      return new View(UnsafeByteOperations.unsafeWrap(data), Optional.of(found.getStat()));
    }
    refuseFailure(result);
    return View.MISSING;
  }

  /** What a read of a znode's children says. */
  static List<String> names(OpResult result) throws KeeperException {
    if (result instanceof OpResult.GetChildrenResult found) {
      return found.getChildren();
    }
    refuseFailure(result);
    return List.of();
  }

  private static void refuseFailure(OpResult result) throws KeeperException {
    if (result instanceof OpResult.ErrorResult failed
        && failed.getErr() != KeeperException.Code.NONODE.intValue()) {
      throw failure(failed.getErr());
    }
  }

  /** Ends the session at the server; says whether the server answered so. Blocks. */
  boolean finish() throws InterruptedException {
    return isExpired() || client().closeSession();
  }

  /** Ends the connection, and leaves the session to its time to live. Blocks a little. */
  void drop() {
    client().disconnect();
  }
}
