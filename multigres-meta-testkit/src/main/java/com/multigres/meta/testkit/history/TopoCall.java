package com.multigres.meta.testkit.history;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client did to a topology. What the store does of its own accord is an operation too: the
 * end of a session-bound node is a delete of that version with the outcome unknown, by a client of
 * any name.
 */
public sealed interface TopoCall extends Call {

  /**
   * Read a node; done with {@link Result.Nodes}, at most one.
   *
   * @param path the node
   */
  record Get(TopoPath path) implements TopoCall {}

  /**
   * Listed a directory; done with {@link Result.Nodes}.
   *
   * @param directory what was listed
   * @param snapshot whether the store says that all of it is of one moment
   */
  record ListBelow(TopoPath directory, boolean snapshot) implements TopoCall {}

  /**
   * Wrote, deleted or committed; done with {@link Result.Written}. A single write is a batch of
   * one, and so is each write among many independent ones.
   *
   * @param batch conditions and writes
   */
  record Commit(Batch batch) implements TopoCall {}

  /**
   * Asked for a lock or an office, in whatever way; done with {@link Result.Granted}.
   *
   * @param path what is locked or led
   * @param kind how; an election is the queue lock of its path
   */
  record Acquire(TopoPath path, LockKind kind) implements TopoCall {}

  /**
   * Asked its own lock whether it is held still: done if so, else failed. The only proof that a
   * holding lasted until then.
   *
   * @param path what is locked
   * @param kind how
   * @param token the grant
   */
  record StillHolds(TopoPath path, LockKind kind, FencingToken token) implements TopoCall {}

  /**
   * Released a lock.
   *
   * @param path what is locked
   * @param kind how
   * @param token the grant
   */
  record Release(TopoPath path, LockKind kind, FencingToken token) implements TopoCall {}

  /**
   * Was told that a lock is lost.
   *
   * @param path what is locked
   * @param kind how
   * @param token the grant
   */
  record Lost(TopoPath path, LockKind kind, FencingToken token) implements TopoCall {}

  /**
   * Somebody let sessions end before their time, as no store does by itself: who held something
   * then cannot know it before a renewal is refused. Guarded writes are refused all the same.
   *
   * @param believed for how long a holder may believe in its grant still
   */
  record SessionsEnded(Duration believed) implements TopoCall {}

  /**
   * Closed the session that a node was bound to: by the end of that the node was gone.
   *
   * @param path the node
   */
  record SessionClosed(TopoPath path) implements TopoCall {}

  /**
   * Was told who holds a lock or leads.
   *
   * @param stream the observer's name
   * @param path what is locked or led
   * @param kind how
   * @param token the holder's grant; empty for nobody
   */
  record HolderSeen(String stream, TopoPath path, LockKind kind, Optional<FencingToken> token)
      implements TopoCall {}

  /**
   * Began to watch.
   *
   * @param stream the watch's name, of which there is no second in the history
   * @param path the node or directory
   * @param tree whether everything below is watched too
   * @param resumed whether it began at a cursor, and not with the present state
   * @param after the watch whose last cursor it began at: what that one told holds until this one
   *     tells otherwise; empty where the cursor's origin is not in the history
   */
  record Watch(String stream, TopoPath path, boolean tree, boolean resumed, Optional<String> after)
      implements TopoCall {

    // Refuses to go on where another watch was, and to begin anew, at once.
    public Watch {
      if (after.isPresent() && !resumed) {
        throw new IllegalArgumentException(
            "the watch " + stream + " begins anew, and not where " + after.get() + " was");
      }
    }

    /**
     * One that begins anew, or at a cursor that nobody in the history was told.
     *
     * @param stream the watch's name, of which there is no second in the history
     * @param path the node or directory
     * @param tree whether everything below is watched too
     * @param resumed whether it began at a cursor
     */
    public Watch(String stream, TopoPath path, boolean tree, boolean resumed) {
      this(stream, path, tree, resumed, Optional.empty());
    }
  }

  /**
   * Was told something by a watch. One watch's news stand in the history in the order in which they
   * came.
   *
   * @param stream the watch's name
   * @param news what it told
   */
  record Told(String stream, WatchNews news) implements TopoCall {}

  /**
   * A single write.
   *
   * @param path the node
   * @param value the value
   * @param expect what had to stand there
   * @return the call
   */
  static TopoCall put(TopoPath path, ByteString value, Expect expect) {
    return new Commit(Batch.builder().put(path, value, expect).build());
  }

  /**
   * A single delete.
   *
   * @param path the node
   * @param expect what had to stand there
   * @return the call
   */
  static TopoCall delete(TopoPath path, Expect expect) {
    return new Commit(Batch.builder().delete(path, expect).build());
  }
}
