package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.topo.Lock.Holding;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * That locks and offices have one holder at a time (rules T22 to T27): tokens are unique and grow
 * from one grant to the next, nobody holds still once somebody was granted more, or once told that
 * it is over, and nothing is written under a token that has been passed or given up.
 */
public final class LockChecker {
  private final History history;
  private final Map<Lock.Life, List<Grant>> grants = new LinkedHashMap<>();
  private final Map<Holding, Operation> lastProof = new HashMap<>();
  private final Map<Holding, Operation> lastUse = new HashMap<>();
  private final Map<Holding, Operation> firstSign = new HashMap<>();
  private final Map<Holding, Operation> over = new HashMap<>();
  private final Map<Holding, Operation> refused = new HashMap<>();
  private final Beliefs beliefs;

  private record Grant(Operation operation, FencingToken token) {
    private long number() {
      return token.number();
    }
  }

  private LockChecker(History history) {
    this.history = history;
    this.beliefs = new Beliefs(history);
    history.operations().forEach(this::collect);
  }

  /** The verdict; empty where the history says nothing of locks. */
  public static Optional<Verdict> check(History history) {
    boolean any =
        history.operations().stream()
            .map(Operation::call)
            .anyMatch(
                call ->
                    call instanceof TopoCall.Acquire
                        || call instanceof TopoCall.HolderSeen
                        || call instanceof TopoCall.Follow);
    return any ? Optional.of(new LockChecker(history).verdict()) : Optional.empty();
  }

  private void collect(Operation operation) {
    Call call = operation.call();
    if (call instanceof TopoCall.Acquire acquire
        && operation.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Granted granted) {
      grants
          .computeIfAbsent(
              Lock.life(acquire.path(), acquire.kind(), granted.token()), life -> new ArrayList<>())
          .add(new Grant(operation, granted.token()));
    } else if (call instanceof TopoCall.StillHolds holds && operation.isDone()) {
      sign(lastProof, Holding.of(holds.path(), holds.kind(), holds.token()), operation);
    } else if (call instanceof TopoCall.Commit commit) {
      guarded(operation, commit);
    } else if (call instanceof TopoCall.Release release && operation.isDone()) {
      end(Holding.of(release.path(), release.kind(), release.token()), operation);
    } else if (call instanceof TopoCall.Lost lost) {
      end(Holding.of(lost.path(), lost.kind(), lost.token()), operation);
    }
  }

  private void sign(Map<Holding, Operation> last, Holding holding, Operation operation) {
    last.put(holding, operation);
    firstSign.merge(holding, operation, LockChecker::sooner);
  }

  private static Operation sooner(Operation one, Operation other) {
    return one.returned() <= other.returned() ? one : other;
  }

  private void guarded(Operation operation, TopoCall.Commit commit) {
    List<Holding> guards =
        commit.batch().conditions().stream()
            .filter(Batch.Condition.Holds.class::isInstance)
            .map(holds -> ((Batch.Condition.Holds) holds).guard())
            .map(guard -> Holding.of(guard.path(), guard.kind(), guard.token()))
            .toList();
    if (operation.isDone()) {
      guards.forEach(holding -> sign(lastUse, holding, operation));
    } else if (guards.size() == 1
        && operation.ending() instanceof Ending.Failed failed
        && failed.code().equals("LOCK_LOST")) {
      refused.merge(guards.get(0), operation, LockChecker::sooner);
    }
  }

  /** What shows last that somebody held it; what one believes for a while shows nothing. */
  private Optional<Operation> lastSign(Lock.Life life, Grant grant) {
    Holding holding = new Holding(life, grant.number());
    return Stream.of(lastProof, lastUse)
        .flatMap(signs -> Optional.ofNullable(signs.get(holding)).stream())
        .filter(
            sign ->
                sign.call() instanceof TopoCall.Commit
                    || !mayBelieve(life, grant.operation(), sign.invoked(), sign))
        .max(Comparator.comparingLong(Operation::invoked));
  }

  private void end(Holding holding, Operation operation) {
    over.merge(holding, operation, LockChecker::sooner);
  }

  private Verdict verdict() {
    for (Map.Entry<Lock.Life, List<Grant>> entry : grants.entrySet()) {
      Optional<Verdict> broken =
          order(entry.getKey().lock(), entry.getValue())
              .or(() -> beforeItsGrant(entry.getKey(), entry.getValue()))
              .or(() -> passedOn(entry.getKey(), entry.getValue()))
              .or(() -> inTwoLives(entry.getKey()));
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    return heldAfterItsEnd()
        .or(() -> StaleGuards.check(history))
        .or(() -> Graces.check(history))
        .or(() -> HolderOrder.check(history))
        .or(() -> HolderNews.check(history))
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

  /** Nobody holds a lock before it was asked for. */
  private Optional<Verdict> beforeItsGrant(Lock.Life life, List<Grant> all) {
    for (Grant grant : all) {
      Operation sign = firstSign.get(new Holding(life, grant.number()));
      if (sign != null && sign.returned() < grant.operation().invoked()) {
        return violated(
            "T23", "the token " + grant.token() + " was known before its grant", sign, grant);
      }
    }
    return Optional.empty();
  }

  /** Nobody holds a lock still after somebody was told of a later grant. */
  private Optional<Verdict> passedOn(Lock.Life life, List<Grant> all) {
    List<Grant> byToken =
        all.stream().sorted(Comparator.comparingLong(Grant::number).reversed()).toList();
    Grant soonest = null;
    for (Grant grant : byToken) {
      Operation proof = lastProof.get(new Holding(life, grant.number()));
      if (soonest != null
          && proof != null
          && proof.invoked() > soonest.operation().returned()
          && !mayBelieve(life, grant.operation(), soonest.operation().returned(), proof)) {
        return Optional.of(
            new Verdict.Violated(
                "T22",
                life.lock().path() + " was held still under a token after a larger one was granted",
                List.of(grant.operation(), soonest.operation(), proof)));
      }
      soonest =
          soonest == null || grant.operation().returned() < soonest.operation().returned()
              ? grant
              : soonest;
    }
    return Optional.empty();
  }

  /** Nor at one moment with a holder in another life of the store, in which tokens start anew. */
  private Optional<Verdict> inTwoLives(Lock.Life life) {
    return grants.keySet().stream()
        .filter(other -> !other.equals(life) && other.lock().equals(life.lock()))
        .flatMap(
            other ->
                grants.getOrDefault(life, List.of()).stream().map(one -> with(life, one, other)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Verdict> with(Lock.Life life, Grant grant, Lock.Life other) {
    return lastSign(life, grant)
        .flatMap(
            sign ->
                grants.getOrDefault(other, List.of()).stream()
                    .filter(second -> isHeldWith(grant, sign, other, second))
                    .findFirst()
                    .map(second -> twoHolders(life, grant, second, sign)));
  }

  private static Verdict twoHolders(Lock.Life life, Grant one, Grant other, Operation sign) {
    return new Verdict.Violated(
        sign.call() instanceof TopoCall.Commit ? "T23" : "T22",
        life.lock().path() + " had two holders, in two lives of the store",
        List.of(one.operation(), other.operation(), sign));
  }

  /** Whether a grant was made, or held itself, while another one was held. */
  private boolean isHeldWith(Grant grant, Operation sign, Lock.Life other, Grant second) {
    Operation first = grant.operation();
    Operation its = second.operation();
    long both = Math.max(first.returned(), its.returned());
    return sign.invoked() > its.returned()
        && (its.invoked() > first.returned()
            || lastSign(other, second).filter(one -> one.invoked() > both).isPresent());
  }

  private boolean mayBelieve(Lock.Life life, Operation grant, long until, Operation proof) {
    return beliefs.mayLast(life.lock(), Optional.of(grant), until, proof);
  }

  private Optional<Verdict> heldAfterItsEnd() {
    for (Map.Entry<Holding, Operation> entry : lastProof.entrySet()) {
      Operation proof = entry.getValue();
      Optional<Operation> end =
          Optional.ofNullable(over.get(entry.getKey()))
              .filter(told -> proof.invoked() > told.returned())
              .or(() -> refusal(entry.getKey(), proof));
      if (end.isPresent()) {
        return Optional.of(
            new Verdict.Violated(
                "T25",
                entry.getKey().life().lock().path() + " was held still after it was over",
                List.of(end.get(), proof)));
      }
    }
    return Optional.empty();
  }

  /** What told a holder before that it had lost: a write that its guard did not let pass. */
  private Optional<Operation> refusal(Holding holding, Operation proof) {
    return Optional.ofNullable(refused.get(holding))
        .filter(told -> proof.invoked() > told.returned())
        .filter(told -> !mayBelieve(holding, told.returned(), proof));
  }

  private boolean mayBelieve(Holding holding, long until, Operation proof) {
    Optional<Operation> grant =
        grants.getOrDefault(holding.life(), List.of()).stream()
            .filter(one -> one.number() == holding.number())
            .map(Grant::operation)
            .findFirst();
    return beliefs.mayLast(holding.life().lock(), grant, until, proof);
  }

  private static Optional<Verdict> violated(
      String rule, String why, Operation first, Grant second) {
    return Optional.of(new Verdict.Violated(rule, why, List.of(first, second.operation())));
  }
}
