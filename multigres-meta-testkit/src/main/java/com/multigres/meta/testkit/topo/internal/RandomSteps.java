package com.multigres.meta.testkit.topo.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Makes random steps on one store; two with equal seeds make the same steps on two stores. */
public final class RandomSteps {
  private static final int SESSIONS = 2;

  private final Random random;
  private final TopoStore store;
  private final boolean batches;
  private final List<Session> sessions = new ArrayList<>();
  // Every version ever seen of a path, in the order of the writes: the same on both stores.
  private final Map<TopoPath, List<Version>> versions = new TreeMap<>();

  /**
   * Steps on a store.
   *
   * @param random decides the steps
   * @param store where they are made
   * @param batches whether to make batches
   * @param ttl of the sessions
   */
  public RandomSteps(Random random, TopoStore store, boolean batches, Duration ttl) {
    this.random = random;
    this.store = store;
    this.batches = batches;
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(store.openSession(ttl));
    }
  }

  /** Makes the next step and tells in words what came of it. */
  public String step() {
    int kind = random.nextInt(batches ? 12 : 10);
    TopoPath path = path();
    return switch (kind) {
      case 0, 1, 2 -> {
        Mutation put = Mutation.put(path, value(), expect(path, true));
        yield "put " + path + ": " + outcome(() -> one(put));
      }
      case 3, 4 -> {
        Mutation delete = Mutation.delete(path, expect(path, false));
        yield "delete " + path + ": " + outcome(() -> one(delete));
      }
      case 5 ->
          "read " + path + ": " + outcome(() -> show(store.read(path).stream().toList(), this));
      case 6 -> "list " + path + ": " + outcome(() -> show(store.list(path), this));
      case 7 -> "children " + path + ": " + outcome(() -> "" + store.children(path.parent()));
      case 8 -> "bound " + path + ": " + outcome(() -> bound(path));
      case 9 -> "many: " + outcome(this::many);
      default -> "batch: " + outcome(this::batch);
    };
  }

  private TopoPath path() {
    List<String> names = new ArrayList<>();
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      names.add(List.of("a", "b", "a/b", "%2F", "é").get(random.nextInt(5)));
    }
    return new TopoPath(names);
  }

  private ByteString value() {
    return ByteString.copyFromUtf8("v".repeat(random.nextInt(3)) + random.nextInt(10));
  }

  private Expect expect(TopoPath path, boolean absentToo) {
    List<Version> seen = versions.getOrDefault(path, List.of());
    int kind = random.nextInt(4);
    // Mostly the current version, now and then an older one.
    int back = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
    if (kind >= 2 && !seen.isEmpty()) {
      return Expect.version(seen.get(Math.max(0, seen.size() - 1 - back)));
    }
    return kind == 1 && absentToo ? Expect.absent() : Expect.any();
  }

  private static String outcome(Supplier<String> step) {
    try {
      return step.get();
    } catch (TopoException refusal) {
      return refusal.code() + " " + refusal.outcome();
    }
  }

  private String saw(TopoPath path, Version version) {
    List<Version> seen = versions.computeIfAbsent(path, p -> new ArrayList<>());
    seen.add(version);
    return "write " + seen.size();
  }

  private String one(Mutation mutation) {
    if (mutation instanceof Mutation.Put put) {
      return saw(put.path(), store.write(put.path(), put.value(), put.expect()));
    }
    store.delete(mutation.path(), mutation.expect());
    return "deleted";
  }

  private String bound(TopoPath path) {
    Session session = sessions.get(random.nextInt(SESSIONS));
    int kind = random.nextInt(5);
    ByteString value = value();
    List<Version> seen = versions.getOrDefault(path, List.of());
    if (kind < 2 || seen.isEmpty()) {
      return saw(path, session.create(path, value));
    }
    Version last = seen.get(seen.size() - 1);
    return switch (kind) {
      case 2 -> saw(path, session.bind(path, last));
      case 3 -> saw(path, session.takeOver(path, last));
      default -> saw(path, session.unbind(path, last));
    };
  }

  private List<Mutation> mutations() {
    Map<TopoPath, Mutation> some = new TreeMap<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      TopoPath path = path();
      some.put(
          path,
          random.nextInt(3) == 0
              ? Mutation.delete(path, expect(path, false))
              : Mutation.put(path, value(), expect(path, true)));
    }
    return List.copyOf(some.values());
  }

  private String many() {
    List<Mutation> mutations = mutations();
    List<WriteResult> results = store.writeAll(mutations);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      WriteResult result = results.get(i);
      TopoPath path = mutations.get(i).path();
      if (result instanceof WriteResult.Written written) {
        told.add(saw(path, written.version()));
      } else if (result instanceof WriteResult.Failed failed) {
        told.add(failed.error().code().toString());
      } else {
        told.add("deleted");
      }
    }
    return told.toString();
  }

  private String batch() {
    List<Mutation> mutations = mutations();
    TopoPath condition = path();
    Batch.Builder batch = Batch.builder();
    mutations.forEach(batch::add);
    if (random.nextInt(3) == 0) {
      batch.when(
          random.nextBoolean()
              ? new Batch.Condition.Exists(condition)
              : new Batch.Condition.Missing(condition));
    }
    List<String> told = new ArrayList<>();
    new TreeMap<>(store.commit(batch.build()))
        .forEach((path, version) -> told.add(saw(path, version)));
    return told.toString();
  }

  /** Closes the sessions of the steps. */
  public void closeSessions() {
    sessions.forEach(Session::close);
  }

  /** Nodes in words that mean the same on every store. */
  public static String show(List<Node> nodes, RandomSteps steps) {
    List<String> shown = new ArrayList<>();
    for (Node node : nodes) {
      List<Version> seen = steps.versions.getOrDefault(node.path(), List.of());
      List<SessionId> ids = steps.sessions.stream().map(Session::id).toList();
      shown.add(
          node.path()
              + "="
              + node.value().toStringUtf8()
              + " write "
              + (seen.indexOf(node.version()) + 1)
              + node.session().map(id -> " of " + ids.indexOf(id)).orElse(""));
    }
    return shown.toString();
  }
}
