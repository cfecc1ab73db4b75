package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.topo.Lock.Holding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which holdings ended by themselves for certain: by a release that was done, or with all sessions
 * of their holder. A release by whom the loss was told proves nothing: then there may be nothing to
 * release, or it is left to the time to live.
 */
final class OwnEnds {
  private final Map<Holding, Operation> granted = new HashMap<>();
  private final Map<Holding, Operation> ends = new HashMap<>();
  private final Set<Holding> lost = new HashSet<>();

  OwnEnds(History history) {
    history.operations().forEach(this::granted);
    history.operations().forEach(this::collect);
    ends.keySet().removeAll(lost);
    history.operations().forEach(this::ofSessions);
  }

  private void granted(Operation operation) {
    Holding.granted(operation).ifPresent(holding -> granted.putIfAbsent(holding, operation));
  }

  private void collect(Operation operation) {
    if (operation.call() instanceof TopoCall.Lost loss) {
      lost.add(Holding.of(loss.path(), loss.kind(), loss.token()));
    } else if (operation.isDone() && operation.call() instanceof TopoCall.Release release) {
      end(Holding.of(release.path(), release.kind(), release.token()), operation);
    }
  }

  private void ofSessions(Operation operation) {
    if (operation.call() instanceof TopoCall.SessionsEnded ended && operation.isDone()) {
      granted.forEach(
          (holding, grant) -> {
            boolean theirs = ended.owner().isPresent() && ended.mayConcern(grant.client());
            if (theirs && grant.returned() < operation.invoked()) {
              end(holding, operation);
            }
          });
    }
  }

  private void end(Holding holding, Operation operation) {
    ends.merge(
        holding, operation, (one, other) -> one.returned() <= other.returned() ? one : other);
  }

  /** What ended a holding first. */
  Optional<Operation> of(Holding holding) {
    @Nullable Operation end = ends.get(holding);
    return Optional.ofNullable(end);
  }
}
