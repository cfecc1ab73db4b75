package com.multigres.meta.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.TopoLocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A small, strongly consistent, hierarchical store with versions, watches, sessions and locks,
 * confined to its root (rule T4).
 *
 * <p>Every call blocks until it is done or fails with a {@link TopoException}, which says whether
 * it may have had an effect (rule T11). Every call has a deadline: the store's, or that of {@link
 * #withTimeout}; it ends with {@code TIMEOUT} when that has passed and with {@code INTERRUPTED}
 * when its thread is interrupted (rule T30). Any call may also fail with {@code UNAVAILABLE},
 * {@code ACCESS_DENIED}, {@code RESOURCE_EXHAUSTED} or {@code INTERNAL}, and after {@link #close}
 * with {@code CLOSED}. Thread-safe throughout (rule T28).
 */
public interface TopoStore extends AutoCloseable {

  /**
   * What this store can do and how much it takes.
   *
   * @return the capabilities and limits; they do not change while the store is open
   */
  Capabilities capabilities();

  /**
   * This store, with another deadline for each call made through the returned view. Both share
   * everything else; closing either closes both.
   *
   * @param timeout how long a call may take, more than zero
   * @return the view
   */
  TopoStore withTimeout(Duration timeout);

  /**
   * Reads a node (rule T5).
   *
   * @param path the node
   * @return the node, empty where none stands; a directory without a value reads as absent (rule
   *     T3)
   * @throws TopoException {@code BAD_INPUT} for the root
   */
  Optional<Node> read(TopoPath path);

  /**
   * Lists every node below a directory (rule T6).
   *
   * @param directory the directory; the root for everything
   * @return the nodes sorted by path, of one moment with {@code SNAPSHOT_LIST}; empty where nothing
   *     lies
   */
  List<Node> list(TopoPath directory);

  /**
   * Lists the distinct first names below a directory (rule T6).
   *
   * @param directory the directory; the root for everything
   * @return the names sorted as unsigned UTF-8 bytes; empty where nothing lies
   */
  List<String> children(TopoPath directory);

  /**
   * Writes a node (rule T7). A node that is bound to a session stays bound (rule T21).
   *
   * @param path the node
   * @param value the value; an empty one is a value
   * @param expect what must stand there
   * @return the version of this write
   * @throws TopoException {@code NODE_EXISTS}, {@code NO_NODE} or {@code BAD_VERSION} when
   *     something else stands there; {@code TOO_LARGE} for a value or path over the limit; {@code
   *     BAD_INPUT} for the root, a foreign version, or a node below a session-bound one (rule T3)
   */
  Version write(TopoPath path, ByteString value, Expect expect);

  /**
   * Deletes a node (rule T7). What lies below it stays.
   *
   * @param path the node
   * @param expect what must stand there
   * @throws TopoException {@code NO_NODE} or {@code BAD_VERSION} when something else stands there;
   *     {@code BAD_INPUT} for the root, a foreign version or {@link Expect#absent}
   */
  void delete(TopoPath path, Expect expect);

  /**
   * Applies conditions and writes, all or nothing (rule T10).
   *
   * @param batch what to check and to write
   * @return the version of every node that was written, by path
   * @throws TopoException the code of the first condition or expectation that failed, with its
   *     path; {@code TOO_LARGE} for more than {@code maxBatchOperations} or {@code maxBatchBytes};
   *     {@code UNSUPPORTED} without {@code ATOMIC_BATCH}
   */
  Map<TopoPath, Version> commit(Batch batch);

  /**
   * Writes a node if a lock is still held (rule T23).
   *
   * @param path the node
   * @param value the value
   * @param expect what must stand there
   * @param guard which grant must still hold: {@link Guard#holds}
   * @return the version of this write
   * @throws TopoException {@code LOCK_LOST} when the lock has passed on; {@code BAD_INPUT} for a
   *     guard of another store; {@code UNSUPPORTED} without {@code GUARDED_WRITES}; else as {@link
   *     #write(TopoPath, ByteString, Expect)}
   */
  default Version write(TopoPath path, ByteString value, Expect expect, Guard guard) {
    Map<TopoPath, Version> written =
        commit(Batch.builder().when(guard).put(path, value, expect).build());
    return Optional.ofNullable(written.get(path)).orElseThrow();
  }

  /**
   * Deletes a node if a lock is still held (rule T23).
   *
   * @param path the node
   * @param expect what must stand there
   * @param guard which grant must still hold: {@link Guard#holds}
   * @throws TopoException as {@link #write(TopoPath, ByteString, Expect, Guard)} and {@link
   *     #delete(TopoPath, Expect)}
   */
  default void delete(TopoPath path, Expect expect, Guard guard) {
    commit(Batch.builder().when(guard).delete(path, expect).build());
  }

  /**
   * Applies independent writes in as few round trips as the backend allows (rule T10). Each
   * succeeds or fails by itself; two writes of one path are applied in the given order.
   *
   * @param mutations any number of writes
   * @return one result for each write, in the same order
   */
  List<WriteResult> writeAll(List<Mutation> mutations);

  /**
   * Watches a node or a tree (rules T12–T16). Returns at once; a store that is out of reach is
   * waited for in the background.
   *
   * @param path the node or directory; it need not exist
   * @param options how far to see and where to begin
   * @param listener receives the events
   * @return the running watch
   * @throws TopoException {@code BAD_INPUT} for the root with scope {@code NODE} and for another
   *     backend's cursor
   */
  Watch watch(TopoPath path, WatchOptions options, WatchListener listener);

  /**
   * Opens a session (rules T18–T21), renewed in the background until it is closed or lost.
   *
   * @param ttl how long its nodes outlive an owner that stopped renewing
   * @return the session
   * @throws TopoException {@code BAD_INPUT} when the backend cannot grant exactly that time
   */
  Session openSession(Duration ttl);

  /**
   * Keeps a node registered in sessions of its own (rules T20 and T21). Returns once the node
   * stands.
   *
   * @param path the node
   * @param value its first value
   * @param options the session's time to live, and what to do on conflict
   * @return the registration
   * @throws TopoException {@code NODE_EXISTS} on conflict, unless the options say otherwise; else
   *     as {@link Session#create}
   */
  Registration register(TopoPath path, ByteString value, RegistrationOptions options);

  /**
   * The locks and elections of this store (rules T22–T27), under this view's deadline.
   *
   * @return the locks
   * @throws TopoException {@code UNSUPPORTED} without {@code LOCKS}
   */
  default TopoLocks locks() {
    throw TopoException.refused(
        TopoException.Code.UNSUPPORTED, "the store has no locks: LOCKS is missing (T22)");
  }

  /**
   * How the store stands to its server (rule T17).
   *
   * @return the current state
   */
  ConnectionState connectionState();

  /**
   * Asks to be told of every later change of the connection's state (rule T17), {@code CLOSED}
   * included.
   *
   * @param listener called in order, on a thread of the store
   * @return ends the asking
   */
  Subscription onConnectionState(Consumer<ConnectionState> listener);

  /**
   * Releases every thread, connection, watch, lock and session that was opened (rule T28). Nodes of
   * its sessions go as rule T19 says. Closing twice is harmless.
   */
  @Override
  void close();
}
