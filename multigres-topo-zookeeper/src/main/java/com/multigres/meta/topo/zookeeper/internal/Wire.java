package com.multigres.meta.topo.zookeeper.internal;

import com.google.protobuf.UnsafeByteOperations;
import com.multigres.meta.topo.TopoException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.SyncResponse;

/**
 * One session of the client library with its connection. It is the library's own client, without
 * what would repeat a request or put another session in the place of a lost one: both would hide
 * what rules T5, T11 and T20 are about. Requests are answered in the order in which they were given
 * to it. Nothing here blocks but {@link #finish} and {@link #drop}. Thread-safe.
 */
public final class Wire implements Watcher {
  /** Told what happens, on the client library's thread: must not block. */
  public interface Listener {
    /** The connection stands or is gone, or the session has ended. */
    void changed(Wire wire);

    /** Something changed at a watched znode or below. */
    default void touched(String znode) {}
  }

  /** What was made, and when in the order of all writes. */
  public record Made(String znode, long at) {}

  /** A transaction on its way. */
  public interface Sending {
    /** What {@link Wire#send} answers. */
    CompletableFuture<List<OpResult>> answer();

    /** Says whether it was not sent yet, and never will be now. */
    boolean withdraw();
  }

  private final Listener listener;
  private final List<ACL> acl;
  private final WriteLane writes = new WriteLane(this::send);
  private final CompletableFuture<KeeperClient> client = new CompletableFuture<>();
  private volatile Event.KeeperState state = Event.KeeperState.Disconnected;
  private volatile boolean connectedOnce;
  private volatile boolean dropped;

  private Wire(Listener listener, List<ACL> acl) {
    this.listener = listener;
    this.acl = acl;
  }

  /**
   * Begins to connect, and goes on until it can.
   *
   * @throws TopoException when it cannot even begin
   */
  public static Wire open(Dialer dialer, Duration timeout, Listener listener) {
    return open(dialer, timeout, listener, Optional.empty());
  }

  /**
   * Another connection for the same session, in the place of this one. It is made at once, where
   * the client library would wait for up to a second.
   */
  public Wire again(Dialer dialer, Listener other) {
    return open(dialer, granted(), other, Optional.of(client().session()));
  }

  private static Wire open(
      Dialer dialer, Duration timeout, Listener listener, Optional<KeeperClient.Former> session) {
    Wire wire = new Wire(listener, dialer.acl());
    // The client library names its threads after the one that makes it.
    Thread maker = new Thread(() -> wire.make(dialer, timeout, session), "multigres-zookeeper");
    maker.setDaemon(true);
    maker.start();
    try {
      var unused = wire.client();
    } catch (CompletionException unusable) {
      throw KeeperFailures.unusable(unusable, dialer.options().where());
    }
    return wire;
  }

  private void make(Dialer dialer, Duration timeout, Optional<KeeperClient.Former> session) {
    try {
      client.complete(KeeperClient.begin(dialer, timeout, this, session));
    } catch (IOException | RuntimeException unusable) {
      client.completeExceptionally(unusable);
    }
  }

  private KeeperClient client() {
    return client.join();
  }

  @Override
  public void process(WatchedEvent event) {
    if (event.getState() == Event.KeeperState.SaslAuthenticated || isRefused()) {
      // A login says nothing of the connection, and requests wait for it by themselves; without
      // it the client library would go on as nobody.
      return;
    }
    if (event.getType() == Event.EventType.None) {
      state = event.getState();
      if (dropped && isConnected()) {
        // Ended just when the session was made, the client library takes it for open again, and
        // would keep it so for ever.
        client().disconnect();
      }
      if (isConnected()) {
        connectedOnce = true;
      }
      listener.changed(this);
    } else if (event.getPath() != null) {
      listener.touched(event.getPath());
    }
  }

  public boolean isConnected() {
    return state == Event.KeeperState.SyncConnected;
  }

  /** Whether it stood, and does no longer. */
  public boolean isBroken() {
    return connectedOnce && state == Event.KeeperState.Disconnected;
  }

  /** Whether the server has ended the session. */
  public boolean isExpired() {
    return state == Event.KeeperState.Expired;
  }

  public boolean isRefused() {
    return state == Event.KeeperState.AuthFailed;
  }

  /** The last write that this client has seen anything of. */
  public long seen() {
    return client().seen();
  }

  public long session() {
    return client().getSessionId();
  }

  public Duration granted() {
    return Duration.ofMillis(client().getSessionTimeout());
  }

  /**
   * Sends reads together, or writes as one transaction. The answer to a transaction that the server
   * refused names the failures; only what ended the connection fails the future. It ends on the
   * thread that reads what the servers say, before news that came earlier are told.
   */
  public CompletableFuture<List<OpResult>> send(List<Op> ops) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    MultiResponse results = new MultiResponse();
    try {
      MultiOperationRecord request = new MultiOperationRecord(ops);
      int type =
          request.getOpKind() == Op.OpKind.READ ? ZooDefs.OpCode.multiRead : ZooDefs.OpCode.multi;
      client().queue(type, request, results, rc -> settle(answer, rc, results.getResultList()));
    } catch (RuntimeException senseless) {
      answer.completeExceptionally(senseless);
    }
    return answer;
  }

  /**
   * Sends a transaction, together with others that are independent of it where many are.
   *
   * @param bytes about how large it is
   */
  public Sending commit(List<Op> ops, int bytes) {
    return writes.add(ops, bytes);
  }

  private static KeeperException failure(int rc) {
    return KeeperException.create(KeeperException.Code.get(rc));
  }

  /** A write that means nothing: answered, a quorum has seen everything that went before. */
  public CompletableFuture<List<OpResult>> barrier(String znode) {
    return send(List.of(Op.check(znode, -1)));
  }

  /** Waits for the leader's state instead. */
  public CompletableFuture<List<OpResult>> sync(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client()
        .queue(
            ZooDefs.OpCode.sync,
            new SyncRequest(znode),
            new SyncResponse(),
            rc -> settle(answer, rc, List.of()));
    return answer;
  }

  /** Ends when all news are told that came before it. */
  public CompletableFuture<Boolean> told(String znode) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    client().exists(znode, false, (rc, path, context, stat) -> answer.complete(true), null);
    return answer;
  }

  private static void settle(CompletableFuture<List<OpResult>> answer, int rc) {
    settle(answer, rc, List.of());
  }

  private static void settle(
      CompletableFuture<List<OpResult>> answer, int rc, List<OpResult> results) {
    if (rc == KeeperException.Code.OK.intValue()) {
      answer.complete(results);
    } else {
      answer.completeExceptionally(failure(rc));
    }
  }

  public CompletableFuture<Made> create(String znode, byte[] data, CreateMode mode) {
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

  public CompletableFuture<List<OpResult>> delete(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client().delete(znode, -1, (rc, path, context) -> settle(answer, rc), null);
    return answer;
  }

  /** Watches a znode and all below it, until {@link #unwatch}; not what happens while cut off. */
  public CompletableFuture<List<OpResult>> watch(String znode) {
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

  public CompletableFuture<List<OpResult>> unwatch(String znode) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    client()
        .removeWatches(
            znode, this, WatcherType.Any, true, (rc, path, context) -> settle(answer, rc), null);
    return answer;
  }

  public Op make(String znode, byte[] data, CreateMode mode) {
    return Op.create(znode, data, acl, mode);
  }

  /** What a read of a znode's data says. */
  public static View view(OpResult result) throws KeeperException {
    if (result instanceof OpResult.GetDataResult found) {
      byte[] data = found.getData() == null ? new byte[0] : found.getData();
      return new View(UnsafeByteOperations.unsafeWrap(data), Optional.of(found.getStat()));
    }
    refuseFailure(result);
    return View.MISSING;
  }

  /** What a read of a znode's children says. */
  public static List<String> names(OpResult result) throws KeeperException {
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
  public boolean finish() throws InterruptedException {
    return isExpired() || client().closeSession() || isExpired();
  }

  /** Ends the connection, and leaves the session to its time to live. Blocks a little. */
  public void drop() {
    // The client library would swallow an interruption that is meant for its caller.
    boolean interrupted = Thread.interrupted();
    dropped = true;
    try {
      client().disconnect();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
