package com.multigres.meta.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.lock.Guard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Conditions and writes that are applied together or not at all (rule T10). All conditions look at
 * the state before the batch, and a path is written at most once. Immutable.
 *
 * @param conditions what must hold beside what the writes expect
 * @param mutations the writes
 */
public record Batch(List<Condition> conditions, List<Mutation> mutations) {

  // Refuses a path that is written twice.
  public Batch {
    conditions = List.copyOf(conditions);
    mutations = List.copyOf(mutations);
    Set<TopoPath> written = new HashSet<>();
    for (Mutation mutation : mutations) {
      if (!written.add(mutation.path())) {
        throw TopoException.badInput(mutation.path(), "a batch writes a path at most once (T10)");
      }
    }
  }

  /**
   * Starts an empty batch.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects a batch. Not thread-safe. */
  public static final class Builder {
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Mutation> mutations = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a condition.
     *
     * @param condition what must hold
     * @return this builder
     */
    public Builder when(Condition condition) {
      conditions.add(condition);
      return this;
    }

    /**
     * Requires a lock to be held still (rule T23).
     *
     * @param guard which grant
     * @return this builder
     */
    public Builder when(Guard guard) {
      return when(new Condition.Holds(guard));
    }

    /**
     * Adds a write.
     *
     * @param path the node
     * @param value the value
     * @param expect what must stand there
     * @return this builder
     */
    public Builder put(TopoPath path, ByteString value, Expect expect) {
      return add(Mutation.put(path, value, expect));
    }

    /**
     * Adds a delete.
     *
     * @param path the node
     * @param expect what must stand there
     * @return this builder
     */
    public Builder delete(TopoPath path, Expect expect) {
      return add(Mutation.delete(path, expect));
    }

    /**
     * Adds any write.
     *
     * @param mutation the write
     * @return this builder
     */
    public Builder add(Mutation mutation) {
      mutations.add(mutation);
      return this;
    }

    /**
     * The batch collected so far.
     *
     * @return an immutable batch
     * @throws TopoException {@code BAD_INPUT} when a path is written twice
     */
    public Batch build() {
      return new Batch(conditions, mutations);
    }
  }

  /** What must hold for a batch to be applied, beside what its writes expect (rule T10). */
  public sealed interface Condition {

    /**
     * The node or lock it looks at.
     *
     * @return the path
     */
    TopoPath path();

    /**
     * A node must stand there; else {@code NO_NODE}.
     *
     * @param path the node
     */
    record Exists(TopoPath path) implements Condition {}

    /**
     * No node may stand there; else {@code NODE_EXISTS}.
     *
     * @param path the node
     */
    record Missing(TopoPath path) implements Condition {}

    /**
     * The node must be as that write left it; else {@code NO_NODE} or {@code BAD_VERSION}.
     *
     * @param path the node
     * @param version the version it must have
     */
    record HasVersion(TopoPath path, Version version) implements Condition {}

    /**
     * A lock must still be held under that grant; else {@code LOCK_LOST} (rule T23). A guard of
     * another store is {@code BAD_INPUT}; without {@code GUARDED_WRITES} any is {@code
     * UNSUPPORTED}.
     *
     * @param guard which grant
     */
    record Holds(Guard guard) implements Condition {

      /** What is locked. */
      @Override
      public TopoPath path() {
        return guard.path();
      }
    }
  }
}
