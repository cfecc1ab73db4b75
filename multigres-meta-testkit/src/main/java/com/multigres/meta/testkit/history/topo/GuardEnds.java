package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.lock.Guard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Until when a guarded write can have taken effect: once somebody was told that the lock is granted
 * under a larger token, or in a later life of its store, it cannot any more, nor once its holder
 * had given it up. Nothing else ends it here: that a lock expired unseen the history does not say.
 */
final class GuardEnds {
  // By life: by token, when that grant was told.
  private final Map<Lock.Life, NavigableMap<Long, Operation>> grants = new HashMap<>();

  // By life: by token, the soonest told of those that are not smaller.
  private final Map<Lock.Life, NavigableMap<Long, Operation>> larger = new HashMap<>();
  private final Map<Lock, List<Lock.Life>> lives = new HashMap<>();
  private final OwnEnds own;

  GuardEnds(History history) {
    own = new OwnEnds(history);
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Acquire acquire
          && operation.ending() instanceof Ending.Done done
          && done.result() instanceof Result.Granted granted) {
        Lock.Life life = Lock.life(acquire.path(), acquire.kind(), granted.token());
        grants
            .computeIfAbsent(life, this::known)
            .merge(granted.token().number(), operation, GuardEnds::sooner);
      }
    }
    grants.forEach((life, told) -> larger.put(life, carriedBack(told)));
  }

  private NavigableMap<Long, Operation> known(Lock.Life life) {
    lives.computeIfAbsent(life.lock(), lock -> new ArrayList<>(1)).add(life);
    return new TreeMap<>();
  }

  private static Operation sooner(Operation one, Operation other) {
    return one.returned() <= other.returned() ? one : other;
  }

  /** Each token gets the soonest told of those that are not smaller. */
  private static NavigableMap<Long, Operation> carriedBack(NavigableMap<Long, Operation> told) {
    NavigableMap<Long, Operation> carried = new TreeMap<>();
    @Nullable Operation soonest = null;
    for (Map.Entry<Long, Operation> entry : told.descendingMap().entrySet()) {
      soonest = soonest == null ? entry.getValue() : sooner(soonest, entry.getValue());
      carried.put(entry.getKey(), soonest);
    }
    return carried;
  }

  /** The end of what a batch's guards let pass; never where nothing ended what they name. */
  long of(Batch batch) {
    return batch.conditions().stream()
        .filter(Batch.Condition.Holds.class::isInstance)
        .map(condition -> ((Batch.Condition.Holds) condition).guard())
        .flatMap(guard -> Stream.concat(successor(guard).stream(), ownEnd(guard).stream()))
        .mapToLong(Operation::returned)
        .min()
        .orElse(Operation.NEVER);
  }

  /** What ended the holding itself, whoever came after it. */
  Optional<Operation> ownEnd(Guard guard) {
    return own.of(Lock.Holding.of(guard.path(), guard.kind(), guard.token()));
  }

  /** The later grant that was told first. */
  Optional<Operation> successor(Guard guard) {
    Lock.Life life = Lock.life(guard.path(), guard.kind(), guard.token());
    long number = guard.token().number();
    Optional<Operation> next =
        Optional.ofNullable(larger.getOrDefault(life, new TreeMap<>()).higherEntry(number))
            .map(Map.Entry::getValue);
    Optional<Operation> later =
        Optional.ofNullable(grants.getOrDefault(life, new TreeMap<>()).get(number))
            .flatMap(granted -> inOtherLives(life, granted));
    return next.isPresent() && later.isPresent()
        ? Optional.of(sooner(next.get(), later.get()))
        : next.or(() -> later);
  }

  /** The grant in another life, asked for after this one was told, that was told first. */
  private Optional<Operation> inOtherLives(Lock.Life life, Operation granted) {
    return lives.getOrDefault(life.lock(), List.of()).stream()
        .filter(other -> !other.equals(life))
        .flatMap(other -> grants.getOrDefault(other, new TreeMap<>()).values().stream())
        .filter(grant -> grant.invoked() > granted.returned())
        .min(Comparator.comparingLong(Operation::returned));
  }
}
