package com.multigres.meta.topo.spi;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.DurationText;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Refuses what no backend takes, before anything is sent. Immutable.
 *
 * @param backend the name that the backend's versions and cursors bear
 * @param root the store's root, which counts towards a path's length
 * @param limits what the store declares
 */
public record TopoArguments(String backend, TopoPath root, Capabilities limits) {

  /**
   * Refuses the root and a path that is too long.
   *
   * @param path a node's path
   * @throws TopoException {@code BAD_INPUT} or {@code TOO_LARGE}
   */
  public void node(TopoPath path) {
    if (path.isRoot()) {
      throw TopoException.badInput(path, "no node can stand at the root (T3)");
    }
    directory(path);
  }

  /**
   * Refuses a path that is too long.
   *
   * @param path a directory's path, maybe the root
   * @throws TopoException {@code TOO_LARGE}
   */
  public void directory(TopoPath path) {
    int bytes = size(root) + size(path);
    if (bytes > limits.maxPathBytes()) {
      throw TopoException.refused(
          Code.TOO_LARGE,
          path,
          "the path has " + bytes + " bytes, the store takes " + limits.maxPathBytes() + " (T1)");
    }
  }

  private static int size(TopoPath path) {
    int bytes = 0;
    for (String name : path.names()) {
      bytes += 1 + name.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /**
   * Refuses a value that is too large.
   *
   * @param path the node
   * @param value the value
   * @throws TopoException {@code TOO_LARGE}
   */
  public void value(TopoPath path, ByteString value) {
    if (value.size() > limits.maxValueBytes()) {
      throw TopoException.refused(
          Code.TOO_LARGE,
          path,
          "the value has "
              + value.size()
              + " bytes, the store takes "
              + limits.maxValueBytes()
              + " (T2)");
    }
  }

  /**
   * Refuses a version of another backend or path. Whether the token can be read is the backend's to
   * check.
   *
   * @param path the node
   * @param version the version it should have
   * @throws TopoException {@code BAD_INPUT}
   */
  public void version(TopoPath path, Version version) {
    if (!version.backend().equals(backend)) {
      throw TopoException.badInput(
          path,
          "the version "
              + version
              + " is of another backend, this store's is "
              + backend
              + " (T7)");
    }
    if (!version.path().equals(path)) {
      throw TopoException.badInput(
          path, "the version " + version + " is of another path, " + version.path() + " (T7)");
    }
  }

  /**
   * Refuses an expectation of a foreign version.
   *
   * @param path the node
   * @param expect the expectation
   * @throws TopoException {@code BAD_INPUT}
   */
  public void expect(TopoPath path, Expect expect) {
    if (expect instanceof Expect.AtVersion at) {
      version(path, at.version());
    }
  }

  /**
   * Refuses a write that cannot be.
   *
   * @param mutation the write
   * @throws TopoException {@code BAD_INPUT} or {@code TOO_LARGE}
   */
  public void mutation(Mutation mutation) {
    node(mutation.path());
    expect(mutation.path(), mutation.expect());
    if (mutation instanceof Mutation.Put put) {
      value(put.path(), put.value());
    }
  }

  /**
   * Refuses a batch that is too large, holds a write that cannot be, or meets a store without
   * batches.
   *
   * @param batch the batch
   * @throws TopoException {@code UNSUPPORTED}, {@code BAD_INPUT} or {@code TOO_LARGE}
   */
  public void batch(Batch batch) {
    if (!limits.has(Capability.ATOMIC_BATCH)) {
      throw TopoException.refused(
          Code.UNSUPPORTED, "the store has no atomic batches: ATOMIC_BATCH is missing (T10)");
    }
    int operations = batch.conditions().size() + batch.mutations().size();
    if (operations > limits.maxBatchOperations()) {
      throw tooLarge(operations + " conditions and writes", limits.maxBatchOperations());
    }
    long bytes = 0;
    for (Mutation mutation : batch.mutations()) {
      mutation(mutation);
      bytes += mutation instanceof Mutation.Put put ? put.value().size() : 0;
    }
    if (bytes > limits.maxBatchBytes()) {
      throw tooLarge(bytes + " bytes of values", limits.maxBatchBytes());
    }
    batch.conditions().forEach(this::condition);
  }

  private void condition(Batch.Condition condition) {
    if (condition instanceof Batch.Condition.Holds holds) {
      guard(holds.guard());
      return;
    }
    node(condition.path());
    if (condition instanceof Batch.Condition.HasVersion has) {
      version(has.path(), has.version());
    }
  }

  /**
   * Refuses a guard where the store has none, and one of another store.
   *
   * @param guard the guard
   * @throws TopoException {@code UNSUPPORTED} or {@code BAD_INPUT}
   */
  public void guard(Guard guard) {
    if (!limits.has(Capability.GUARDED_WRITES)) {
      throw TopoException.refused(
          Code.UNSUPPORTED,
          guard.path(),
          "the store cannot guard a write: GUARDED_WRITES is missing (T23)");
    }
    if (!guard.token().backend().equals(backend) || !guard.root().equals(root)) {
      throw foreign(guard);
    }
  }

  /**
   * The error of a guard of another store.
   *
   * @param guard the guard
   * @return the error
   */
  public static TopoException foreign(Guard guard) {
    return TopoException.badInput(
        guard.path(), "the guard " + guard.token() + " is of a lock of another store (T23)");
  }

  /**
   * The error of a guarded write whose lock has passed on.
   *
   * @param guard the guard
   * @return the error
   */
  public static TopoException passedOn(Guard guard) {
    return TopoException.refused(
        Code.LOCK_LOST,
        guard.path(),
        "the lock is not held any more under the token " + guard.token() + " (T23)");
  }

  /**
   * Refuses to lock what cannot be locked.
   *
   * @param path what to lock
   * @param kind how
   * @throws TopoException {@code BAD_INPUT} or {@code TOO_LARGE}
   */
  public void lock(TopoPath path, LockKind kind) {
    if (kind == LockKind.EXCLUSIVE) {
      node(path);
    } else {
      directory(path);
    }
  }

  private static TopoException tooLarge(String has, int limit) {
    return TopoException.refused(
        Code.TOO_LARGE, "the batch has " + has + ", the store takes " + limit + " (T10)");
  }

  /**
   * Refuses to watch the root as a node, and another backend's cursor.
   *
   * @param path the node or directory
   * @param options the options
   * @throws TopoException {@code BAD_INPUT} or {@code TOO_LARGE}
   */
  public void watch(TopoPath path, WatchOptions options) {
    if (options.scope() == WatchOptions.Scope.NODE) {
      node(path);
    } else {
      directory(path);
    }
    if (options.from().isPresent()) {
      cursor(path, options.from().get());
    }
  }

  private void cursor(TopoPath path, Cursor cursor) {
    if (!cursor.backend().equals(backend)) {
      throw TopoException.badInput(
          path,
          "the cursor " + cursor + " is of another backend, this store's is " + backend + " (T14)");
    }
  }

  /**
   * Refuses a time to live that the backend does not grant.
   *
   * @param ttl the time to live
   * @throws TopoException {@code BAD_INPUT}
   */
  public void ttl(Duration ttl) {
    if (ttl.compareTo(limits.minTtl()) < 0 || ttl.compareTo(limits.maxTtl()) > 0) {
      throw TopoException.badInput(
          "a time to live of "
              + DurationText.of(ttl)
              + " cannot be granted, only "
              + DurationText.of(limits.minTtl())
              + " to "
              + DurationText.of(limits.maxTtl())
              + " (T18)");
    }
  }

  /**
   * Refuses a timeout that leaves no time (rule T30).
   *
   * @param timeout how long each call may take
   * @throws TopoException {@code BAD_INPUT}
   */
  public void timeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw TopoException.badInput(
          "a timeout must be more than zero, not " + DurationText.of(timeout) + " (T30)");
    }
  }
}
