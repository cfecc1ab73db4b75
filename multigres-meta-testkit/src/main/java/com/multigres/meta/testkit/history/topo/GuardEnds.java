package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Until when a guarded write can have taken effect: once somebody was told that the lock is granted
 * under a larger token, it cannot any more. Nothing else ends it here: that a lock expired unseen
 * the history does not say.
 */
final class GuardEnds {
  // By lock and incarnation: by token, when that grant was told.
  private final Map<Lock, NavigableMap<Long, Operation>> grants = new HashMap<>();

  GuardEnds(History history) {
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Acquire acquire
          && operation.ending() instanceof Ending.Done done
          && done.result() instanceof Result.Granted granted) {
        FencingToken token = granted.token();
        grants
            .computeIfAbsent(
                Lock.of(acquire.path(), acquire.kind(), token), lock -> new TreeMap<>())
            .merge(token.number(), operation, GuardEnds::sooner);
      }
    }
    grants.values().forEach(GuardEnds::carryBack);
  }

  private static Operation sooner(Operation one, Operation other) {
    return one.returned() <= other.returned() ? one : other;
  }

  /** Each token gets the soonest told of those that are not smaller. */
  private static void carryBack(NavigableMap<Long, Operation> told) {
    @Nullable Operation soonest = null;
    for (Map.Entry<Long, Operation> entry : told.descendingMap().entrySet()) {
      soonest = soonest == null ? entry.getValue() : sooner(soonest, entry.getValue());
      entry.setValue(soonest);
    }
  }

  /** The end of what a batch's guards let pass; never where nobody was granted more. */
  long of(Batch batch) {
    long end = Operation.NEVER;
    for (Batch.Condition condition : batch.conditions()) {
      if (condition instanceof Batch.Condition.Holds holds) {
        Operation successor = successor(holds.guard());
        end = successor == null ? end : Math.min(end, successor.returned());
      }
    }
    return end;
  }

  /** The grant of a larger token that was told first; null where there is none. */
  @Nullable Operation successor(Guard guard) {
    NavigableMap<Long, Operation> told =
        grants.getOrDefault(Lock.of(guard.path(), guard.kind(), guard.token()), new TreeMap<>());
    Map.Entry<Long, Operation> larger = told.higherEntry(guard.token().number());
    return larger == null ? null : larger.getValue();
  }
}
