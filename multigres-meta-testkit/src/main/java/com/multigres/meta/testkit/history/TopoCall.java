package com.multigres.meta.testkit.history;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a client did to a topology. What the store does of its own accord is an operation too: the
 * end of a session-bound node is a delete of that version with the outcome unknown, by a client of
 * any name.
 */
public sealed interface TopoCall extends Call {

  /**
   * Opened a store, which declares what it can. Of one that lacks {@link
   * Capability#LINEARIZABLE_READS} a read may show what stood at any moment before its end.
   *
   * @param capabilities what it declares
   */
  record Opened(Set<Capability> capabilities) implements TopoCall {

    // Copies the set.
    public Opened {
      capabilities = Set.copyOf(capabilities);
    }
  }

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
   * @param theft how it takes the lock from a present holder; empty where it respects one
   */
  record Acquire(TopoPath path, LockKind kind, Optional<Theft> theft) implements TopoCall {

    /**
     * One that respects a present holder.
     *
     * @param path what is locked or led
     * @param kind how; an election is the queue lock of its path
     */
    public Acquire(TopoPath path, LockKind kind) {
      this(path, kind, Optional.empty());
    }
  }

  /**
   * How a lock is taken from its holder. Guarded writes are refused from the beginning.
   *
   * @param grace the time that the holder has to clean up before the thief is told of its grant
   * @param believed for how long a holder to whom no news come may believe in its grant still: the
   *     time to live of the holder's lock
   */
  record Theft(Duration grace, Duration believed) {}

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
   * @param owner the client whose sessions these were, all of them and nobody else's; empty where
   *     nobody knows whose they were
   * @param believed for how long a holder may believe in its grant still
   */
  record SessionsEnded(Optional<String> owner, Duration believed) implements TopoCall {

    /**
     * Sessions of which nobody knows whose they were.
     *
     * @param believed for how long a holder may believe in its grant still
     */
    public SessionsEnded(Duration believed) {
      this(Optional.empty(), believed);
    }

    /**
     * Whether a client may have lost something by it.
     *
     * @param client the client's name, or that of a part of it: what follows a dot
     * @return true where the sessions may have been the client's
     */
    public boolean mayConcern(String client) {
      return owner.isEmpty() || owner.get().equals(client.split("\\.", 2)[0]);
    }
  }

  /**
   * Closed the session that a node was bound to: by the end of that the node was gone.
   *
   * @param path the node
   */
  record SessionClosed(TopoPath path) implements TopoCall {}

  /**
   * Looked who holds a lock or leads.
   *
   * @param stream the observer's name
   * @param path what is locked or led
   * @param kind how
   * @param token the holder's grant; empty for nobody
   */
  record HolderSeen(String stream, TopoPath path, LockKind kind, Optional<FencingToken> token)
      implements TopoCall {}

  /**
   * Began to follow who holds a lock or leads.
   *
   * @param stream the name of the following, of which there is no second in the history
   * @param path what is locked or led
   * @param kind how
   */
  record Follow(String stream, TopoPath path, LockKind kind) implements TopoCall {}

  /**
   * Was told by a following who holds a lock or leads. One following's news stand in the history in
   * the order in which they came, and may come late.
   *
   * @param stream the name of the following
   * @param path what is locked or led
   * @param kind how
   * @param token the holder's grant; empty for nobody
   */
  record HolderTold(String stream, TopoPath path, LockKind kind, Optional<FencingToken> token)
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
