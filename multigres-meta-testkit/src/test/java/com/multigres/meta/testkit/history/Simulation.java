package com.multigres.meta.testkit.history;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.LockKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Clients of a store that keeps every rule, in a time of its own: each operation takes effect at
 * one moment between its beginning and end, those of unknown outcome perhaps much later or never.
 */
final class Simulation {
  static final Operation READS_MAY_LAG =
      new Operation(
          "c0",
          new TopoCall.Opened(Set.of()),
          new Ending.Done(new Result.Nothing()),
          Long.MIN_VALUE,
          Long.MIN_VALUE);

  private final Random random;
  private final Shape shape;
  private final PriorityQueue<Event> agenda =
      new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparing(Event::order));
  private final TreeMap<TopoPath, Seen> standing = new TreeMap<>();
  private final List<Map<TopoPath, Version>> known = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final SimulatedWatch watch;
  private final Map<Integer, Long> tokens = new HashMap<>();
  private long granted;
  private long order;
  private long writes;
  private int begun;
  private long now;

  /** How much of what. */
  record Shape(
      int clients,
      int operations,
      int paths,
      int values,
      double unknown,
      boolean batches,
      boolean lists,
      boolean watched,
      boolean guarded) {
    Shape(
        int clients,
        int operations,
        int paths,
        int values,
        double unknown,
        boolean batches,
        boolean lists,
        boolean watched) {
      this(clients, operations, paths, values, unknown, batches, lists, watched, false);
    }
  }

  private record Event(long time, long order, Runnable action) {}

  private Simulation(Random random, Shape shape) {
    this.random = random;
    this.shape = shape;
    this.watch = new SimulatedWatch(random, operations);
  }

  static History run(Random random, Shape shape) {
    Simulation simulation = new Simulation(random, shape);
    for (int client = 0; client < shape.clients(); client++) {
      int number = client;
      simulation.known.add(new HashMap<>());
      simulation.at(random.nextInt(20), () -> simulation.begin(number));
    }
    if (shape.watched()) {
      simulation.at(
          random.nextInt(40),
          () -> simulation.watch.open(simulation.now, simulation.standing.values()));
    }
    while (!simulation.agenda.isEmpty()) {
      simulation.now = simulation.agenda.element().time();
      simulation.agenda.remove().action().run();
      if (random.nextInt(3) == 0) {
        simulation.watch.turn(simulation.now, simulation.standing.values());
      }
    }
    simulation.watch.settle(simulation.now);
    return new History(simulation.operations);
  }

  /** The same of a store that says that its reads may lag, of which some do. */
  static History lagging(Random random, Shape shape) {
    List<Operation> operations = new ArrayList<>(List.of(READS_MAY_LAG));
    for (Operation one : run(random, shape).operations()) {
      boolean reads =
          one.call() instanceof TopoCall.Get || one.call() instanceof TopoCall.ListBelow;
      long by = reads ? random.nextInt(60) : 0;
      operations.add(
          new Operation(
              one.client(), one.call(), one.ending(), one.invoked() + by, one.returned() + by));
    }
    return new History(operations);
  }

  private void at(long time, Runnable action) {
    agenda.add(new Event(time, order++, action));
  }

  private void begin(int client) {
    if (begun++ >= shape.operations()) {
      return;
    }
    TopoCall call = call(client);
    long invoked = now;
    long returned = now + 2 + random.nextInt(40);
    boolean unknown = call instanceof TopoCall.Commit && random.nextDouble() < shape.unknown();
    if (unknown) {
      // Sometimes within its time, sometimes later, sometimes not at all.
      if (random.nextInt(3) > 0) {
        at(now + 1 + random.nextInt(200), () -> effect(call));
      }
      at(returned, () -> end(client, call, new Ending.Unknown("TIMEOUT"), invoked));
      return;
    }
    at(
        now + 1 + random.nextInt((int) (returned - now - 1)),
        () -> {
          Ending ending = effect(call);
          at(returned, () -> end(client, call, ending, invoked));
        });
  }

  private void end(int client, TopoCall call, Ending ending, long invoked) {
    operations.add(new Operation("c" + client, call, ending, invoked, now));
    if (ending instanceof Ending.Done done) {
      if (done.result() instanceof Result.Nodes nodes) {
        nodes.nodes().forEach(node -> known.get(client).put(node.path(), node.version()));
      } else if (done.result() instanceof Result.Written written) {
        known.get(client).putAll(written.versions());
      } else if (done.result() instanceof Result.Granted grant) {
        tokens.put(client, grant.token().number());
      }
    }
    at(now + 1 + random.nextInt(20), () -> begin(client));
  }

  private TopoPath path() {
    return TopoPath.of("p" + random.nextInt(shape.paths()));
  }

  private ByteString value() {
    return ByteString.copyFromUtf8(
        "v" + (shape.values() == 0 ? order : random.nextInt(shape.values())));
  }

  private Expect expect(int client, TopoPath path) {
    Version last = known.get(client).get(path);
    return switch (random.nextInt(4)) {
      case 0 -> Expect.absent();
      case 1 -> Expect.any();
      default -> last == null ? Expect.absent() : Expect.version(last);
    };
  }

  private TopoCall call(int client) {
    TopoPath path = path();
    int kind = random.nextInt(10);
    if (kind < 4) {
      return new TopoCall.Get(path);
    } else if (kind == 4 && shape.lists()) {
      return new TopoCall.ListBelow(TopoPath.root(), random.nextBoolean());
    } else if (kind == 5) {
      Expect expect = expect(client, path);
      return TopoCall.delete(path, expect instanceof Expect.Absent ? Expect.any() : expect);
    } else if (kind == 6 && shape.batches()) {
      TopoPath other = path();
      Batch.Builder batch = Batch.builder().put(path, value(), expect(client, path));
      if (!other.equals(path) && random.nextBoolean()) {
        batch.put(other, value(), expect(client, other));
      } else if (!other.equals(path)) {
        batch.when(condition(client, other));
      }
      return new TopoCall.Commit(batch.build());
    } else if (kind > 6 && shape.guarded()) {
      Long token = tokens.get(client);
      return token == null || random.nextInt(3) == 0
          ? new TopoCall.Acquire(Script.LOCK, LockKind.QUEUE)
          : new TopoCall.Commit(
              Batch.builder()
                  .when(Script.guard(token))
                  .put(path, value(), expect(client, path))
                  .build());
    }
    return TopoCall.put(path, value(), expect(client, path));
  }

  private Batch.Condition condition(int client, TopoPath path) {
    Version last = known.get(client).get(path);
    if (last == null || random.nextInt(3) == 0) {
      return new Batch.Condition.Missing(path);
    }
    return random.nextBoolean()
        ? new Batch.Condition.Exists(path)
        : new Batch.Condition.HasVersion(path, last);
  }

  private Ending effect(TopoCall call) {
    if (call instanceof TopoCall.Get get) {
      return nodes(Optional.ofNullable(standing.get(get.path())).stream().toList());
    } else if (call instanceof TopoCall.Commit commit) {
      return effect(commit.batch());
    } else if (call instanceof TopoCall.Acquire) {
      return new Ending.Done(new Result.Granted(Script.token(++granted)));
    }
    return nodes(new ArrayList<>(standing.values()));
  }

  private static Ending nodes(List<Seen> nodes) {
    return new Ending.Done(new Result.Nodes(nodes));
  }

  private Ending effect(Batch batch) {
    for (Batch.Condition condition : batch.conditions()) {
      Optional<String> refusal = refusal(condition);
      if (refusal.isPresent()) {
        return new Ending.Failed(refusal.get(), Optional.of(condition.path()), Optional.empty());
      }
    }
    for (Mutation mutation : batch.mutations()) {
      Optional<String> refusal = refusal(mutation);
      if (refusal.isPresent()) {
        return new Ending.Failed(refusal.get(), Optional.of(mutation.path()), Optional.empty());
      }
    }
    Map<TopoPath, Version> written = new HashMap<>();
    for (Mutation mutation : batch.mutations()) {
      if (mutation instanceof Mutation.Put put) {
        Version version = new Version("test", put.path(), "" + ++writes);
        Seen node = new Seen(put.path(), put.value(), version);
        standing.put(put.path(), node);
        written.put(put.path(), version);
        watch.changed(new WatchNews.Put(node));
      } else {
        standing.remove(mutation.path());
        watch.changed(new WatchNews.Deleted(mutation.path()));
      }
    }
    return new Ending.Done(new Result.Written(written));
  }

  private Optional<String> refusal(Batch.Condition condition) {
    Seen node = standing.get(condition.path());
    if (condition instanceof Batch.Condition.Holds holds) {
      return holds.guard().token().number() == granted
          ? Optional.empty()
          : Optional.of("LOCK_LOST");
    } else if (condition instanceof Batch.Condition.Missing) {
      return node == null ? Optional.empty() : Optional.of("NODE_EXISTS");
    } else if (node == null) {
      return Optional.of("NO_NODE");
    }
    return condition instanceof Batch.Condition.HasVersion has
            && !has.version().equals(node.version())
        ? Optional.of("BAD_VERSION")
        : Optional.empty();
  }

  private Optional<String> refusal(Mutation mutation) {
    Seen node = standing.get(mutation.path());
    if (mutation.expect() instanceof Expect.Absent) {
      return node == null ? Optional.empty() : Optional.of("NODE_EXISTS");
    } else if (node == null) {
      return mutation instanceof Mutation.Put && mutation.expect() instanceof Expect.Any
          ? Optional.empty()
          : Optional.of("NO_NODE");
    }
    return mutation.expect() instanceof Expect.AtVersion at && !at.version().equals(node.version())
        ? Optional.of("BAD_VERSION")
        : Optional.empty();
  }
}
