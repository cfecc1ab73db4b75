package com.multigres.meta.testkit.workload.verdict;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.workload.Disturbed.Recorded;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.lock.LockKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What must have succeeded beside keeping the rules: a store that refuses everything breaks none.
 */
final class Success {
  // Of fewer attempts all may be refused by chance.
  private static final int ATTEMPTS = 20;
  // Of so many operations one must be done, whatever happens meanwhile.
  private static final int FLOOR = 10;

  private final Recorded recorded;
  private final List<Operation> clients;
  private final List<String> lacking = new ArrayList<>();

  private Success(Recorded recorded) {
    this.recorded = recorded;
    this.clients = recorded.history().operations().stream().filter(Success::isClients).toList();
    lacking.addAll(recorded.missed());
  }

  /** What is missing in peace, in words. */
  static List<String> inPeace(Recorded recorded) {
    Success success = new Success(recorded);
    success.nothingIsUnknown();
    success.eachKindIsDone();
    return success.lacking;
  }

  /** What is missing among accidents of these kinds, of which at least one must have happened. */
  static List<String> among(List<Fault> accidents, Recorded recorded) {
    Success success = new Success(recorded);
    if (accidents.stream().noneMatch(recorded.injected()::containsKey)) {
      success.lacking.add("none of the accidents " + accidents + " happened");
    }
    success.enoughIsDone();
    return success.lacking;
  }

  /** What is missing where other things happened to the clients. */
  static List<String> despite(Recorded recorded) {
    Success success = new Success(recorded);
    success.enoughIsDone();
    return success.lacking;
  }

  /** What never returns is nobody's call: such as the end of what was bound to a session. */
  static boolean isClients(Operation operation) {
    return operation.returned() != Operation.NEVER && !isNews(operation.call());
  }

  /** What a client is told of its own accord, and what is noted for the judgement. */
  static boolean isNews(Call call) {
    return call instanceof TopoCall.Told
        || call instanceof TopoCall.HolderTold
        || call instanceof TopoCall.Opened
        || call instanceof TopoCall.Lost
        || call instanceof TopoCall.SessionsEnded
        || call instanceof CatalogCall.Told
        || call instanceof CatalogCall.Opened
        || call instanceof CatalogCall.Known
        || call instanceof Call.Settled;
  }

  static boolean isUnknown(Operation operation) {
    return operation.ending() instanceof Ending.Unknown;
  }

  private void nothingIsUnknown() {
    List<Operation> unknown = clients.stream().filter(Success::isUnknown).toList();
    if (!unknown.isEmpty()) {
      lacking.add(
          "nothing went wrong, and yet nobody knows what became of %d operations (T11, C11), as of %s"
              .formatted(unknown.size(), unknown.get(0)));
    }
  }

  private void eachKindIsDone() {
    Map<String, Integer> attempts = new TreeMap<>();
    Map<String, Integer> done = new TreeMap<>();
    for (Operation operation : clients) {
      attempts.merge(kind(operation.call()), 1, Integer::sum);
      done.merge(kind(operation.call()), operation.isDone() ? 1 : 0, Integer::sum);
    }
    attempts.forEach(
        (kind, count) -> {
          if (count >= ATTEMPTS && done.getOrDefault(kind, 0) == 0) {
            lacking.add("none of %d attempts to %s was done".formatted(count, kind));
          }
        });
    Stream<Call> told = recorded.history().operations().stream().map(Operation::call);
    if (told.noneMatch(call -> call instanceof Call.Settled)) {
      lacking.add("nothing was followed to the end");
    }
  }

  private void enoughIsDone() {
    long done = clients.stream().filter(Operation::isDone).count();
    if (done * FLOOR < clients.size()) {
      lacking.add("only %d of %d operations were done".formatted(done, clients.size()));
    }
  }

  private static String kind(Call call) {
    if (call instanceof TopoCall.Commit commit) {
      return kind(commit.batch());
    } else if (call instanceof TopoCall.Watch watch) {
      return watch.resumed() ? "resume a watch" : "watch";
    } else if (call instanceof TopoCall.Acquire acquire) {
      String how = acquire.kind() == LockKind.QUEUE ? "" : " alone";
      return (acquire.theft().isPresent() ? "steal" : "lock") + how;
    } else if (call instanceof CatalogCall.Apply apply) {
      return apply.expected().isPresent() ? "apply at a position" : "apply";
    } else if (call instanceof CatalogCall.Subscribe subscribe) {
      return subscribe.from().isPresent() ? "subscribe from a position" : "subscribe";
    } else if (call instanceof CatalogCall.Read read) {
      return "read from " + read.source();
    }
    return call.getClass().getSimpleName();
  }

  private static String kind(Batch batch) {
    boolean guarded = batch.conditions().stream().anyMatch(Batch.Condition.Holds.class::isInstance);
    if (batch.mutations().size() > 1 || (!guarded && !batch.conditions().isEmpty())) {
      return "commit a batch";
    }
    String what = batch.mutations().get(0) instanceof Mutation.Put ? "write" : "delete";
    return guarded ? what + " under a guard" : what;
  }
}
