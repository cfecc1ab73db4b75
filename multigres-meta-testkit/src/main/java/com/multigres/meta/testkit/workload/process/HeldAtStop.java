package com.multigres.meta.testkit.workload.process;

import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process that stands still holds, by all that it wrote down before.
 *
 * @param known what it had written down
 * @param tokens of its grants, which it has yet to write under, to ask about or to give up
 */
record HeldAtStop(Set<Operation> known, Set<FencingToken> tokens) {
  private static final String LOST = "LOCK_LOST";

  static HeldAtStop of(History journal) {
    Map<String, Operation> last = new HashMap<>();
    journal.operations().forEach(one -> last.put(one.client(), one));
    Set<FencingToken> tokens =
        last.values().stream().flatMap(HeldAtStop::held).collect(Collectors.toSet());
    tokens.removeAll(lost(journal.operations()).collect(Collectors.toSet()));
    // Whoever writes under a grant that it has released holds nothing.
    journal.operations().forEach(one -> released(one).ifPresent(tokens::remove));
    return new HeldAtStop(new HashSet<>(journal.operations()), tokens);
  }

  boolean isNothing() {
    return tokens.isEmpty();
  }

  /** Whether it was told since that it had lost something of it. */
  boolean isLostIn(History later) {
    return lost(later.operations().stream().filter(one -> !known.contains(one)).toList())
        .anyMatch(tokens::contains);
  }

  private static Stream<FencingToken> held(Operation operation) {
    if (operation.call() instanceof TopoCall.Acquire) {
      return granted(operation).stream();
    }
    return guard(operation).stream();
  }

  private static Optional<FencingToken> released(Operation operation) {
    return operation.call() instanceof TopoCall.Release release
        ? Optional.of(release.token())
        : Optional.empty();
  }

  private static Optional<FencingToken> granted(Operation operation) {
    return operation.ending() instanceof Ending.Done done
            && done.result() instanceof Result.Granted granted
        ? Optional.of(granted.token())
        : Optional.empty();
  }

  private static Optional<FencingToken> guard(Operation operation) {
    return operation.call() instanceof TopoCall.Commit commit
        ? commit.batch().conditions().stream()
            .filter(Batch.Condition.Holds.class::isInstance)
            .map(condition -> ((Batch.Condition.Holds) condition).guard().token())
            .findFirst()
        : Optional.empty();
  }

  /** The grants of which operations tell that they are over, before their holders gave them up. */
  private static Stream<FencingToken> lost(Collection<Operation> operations) {
    Set<FencingToken> released = new HashSet<>();
    List<FencingToken> lost = new ArrayList<>();
    for (Operation one : operations) {
      released(one).ifPresent(released::add);
      lost(one).filter(token -> !released.contains(token)).ifPresent(lost::add);
    }
    return lost.stream();
  }

  private static Optional<FencingToken> lost(Operation operation) {
    if (operation.call() instanceof TopoCall.Lost lost) {
      return Optional.of(lost.token());
    }
    boolean refused =
        operation.ending() instanceof Ending.Failed failed && failed.code().equals(LOST);
    if (!refused) {
      return Optional.empty();
    }
    return operation.call() instanceof TopoCall.StillHolds holds
        ? Optional.of(holds.token())
        : guard(operation);
  }
}
