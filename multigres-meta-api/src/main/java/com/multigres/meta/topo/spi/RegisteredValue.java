package com.multigres.meta.topo.spi;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The value of a registered node: as it last stood in the store as far as this process knows, and
 * the owner's changes that were not written yet. They are kept as changes, because what stands may
 * be another's by the time they can be written. Thread-safe.
 */
final class RegisteredValue {
  private static final Logger log = LoggerFactory.getLogger(RegisteredValue.class);
  private static final int MOST_WAITING = 1_000;

  /** One change of the owner's. */
  static final class Change {
    private final TopoPath path;
    private final UnaryOperator<ByteString> operator;
    private volatile @Nullable RuntimeException failure;

    private Change(TopoPath path, UnaryOperator<ByteString> operator) {
      this.path = path;
      this.operator = operator;
    }

    /** Why it could not be made to what stands there by now; it is then left out. */
    Optional<RuntimeException> failure() {
      return Optional.ofNullable(failure);
    }

    private ByteString to(ByteString value) {
      try {
        return operator.apply(value);
      } catch (RuntimeException refused) {
        log.warn(
            "a change of the registered node {} is left out: what stands refuses it",
            path,
            refused);
        failure = refused;
        return value;
      }
    }
  }

  /**
   * What to write over what stands.
   *
   * @param changes the changes that are in it
   * @param value the bytes
   */
  record Draft(List<Change> changes, ByteString value) {}

  /** Known by its identity: two of the same content are two. */
  private static final class State {
    private final ByteString stood;
    private final ImmutableList<Change> waiting;
    private final ByteString wanted;

    State(ByteString stood, ImmutableList<Change> waiting, ByteString wanted) {
      this.stood = stood;
      this.waiting = waiting;
      this.wanted = wanted;
    }
  }

  private final TopoPath path;
  private final ReentrantLock swapping = new ReentrantLock();
  private volatile State state;

  RegisteredValue(TopoPath path, ByteString first) {
    this.path = path;
    Change initial = new Change(path, old -> first);
    this.state = new State(first, ImmutableList.of(initial), first);
  }

  /** What stood last, with the owner's changes. */
  ByteString wanted() {
    return state.wanted;
  }

  /** Wants a value whatever stands there: what was to be changed before does not matter. */
  Change replace(ByteString value) {
    Change change = new Change(path, old -> value);
    swap(now -> new State(now.stood, ImmutableList.of(change), value));
    return change;
  }

  /** Wants a change; what it throws at once, it throws here, and then it is not wanted. */
  Change change(UnaryOperator<ByteString> operator) {
    Change change = new Change(path, operator);
    swap(
        now -> {
          if (now.waiting.size() >= MOST_WAITING) {
            throw TopoException.refused(
                Code.RESOURCE_EXHAUSTED,
                path,
                MOST_WAITING + " changes of the registered node wait for its session already");
          }
          ByteString wanted = operator.apply(now.wanted);
          return new State(now.stood, with(now.waiting, change), wanted);
        });
    return change;
  }

  /** Makes the next state without the lock, because that runs the owner's code. */
  private void swap(UnaryOperator<State> step) {
    for (boolean swapped = false; !swapped; ) {
      State now = state;
      State next = step.apply(now);
      swapping.lock();
      try {
        swapped = state == now;
        state = swapped ? next : state;
      } finally {
        swapping.unlock();
      }
    }
  }

  private static ImmutableList<Change> with(List<Change> waiting, Change change) {
    return ImmutableList.<Change>builder().addAll(waiting).add(change).build();
  }

  /** The draft that creates the node. */
  Draft anew() {
    return over(state.stood);
  }

  /** The draft that changes what stands. */
  Draft over(ByteString standing) {
    List<Change> changes = state.waiting;
    return new Draft(changes, applied(changes, standing));
  }

  /** A draft was written, or said what stood there already. */
  void stands(Draft draft) {
    swap(
        now -> {
          ImmutableList<Change> left =
              now.waiting.stream()
                  .filter(change -> !draft.changes().contains(change))
                  .collect(ImmutableList.toImmutableList());
          return new State(draft.value(), left, applied(left, draft.value()));
        });
  }

  private static ByteString applied(List<Change> changes, ByteString base) {
    ByteString value = base;
    for (Change change : changes) {
      value = change.to(value);
    }
    return value;
  }
}
