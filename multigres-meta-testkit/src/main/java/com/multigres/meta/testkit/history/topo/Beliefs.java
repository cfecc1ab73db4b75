package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may believe in a grant that is over: whom somebody's sessions or lock were taken from by
 * force, until the news can have come. Of how much its guard lets pass that says nothing.
 */
final class Beliefs {
  private final List<Operation> forces = new ArrayList<>();

  Beliefs(History history) {
    history.operations().stream().filter(one -> believed(one).isPresent()).forEach(forces::add);
  }

  private static Optional<Duration> believed(Operation operation) {
    if (operation.call() instanceof TopoCall.SessionsEnded ended) {
      return Optional.of(ended.believed());
    }
    return operation.call() instanceof TopoCall.Acquire acquire
        ? acquire.theft().map(TopoCall.Theft::believed)
        : Optional.empty();
  }

  /**
   * Whether somebody used force between two moments, so lately that a holder cannot know. What
   * happened after another was seen to hold, or the holder to be refused, explains neither.
   *
   * @param lock what was held
   * @param grant by which it was held; empty where nobody knows
   * @param until when it was over for certain
   * @param proof what says that it is held still
   */
  boolean mayLast(Lock lock, Optional<Operation> grant, long until, Operation proof) {
    long from = grant.map(Operation::invoked).orElse(Long.MIN_VALUE);
    return forces.stream()
        .filter(force -> force.returned() >= from && force.invoked() <= until)
        .filter(force -> grant.filter(force::equals).isEmpty() && concerns(force, lock, proof))
        .anyMatch(force -> isLate(force, proof));
  }

  private static boolean concerns(Operation force, Lock lock, Operation proof) {
    return force.call() instanceof TopoCall.SessionsEnded ended
        ? ended.mayConcern(proof.client())
        : force.call() instanceof TopoCall.Acquire acquire
            && lock.equals(new Lock(acquire.path(), acquire.kind()));
  }

  private static boolean isLate(Operation force, Operation proof) {
    return force.returned() == Operation.NEVER
        || proof.invoked() - force.returned() <= believed(force).map(Duration::toNanos).orElse(0L);
  }
}
