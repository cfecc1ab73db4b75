package com.multigres.meta.testkit.history;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order of a small history, remembers nothing and leaves nothing out. Which version an
 * unknown write had is settled only when somebody looks at it.
 */
final class BruteForce {
  private final Set<Version> claimed = new HashSet<>();
  private final IdentityHashMap<Mutation, Integer> writers = new IdentityHashMap<>();
  private final History history;

  private BruteForce(History history) {
    this.history = history;
  }

  /** What stands somewhere: a version that is known, or that of an unknown write, by its number. */
  private record Cell(ByteString value, Optional<Version> version, int writer) {}

  private record Different(int writer, Version version) {}

  /** How things stand, and what had to be assumed for it. */
  private record State(
      Map<TopoPath, Cell> cells, Map<Integer, Version> bound, Set<Different> different) {
    State copy() {
      return new State(new HashMap<>(cells), new HashMap<>(bound), new HashSet<>(different));
    }
  }

  static boolean explains(History history) {
    BruteForce force = new BruteForce(history);
    List<Piece> pieces = new ArrayList<>();
    Set<TopoPath> paths = new HashSet<>();
    for (Operation operation : history.operations()) {
      if (operation.ending() instanceof Ending.Done done
          && done.result() instanceof Result.Written written) {
        force.claimed.addAll(written.versions().values());
      }
      paths.addAll(pathsOf(operation));
    }
    history.operations().forEach(operation -> split(operation, paths, pieces));
    if (history.operations().contains(Simulation.READS_MAY_LAG)) {
      pieces.replaceAll(Piece::atAnyMomentBefore);
    }
    WatchedTwin watches = WatchedTwin.of(history, paths);
    if (!watches.isOrderly()) {
      return false;
    }
    pieces.addAll(watches.pieces());
    State empty = new State(new HashMap<>(), new HashMap<>(), new HashSet<>());
    return force.search(pieces, empty, Long.MIN_VALUE);
  }

  private static Set<TopoPath> pathsOf(Operation operation) {
    Set<TopoPath> paths = new HashSet<>();
    if (operation.call() instanceof TopoCall.Get get) {
      paths.add(get.path());
    } else if (operation.call() instanceof TopoCall.Commit commit) {
      commit.batch().mutations().forEach(mutation -> paths.add(mutation.path()));
      commit.batch().conditions().stream()
          .filter(condition -> !(condition instanceof Batch.Condition.Holds))
          .forEach(condition -> paths.add(condition.path()));
    }
    seen(operation).forEach(node -> paths.add(node.path()));
    if (operation.call() instanceof TopoCall.Told told) {
      if (told.news() instanceof WatchNews.Put put) {
        paths.add(put.node().path());
      } else if (told.news() instanceof WatchNews.Deleted deleted) {
        paths.add(deleted.path());
      }
    }
    return paths;
  }

  private static List<Seen> seen(Operation operation) {
    return operation.ending() instanceof Ending.Done done
            && done.result() instanceof Result.Nodes nodes
        ? nodes.nodes()
        : List.of();
  }

  /** A list of many moments is a read of each path. */
  private static void split(Operation operation, Set<TopoPath> paths, List<Piece> pieces) {
    if (operation.call() instanceof TopoCall.ListBelow list && !list.snapshot()) {
      for (TopoPath path : paths) {
        Optional<Seen> node =
            seen(operation).stream().filter(one -> one.path().equals(path)).findFirst();
        pieces.add(new Piece(operation, node, Optional.of(path)));
      }
    } else if (isOfNodes(operation.call()) && saysSomething(operation)) {
      pieces.add(new Piece(operation, Optional.empty(), Optional.empty()));
    }
  }

  private static boolean isOfNodes(Call call) {
    return call instanceof TopoCall.Get
        || call instanceof TopoCall.ListBelow
        || call instanceof TopoCall.Commit;
  }

  private static boolean saysSomething(Operation operation) {
    return !(operation.ending() instanceof Ending.Failed failed)
        || Set.of("NODE_EXISTS", "NO_NODE", "BAD_VERSION").contains(failed.code());
  }

  private boolean search(List<Piece> open, State state, long clock) {
    if (open.stream().noneMatch(Piece::mustHappen)) {
      return true;
    }
    for (int i = 0; i < open.size(); i++) {
      Piece piece = open.get(i);
      if (open.stream().anyMatch(other -> isBefore(other, piece))
          || open.subList(0, i).stream().anyMatch(other -> other.comesBefore(piece))) {
        continue;
      }
      State next = state.copy();
      long then = Math.max(clock, piece.earliest());
      if (then <= piece.latest(history) && apply(piece, next)) {
        List<Piece> rest = new ArrayList<>(open);
        rest.remove(i);
        if (search(rest, next, then)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isBefore(Piece other, Piece piece) {
    return other.mustHappen() && other.operation().returned() < piece.earliest();
  }

  private boolean apply(Piece piece, State state) {
    Operation operation = piece.operation();
    if (piece.onlyAt().isPresent()) {
      return looks(piece.onlyAt().get(), piece.onlyThis(), state);
    } else if (operation.call() instanceof TopoCall.Get get) {
      return looks(get.path(), seen(operation).stream().findFirst(), state);
    } else if (operation.call() instanceof TopoCall.Commit commit) {
      return operation.ending() instanceof Ending.Failed failed
          ? refuses(commit.batch(), failed, state)
          : commits(operation, commit.batch(), state);
    }
    Set<TopoPath> listed = new HashSet<>();
    for (Seen node : seen(operation)) {
      listed.add(node.path());
      if (!looks(node.path(), Optional.of(node), state)) {
        return false;
      }
    }
    return listed.containsAll(state.cells().keySet());
  }

  private boolean looks(TopoPath path, Optional<Seen> node, State state) {
    Cell cell = state.cells().get(path);
    if (cell == null || node.isEmpty()) {
      return cell == null && node.isEmpty();
    }
    return cell.value().equals(node.get().value()) && isVersion(cell, node.get().version(), state);
  }

  private boolean isVersion(Cell cell, Version version, State state) {
    if (cell.version().isPresent()) {
      return cell.version().get().equals(version);
    }
    Version bound = state.bound().get(cell.writer());
    if (bound != null) {
      return bound.equals(version);
    }
    if (claimed.contains(version)
        || state.bound().containsValue(version)
        || state.different().contains(new Different(cell.writer(), version))) {
      return false;
    }
    state.bound().put(cell.writer(), version);
    return true;
  }

  private static boolean isOtherVersion(Cell cell, Version version, State state) {
    Optional<Version> known =
        cell.version().or(() -> Optional.ofNullable(state.bound().get(cell.writer())));
    if (known.isPresent()) {
      return !known.get().equals(version);
    }
    state.different().add(new Different(cell.writer(), version));
    return true;
  }

  private boolean commits(Operation operation, Batch batch, State state) {
    for (Wanted wanted : Wanted.all(batch)) {
      if (!wanted.holds(state.cells().get(wanted.path), this, state)) {
        return false;
      }
    }
    for (Mutation mutation : batch.mutations()) {
      if (mutation instanceof Mutation.Put put) {
        Optional<Version> version =
            operation.ending() instanceof Ending.Done done
                    && done.result() instanceof Result.Written written
                ? Optional.ofNullable(written.versions().get(put.path()))
                : Optional.empty();
        int writer = writers.computeIfAbsent(mutation, added -> writers.size());
        state.cells().put(put.path(), new Cell(put.value(), version, writer));
      } else {
        state.cells().remove(mutation.path());
      }
    }
    return true;
  }

  /** What must stand at a path: something, nothing, or this version. */
  private record Wanted(TopoPath path, boolean something, Optional<Version> version) {

    static List<Wanted> all(Batch batch) {
      List<Wanted> all = new ArrayList<>();
      for (Batch.Condition condition : batch.conditions()) {
        if (condition instanceof Batch.Condition.HasVersion has) {
          all.add(new Wanted(has.path(), true, Optional.of(has.version())));
        } else if (!(condition instanceof Batch.Condition.Holds)) {
          boolean something = condition instanceof Batch.Condition.Exists;
          all.add(new Wanted(condition.path(), something, Optional.empty()));
        }
      }
      for (Mutation mutation : batch.mutations()) {
        if (mutation.expect() instanceof Expect.AtVersion at) {
          all.add(new Wanted(mutation.path(), true, Optional.of(at.version())));
        } else if (mutation.expect() instanceof Expect.Absent) {
          all.add(new Wanted(mutation.path(), false, Optional.empty()));
        } else if (mutation instanceof Mutation.Delete) {
          all.add(new Wanted(mutation.path(), true, Optional.empty()));
        }
      }
      return all;
    }

    boolean holds(@Nullable Cell cell, BruteForce force, State state) {
      if (cell == null || !something) {
        return cell == null && !something;
      }
      return version.isEmpty() || force.isVersion(cell, version.get(), state);
    }

    /** Whether a refusal with this code may be because of it. */
    boolean explains(String code) {
      return switch (code) {
        case "NODE_EXISTS" -> !something;
        case "NO_NODE" -> something;
        default -> version.isPresent();
      };
    }

    boolean isRefused(String code, @Nullable Cell cell, State state) {
      return switch (code) {
        case "NODE_EXISTS" -> cell != null;
        case "NO_NODE" -> cell == null;
        default -> cell != null && isOtherVersion(cell, version.orElseThrow(), state);
      };
    }
  }

  private static boolean refuses(Batch batch, Ending.Failed failed, State state) {
    boolean single = batch.mutations().size() + batch.conditions().size() == 1;
    Set<Wanted> blamed = new HashSet<>();
    for (Wanted wanted : Wanted.all(batch)) {
      boolean named = failed.path().isEmpty() || failed.path().get().equals(wanted.path);
      if ((single || named) && wanted.explains(failed.code())) {
        Optional<Version> version =
            failed.code().equals("BAD_VERSION") ? wanted.version : Optional.empty();
        blamed.add(new Wanted(wanted.path, wanted.something, version));
      }
    }
    // Where it may be because of several, nobody knows of which.
    return blamed.size() > 1
        || blamed.stream()
            .anyMatch(one -> one.isRefused(failed.code(), state.cells().get(one.path), state));
  }
}
