package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.etcd.internal.Compares;
import com.multigres.meta.topo.etcd.internal.EtcdHistory;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.etcd.internal.Transaction;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Conditions and writes as one transaction, and what its answer means. */
final class Commit {
  private final EtcdKeys keys;
  private final EtcdHistory history;
  private final Learnt learnt;
  private final Transaction txn = new Transaction();
  private final List<Check> checks = new ArrayList<>();
  // What the tree may look like afterwards is refused only where nothing else is (rule T3).
  private final List<Check> shapes = new ArrayList<>();
  private final Set<TopoPath> deleted = new TreeSet<>();
  private final Set<TopoPath> bound = new HashSet<>();
  private final List<TopoPath> written = new ArrayList<>();
  private final Set<TopoPath> lookedAbove = new HashSet<>();
  private final Map<TopoPath, List<EtcdKeys.Span>> queuesSeen = new HashMap<>();

  /**
   * What earlier tries of the same were told. The first one asks in the way that costs the servers
   * least: that no node is bound where hardly any ever is. When it is refused for that, the next
   * one also asks why, and takes bound nodes as they are.
   *
   * @param refused whether one was refused for something that it did not ask after
   * @param doubted whether one was not answered, and may arrive yet
   * @param queues the queues of locks that are known to stand below nodes to be bound
   */
  record Learnt(boolean refused, boolean doubted, Map<TopoPath, List<EtcdKeys.Span>> queues) {
    static final Learnt NOTHING = new Learnt(false, false, Map.of());
    static final Learnt REFUSED = new Learnt(true, false, Map.of());
  }

  Commit(EtcdKeys keys, EtcdHistory history, Learnt learnt) {
    this.keys = keys;
    this.history = history;
    this.learnt = learnt;
  }

  /** A batch. */
  static Commit of(EtcdKeys keys, EtcdHistory history, Batch batch, Learnt learnt) {
    Commit commit = new Commit(keys, history, learnt);
    batch.mutations().forEach(commit::remember);
    batch.conditions().forEach(commit::require);
    for (Mutation mutation : batch.mutations()) {
      if (mutation instanceof Mutation.Put put) {
        commit.put(put);
      } else {
        commit.delete(mutation);
      }
    }
    return commit;
  }

  /** etcd compares what stood before; what this commit changes itself is known here. */
  private void remember(Mutation mutation) {
    if (mutation instanceof Mutation.Delete) {
      deleted.add(mutation.path());
    } else if (mutation instanceof Mutation.Put put && put.session().isPresent()) {
      bound.add(put.path());
    }
  }

  private void require(Batch.Condition condition) {
    if (condition instanceof Batch.Condition.Holds holds) {
      checks.add(Check.holds(txn, holds.guard(), keys, history));
      return;
    }
    TopoPath path = condition.path();
    ByteString key = keys.key(path);
    if (condition instanceof Batch.Condition.Exists) {
      checks.add(Check.stands(txn, path, key));
    } else if (condition instanceof Batch.Condition.Missing) {
      checks.add(Check.missing(txn, path, key));
    } else if (condition instanceof Batch.Condition.HasVersion has) {
      checks.add(Check.at(txn, path, key, Stamp.of(path, has.version()), history));
    }
  }

  private void put(Mutation.Put put) {
    TopoPath path = put.path();
    ByteString key = keys.key(path);
    PutRequest.Builder request = PutRequest.newBuilder().setKey(key).setValue(put.value());
    if (put.expect() instanceof Expect.AtVersion at) {
      checks.add(Check.at(txn, path, key, Stamp.of(path, at.version()), history));
      txn.markOnce();
      txn.put(request.setIgnoreLease(true).build());
    } else {
      if (put.expect() instanceof Expect.Absent) {
        checks.add(Check.missing(txn, path, key));
      }
      if (put.session().isPresent()) {
        nothingBelow(path);
      }
      keys.above(path).forEach(above -> notBelowBound(path, above));
      if (put.session().isPresent()) {
        request.setLease(lease(path, put.session()));
      }
      if (put.expect() instanceof Expect.Absent) {
        txn.put(request.build());
      } else {
        putEither(request.build());
      }
    }
    written.add(path);
  }

  /** Writes a node that may stand or not; one that stands keeps its lease. */
  private void putEither(PutRequest put) {
    if (learnt.refused) {
      txn.putEither(put);
    } else {
      txn.require(Compares.leased(put.getKey(), 0));
      txn.put(put);
    }
  }

  private void notBelowBound(TopoPath path, TopoPath above) {
    if (deleted.contains(above) || !lookedAbove.add(above)) {
      return;
    }
    if (bound.contains(above)) {
      shapes.add(Check.neverBelow(txn, path, above, keys.key(path)));
    } else if (learnt.refused) {
      shapes.add(Check.notBelowBound(txn, path, above, keys.key(above)));
    } else {
      txn.require(Compares.leased(keys.key(above), 0));
    }
  }

  private void delete(Mutation delete) {
    TopoPath path = delete.path();
    ByteString key = keys.key(path);
    if (delete.expect() instanceof Expect.AtVersion at) {
      checks.add(Check.at(txn, path, key, Stamp.of(path, at.version()), history));
      txn.markOnce();
    } else {
      checks.add(Check.stands(txn, path, key));
    }
    txn.delete(key);
  }

  static long lease(TopoPath path, Optional<SessionId> session) {
    try {
      return Long.parseLong(session.map(SessionId::value).orElse("0"));
    } catch (NumberFormatException foreign) {
      throw TopoException.badInput(
          path, "the session " + session.map(SessionId::value).orElse("") + " is not of etcd");
    }
  }

  /** Something that must hold, made by the caller with {@link #txn()}. */
  void add(Check check) {
    checks.add(check);
  }

  /** Nothing may lie below what is to be bound (rule T3). */
  void nothingBelow(TopoPath path) {
    List<EtcdKeys.Span> going =
        deleted.stream().filter(one -> one.isBelow(path)).map(keys::node).toList();
    List<EtcdKeys.Span> queues = learnt.queues.getOrDefault(path, List.of());
    Check.requireNothingBelow(txn, keys.below(path), going, queues);
    if (learnt.refused) {
      shapes.add(Check.nothingBelow(txn, path, keys.below(path), going, queuesSeen::put));
    }
  }

  /** Changes what a node is bound to; its value stays. */
  void rebind(TopoPath path, long lease) {
    txn.put(
        PutRequest.newBuilder()
            .setKey(keys.key(path))
            .setIgnoreValue(true)
            .setLease(lease)
            .build());
    // Whoever rebinds a node names the version that goes by it.
    txn.markOnce();
    written.add(path);
  }

  Transaction txn() {
    return txn;
  }

  /**
   * What a refusal told, for the next try: nodes to be bound below which it showed entries of
   * queues and nothing else.
   *
   * @param doubted whether a try was not answered
   */
  Learnt learnt(boolean doubted) {
    return new Learnt(true, doubted, queuesSeen);
  }

  boolean isEmpty() {
    return checks.isEmpty() && written.isEmpty();
  }

  /**
   * Reads the answer.
   *
   * @return the versions written; empty when it must be tried again
   * @throws TopoException the first check that failed
   */
  Optional<Map<TopoPath, Version>> versions(TxnResponse answer, long revision, String cluster) {
    if (!answer.getSucceeded()) {
      Transaction.State state = new Transaction.State(answer);
      Check.throwFirst(checks, state);
      Check.throwFirst(shapes, state);
      return Optional.empty();
    }
    Map<TopoPath, Version> versions = new LinkedHashMap<>();
    written.forEach(path -> versions.put(path, Stamp.version(cluster, path, revision)));
    return Optional.of(versions);
  }

  static TopoException sessionGone(TopoPath path) {
    return TopoException.refused(
        Code.SESSION_LOST, path, "there is no such session any more (T20)");
  }
}
