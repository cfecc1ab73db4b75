package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.etcd.internal.Asked;
import com.multigres.meta.topo.etcd.internal.Done;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdHistory;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.WriteWire;
import com.multigres.meta.topo.spi.TopoArguments;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes nodes, each call one transaction (rules T7 to T11). */
final class EtcdWrites {
  private static final int TRIES = 10;

  private final EtcdCalls calls;
  private final EtcdKeys keys;
  private final EtcdHistory history;
  private final TopoArguments arguments;
  private final int maxTxnOps;
  private final DoubtedWrites doubted;
  private final DiskQuota quota;

  EtcdWrites(
      EtcdCalls calls, EtcdKeys keys, EtcdHistory history, TopoArguments arguments, int maxTxnOps) {
    this.calls = calls;
    this.keys = keys;
    this.history = history;
    this.arguments = arguments;
    this.maxTxnOps = maxTxnOps;
    this.doubted = new DoubtedWrites(calls, keys);
    this.quota = new DiskQuota(calls);
  }

  /** One write; the version is there unless it was a delete. */
  Optional<Version> one(Mutation mutation, Deadline deadline) {
    return one(mutation, Commit.Learnt.NOTHING, deadline);
  }

  private Optional<Version> one(Mutation mutation, Commit.Learnt learnt, Deadline deadline) {
    Batch alone = new Batch(List.of(), List.of(mutation));
    Map<TopoPath, Version> written = commit(alone, learnt, deadline, doing(mutation));
    return Optional.ofNullable(written.get(mutation.path()));
  }

  private static String doing(Mutation mutation) {
    return (mutation instanceof Mutation.Put ? "write of " : "delete of ") + mutation.path();
  }

  Map<TopoPath, Version> commit(Batch batch, Deadline deadline, String doing) {
    return commit(batch, Commit.Learnt.NOTHING, deadline, doing);
  }

  private Map<TopoPath, Version> commit(
      Batch batch, Commit.Learnt before, Deadline deadline, String doing) {
    Optional<TopoPath> bound = bound(batch.mutations());
    Plan plan =
        new Plan(batch.mutations(), before, learnt -> Commit.of(keys, history, batch, learnt));
    return apply(plan, bound, deadline, doing);
  }

  /** The node whose session will be said to be lost, if one is. */
  private static Optional<TopoPath> bound(List<Mutation> mutations) {
    return mutations.stream()
        .filter(mutation -> mutation instanceof Mutation.Put put && put.session().isPresent())
        .map(Mutation::path)
        .findFirst();
  }

  /**
   * What is to be committed.
   *
   * @param mutations the changes, as far as they are mutations
   * @param before what is known to begin with
   * @param prepared makes the transaction, from what earlier tries were told
   */
  record Plan(
      List<Mutation> mutations, Commit.Learnt before, Function<Commit.Learnt, Commit> prepared) {

    /** The transaction; the one that asks why where the other has too many comparisons. */
    private Commit commit(Commit.Learnt learnt, int maxTxnOps) {
      Commit commit = prepared.apply(learnt);
      boolean tooWide = commit.txn().weight() > maxTxnOps && !learnt.refused();
      return tooWide ? prepared.apply(Commit.Learnt.REFUSED) : commit;
    }
  }

  /**
   * Commits, again with what was learnt where something bound or queues of locks were in the way.
   *
   * @param bound a node that is bound by it
   */
  Map<TopoPath, Version> apply(
      Plan plan, Optional<TopoPath> bound, Deadline deadline, String doing) {
    learnCluster(deadline, doing);
    Commit.Learnt learnt = plan.before;
    for (int i = 0; i < TRIES; i++) {
      Commit commit = plan.commit(learnt, maxTxnOps);
      if (commit.isEmpty()) {
        return Map.of();
      }
      refuseHopeless(commit, deadline, doing);
      EtcdCalls.Committed committed;
      try {
        WriteWire.Write write = WriteWire.Write.of(commit.txn());
        committed = calls.write(write, deadline, doing, learnt.doubted());
      } catch (TopoException failure) {
        throw judged(withPath(failure, bound), plan.mutations, deadline);
      }
      Optional<Map<TopoPath, Version>> versions =
          versions(commit, committed, plan.mutations, deadline);
      if (versions.isPresent()) {
        return versions.get();
      }
      learnt = commit.learnt(committed.doubted());
    }
    throw new TopoException(
        Code.UNAVAILABLE,
        null,
        learnt.doubted() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED,
        doing + ": what it looks at changed " + TRIES + " times meanwhile",
        null);
  }

  private Optional<Map<TopoPath, Version>> versions(
      Commit commit, EtcdCalls.Committed committed, List<Mutation> mutations, Deadline deadline) {
    Done<TxnResponse> done = committed.done();
    try {
      return commit.versions(done.answer(), done.revision(), done.cluster());
    } catch (TopoException refusal) {
      throw committed.doubted() ? doubted.judge(mutations, refusal, deadline) : refusal;
    }
  }

  /** A store that was opened lazily may not have met its servers: versions name the cluster. */
  void learnCluster(Deadline deadline, String doing) {
    if (!history.isKnown()) {
      EtcdHistory.Point before = history.now();
      // Nobody is refused to ask for nothing, and the answer's header says whose it is.
      TxnRequest nothing = TxnRequest.getDefaultInstance();
      TxnResponse answer = calls.call(KVGrpc.getTxnMethod(), nothing, deadline, doing, false);
      history.saw(answer.getHeader(), before);
    }
  }

  private TopoException judged(TopoException failure, List<Mutation> mutations, Deadline deadline) {
    if (!DiskQuota.isNoSpace(failure)) {
      return failure;
    }
    quota.saw(failure, deadline);
    return doubted.judgeNoSpace(mutations, failure, deadline);
  }

  private void refuseHopeless(Commit commit, Deadline deadline, String doing) {
    if (commit.txn().needsRoom()) {
      quota.refuseWhileFull(deadline, doing);
    }
    int weight = commit.txn().weight();
    if (weight > maxTxnOps) {
      throw TopoException.refused(
          Code.TOO_LARGE,
          "the batch takes %d comparisons, the servers take %d (maxTxnOps) (T10)"
              .formatted(weight, maxTxnOps));
    }
  }

  private static TopoException withPath(TopoException failure, Optional<TopoPath> bound) {
    return failure.code() == Code.SESSION_LOST && bound.isPresent()
        ? Commit.sessionGone(bound.get())
        : failure;
  }

  /** Independent writes: those of different paths together, those of one path one after another. */
  List<WriteResult> writeAll(List<Mutation> mutations, Deadline deadline) {
    List<@Nullable WriteResult> results = new ArrayList<>();
    List<Begun> begun = new ArrayList<>();
    Set<TopoPath> under = new HashSet<>();
    for (Mutation mutation : mutations) {
      if (!under.add(mutation.path())) {
        finish(begun, results, deadline);
        begun.clear();
        under.clear();
        under.add(mutation.path());
      }
      results.add(null);
      int place = results.size() - 1;
      try {
        begun.add(begin(mutation, place, deadline));
      } catch (TopoException refused) {
        results.set(place, new WriteResult.Failed(refused));
      }
    }
    finish(begun, results, deadline);
    List<WriteResult> all = new ArrayList<>();
    for (WriteResult result : results) {
      all.add(result == null ? new WriteResult.Deleted() : result);
    }
    return List.copyOf(all);
  }

  private record Begun(
      Mutation mutation,
      int place,
      Commit commit,
      Asked<WriteWire.Write, Done<TxnResponse>> asked) {}

  private Begun begin(Mutation mutation, int place, Deadline deadline) {
    arguments.mutation(mutation);
    learnCluster(deadline, doing(mutation));
    Batch alone = new Batch(List.of(), List.of(mutation));
    Commit commit = Commit.of(keys, history, alone, Commit.Learnt.NOTHING);
    refuseHopeless(commit, deadline, doing(mutation));
    return new Begun(
        mutation, place, commit, calls.begin(WriteWire.Write.of(commit.txn()), deadline));
  }

  private void finish(List<Begun> begun, List<@Nullable WriteResult> results, Deadline deadline) {
    for (Begun one : begun) {
      try {
        results.set(one.place, result(finish(one, deadline)));
      } catch (TopoException failure) {
        List<Mutation> alone = List.of(one.mutation);
        TopoException told = judged(withPath(failure, bound(alone)), alone, deadline);
        results.set(one.place, new WriteResult.Failed(told));
      }
    }
  }

  private Optional<Version> finish(Begun one, Deadline deadline) {
    EtcdCalls.Committed committed = calls.committed(one.asked, doing(one.mutation));
    Optional<Map<TopoPath, Version>> versions =
        versions(one.commit, committed, List.of(one.mutation), deadline);
    return versions.isPresent()
        ? Optional.ofNullable(versions.get().get(one.mutation.path()))
        : one(one.mutation, one.commit.learnt(committed.doubted()), deadline);
  }

  private static WriteResult result(Optional<Version> version) {
    return version.<WriteResult>map(WriteResult.Written::new).orElseGet(WriteResult.Deleted::new);
  }
}
