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

/**
 * Tries every order of a small history, remembers nothing and leaves nothing out. Which version an
 * unknown write had is settled only when somebody looks at it.
 */
final class BruteForce {
  private final Set<Version> claimed = new HashSet<>();
  private final IdentityHashMap<Mutation, Integer> writers = new IdentityHashMap<>();

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

  /** An operation, or what it says of one path; news of a watch come one after the other. */
  private record Piece(
      Operation operation,
      Optional<Seen> onlyThis,
      Optional<TopoPath> onlyAt,
      long earliest,
      boolean inTurn) {
    Piece(Operation operation, Optional<Seen> onlyThis, Optional<TopoPath> onlyAt) {
      this(operation, onlyThis, onlyAt, operation.invoked(), false);
    }

    /** Whether another piece of news about the same path was told before. */
    boolean comesBefore(Piece other) {
      return inTurn && other.inTurn && onlyAt.equals(other.onlyAt);
    }

    boolean mustHappen() {
      return !(operation.ending() instanceof Ending.Unknown);
    }
  }

  static boolean explains(History history) {
    BruteForce force = new BruteForce();
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
    pieces.addAll(watched(history, paths));
    State empty = new State(new HashMap<>(), new HashMap<>(), new HashSet<>());
    return force.search(pieces, empty);
  }

  private static Set<TopoPath> pathsOf(Operation operation) {
    Set<TopoPath> paths = new HashSet<>();
    if (operation.call() instanceof TopoCall.Get get) {
      paths.add(get.path());
    } else if (operation.call() instanceof TopoCall.Commit commit) {
      commit.batch().mutations().forEach(mutation -> paths.add(mutation.path()));
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

  /** The one watch, as reads between its beginning and each piece of news. */
  private static List<Piece> watched(History history, Set<TopoPath> paths) {
    List<Piece> pieces = new ArrayList<>();
    Map<TopoPath, Optional<Seen>> last = new HashMap<>();
    Optional<Operation> begun = Optional.empty();
    for (Operation operation : history.operations()) {
      if (operation.call() instanceof TopoCall.Watch) {
        begun = Optional.of(operation);
      } else if (begun.isPresent()) {
        long earliest =
            operation.call() instanceof Call.Settled ? operation.invoked() : begun.get().invoked();
        news(operation, paths, last)
            .forEach(
                (path, node) ->
                    pieces.add(new Piece(operation, node, Optional.of(path), earliest, true)));
      }
    }
    return pieces;
  }

  private static Map<TopoPath, Optional<Seen>> news(
      Operation operation, Set<TopoPath> paths, Map<TopoPath, Optional<Seen>> last) {
    Map<TopoPath, Optional<Seen>> now = new HashMap<>();
    if (operation.call() instanceof Call.Settled) {
      paths.forEach(path -> now.put(path, last.getOrDefault(path, Optional.empty())));
    } else if (operation.call() instanceof TopoCall.Told told) {
      if (told.news() instanceof WatchNews.Put put) {
        now.put(put.node().path(), Optional.of(put.node()));
      } else if (told.news() instanceof WatchNews.Deleted deleted) {
        now.put(deleted.path(), Optional.empty());
      } else {
        paths.forEach(path -> now.put(path, Optional.empty()));
        now.keySet().removeAll(last.keySet());
      }
    }
    last.putAll(now);
    return now;
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

  private boolean search(List<Piece> open, State state) {
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
      if (apply(piece, next)) {
        List<Piece> rest = new ArrayList<>(open);
        rest.remove(i);
        if (search(rest, next)) {
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
    for (Mutation mutation : batch.mutations()) {
      if (!holds(mutation, state)) {
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

  private boolean holds(Mutation mutation, State state) {
    Cell cell = state.cells().get(mutation.path());
    if (mutation.expect() instanceof Expect.Absent) {
      return cell == null;
    } else if (mutation.expect() instanceof Expect.AtVersion at) {
      return cell != null && isVersion(cell, at.version(), state);
    }
    return mutation instanceof Mutation.Put || cell != null;
  }

  private static boolean refuses(Batch batch, Ending.Failed failed, State state) {
    for (Mutation mutation : batch.mutations()) {
      if (batch.mutations().size() == 1 || failed.path().equals(Optional.of(mutation.path()))) {
        Cell cell = state.cells().get(mutation.path());
        if (mutation.expect() instanceof Expect.Absent) {
          return cell != null;
        } else if (mutation.expect() instanceof Expect.AtVersion at) {
          return cell == null || isOtherVersion(cell, at.version(), state);
        }
        return cell == null && mutation instanceof Mutation.Delete;
      }
    }
    return true;
  }
}
