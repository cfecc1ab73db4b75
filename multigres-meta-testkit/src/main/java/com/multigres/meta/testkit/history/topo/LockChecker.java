package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.topo.lock.FencingToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That locks and offices have one holder at a time (rules T22 to T27): tokens are unique and grow
 * from one grant to the next, nobody holds still once somebody was granted more, or once told that
 * it is over, and nothing is written under a token that has been passed.
 */
public final class LockChecker {
  private final History history;
  private final Map<Lock, List<Grant>> grants = new HashMap<>();
  private final Map<Holding, Operation> lastProof = new HashMap<>();
  private final Map<Holding, Operation> over = new HashMap<>();
  private final List<Ended> ended = new ArrayList<>();

  private record Grant(Operation operation, FencingToken token) {
    private long number() {
      return token.number();
    }
  }

  private record Ended(Operation operation, Duration believed) {}

  private record Holding(Lock lock, long number) {
    private static Holding of(Lock lock, FencingToken token) {
      return new Holding(lock, token.number());
    }
  }

  private LockChecker(History history) {
    this.history = history;
    history.operations().forEach(this::collect);
  }

  /** The verdict; empty where the history says nothing of locks. */
  public static Optional<Verdict> check(History history) {
    boolean any =
        history.operations().stream()
            .map(Operation::call)
            .anyMatch(
                call -> call instanceof TopoCall.Acquire || call instanceof TopoCall.HolderSeen);
    return any ? Optional.of(new LockChecker(history).verdict()) : Optional.empty();
  }

  private void collect(Operation operation) {
    Call call = operation.call();
    if (call instanceof TopoCall.Acquire acquire
        && operation.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Granted granted) {
      grants
          .computeIfAbsent(
              Lock.of(acquire.path(), acquire.kind(), granted.token()), lock -> new ArrayList<>())
          .add(new Grant(operation, granted.token()));
    } else if (call instanceof TopoCall.StillHolds holds && operation.isDone()) {
      Lock lock = Lock.of(holds.path(), holds.kind(), holds.token());
      lastProof.put(Holding.of(lock, holds.token()), operation);
    } else if (call instanceof TopoCall.Release release && operation.isDone()) {
      end(Lock.of(release.path(), release.kind(), release.token()), release.token(), operation);
    } else if (call instanceof TopoCall.SessionsEnded sessions) {
      ended.add(new Ended(operation, sessions.believed()));
    } else if (call instanceof TopoCall.Lost lost) {
      end(Lock.of(lost.path(), lost.kind(), lost.token()), lost.token(), operation);
    }
  }

  private void end(Lock lock, FencingToken token, Operation operation) {
    over.merge(
        Holding.of(lock, token),
        operation,
        (one, other) -> one.returned() <= other.returned() ? one : other);
  }

  private Verdict verdict() {
    for (Map.Entry<Lock, List<Grant>> entry : grants.entrySet()) {
      Optional<Verdict> broken =
          order(entry.getKey(), entry.getValue())
              .or(() -> passedOn(entry.getKey(), entry.getValue()));
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    return heldAfterItsEnd()
        .or(() -> StaleGuards.check(history))
        .or(() -> HolderOrder.check(history))
        .orElseGet(Verdict.Passed::new);
  }

  /** Tokens are unique, and larger than those of every grant that was told before. */
  private static Optional<Verdict> order(Lock lock, List<Grant> all) {
    Map<Long, Operation> owners = new HashMap<>();
    for (Grant grant : all) {
      Operation other = owners.put(grant.number(), grant.operation());
      if (other != null) {
        return violated(
            "T23",
            "two grants of " + lock.path() + " have the token " + grant.token(),
            other,
            grant);
      }
    }
    List<Grant> byEnd =
        all.stream()
            .sorted(Comparator.comparingLong(grant -> grant.operation().returned()))
            .toList();
    Grant largest = null;
    int told = 0;
    for (Grant grant : all) {
      while (byEnd.get(told).operation().returned() < grant.operation().invoked()) {
        Grant next = byEnd.get(told++);
        largest = largest == null || next.number() > largest.number() ? next : largest;
      }
      if (largest != null && largest.number() > grant.number()) {
        return violated(
            "T23",
            "the token of a later grant of " + lock.path() + " is smaller",
            largest.operation(),
            grant);
      }
    }
    return Optional.empty();
  }

  /** Nobody holds a lock still after somebody was told of a later grant. */
  private Optional<Verdict> passedOn(Lock lock, List<Grant> all) {
    List<Grant> byToken =
        all.stream().sorted(Comparator.comparingLong(Grant::number).reversed()).toList();
    Grant soonest = null;
    for (Grant grant : byToken) {
      Operation proof = lastProof.get(Holding.of(lock, grant.token()));
      if (soonest != null
          && proof != null
          && proof.invoked() > soonest.operation().returned()
          && !mayBelieve(grant, proof)) {
        return Optional.of(
            new Verdict.Violated(
                "T22",
                lock.path() + " was held still under a token after a larger one was granted",
                List.of(grant.operation(), soonest.operation(), proof)));
      }
      soonest =
          soonest == null || grant.operation().returned() < soonest.operation().returned()
              ? grant
              : soonest;
    }
    return Optional.empty();
  }

  /** Whether somebody ended sessions during a holding so lately that its holder cannot know. */
  private boolean mayBelieve(Grant grant, Operation proof) {
    return ended.stream()
        .anyMatch(
            end ->
                end.operation().returned() >= grant.operation().invoked()
                    && end.operation().invoked() <= proof.invoked()
                    && proof.invoked() - end.operation().returned() <= end.believed().toNanos());
  }

  private Optional<Verdict> heldAfterItsEnd() {
    for (Map.Entry<Holding, Operation> entry : lastProof.entrySet()) {
      Operation end = over.get(entry.getKey());
      if (end != null && entry.getValue().invoked() > end.returned()) {
        return Optional.of(
            new Verdict.Violated(
                "T25",
                entry.getKey().lock().path() + " was held still after it was over",
                List.of(end, entry.getValue())));
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> violated(
      String rule, String why, Operation first, Grant second) {
    return Optional.of(new Verdict.Violated(rule, why, List.of(first, second.operation())));
  }
}
