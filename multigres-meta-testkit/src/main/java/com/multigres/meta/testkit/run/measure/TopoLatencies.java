package com.multigres.meta.testkit.run.measure;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long a topology takes for each basic operation. */
public final class TopoLatencies {
  private static final TopoPath PLACE = TopoPath.of("latencies");
  private static final ByteString VALUE = ByteString.copyFrom(new byte[256]);
  private static final int LISTED = 100;
  private static final int BATCHED = 10;

  private final TopoStore store;
  private final Stopwatch stopwatch;
  private final List<Latency> measured = new ArrayList<>();

  private TopoLatencies(TopoStore store, Stopwatch stopwatch) {
    this.store = store;
    this.stopwatch = stopwatch;
  }

  /**
   * Measures them.
   *
   * @param store an open store whose content is removed later
   * @param each how long to measure one operation
   */
  public static List<Latency> of(TopoStore store, Duration each) {
    TopoLatencies latencies = new TopoLatencies(store, new Stopwatch(each, 5_000));
    latencies.nodes();
    latencies.many();
    latencies.watch();
    latencies.sessions();
    if (store.capabilities().has(Capability.LOCKS)) {
      latencies.locks();
    }
    return latencies.measured;
  }

  private void measure(String name, Stopwatch.Operation operation) {
    if (!Thread.currentThread().isInterrupted()) {
      measured.add(stopwatch.measure(name, operation));
    }
  }

  private void nodes() {
    TopoPath path = PLACE.child("node");
    Version[] version = {store.write(path, VALUE, Expect.any())};
    measure("Read a node", () -> () -> store.read(path));
    measure(
        "Replace a node on its version",
        () -> () -> version[0] = store.write(path, VALUE, Expect.version(version[0])));
    int[] created = {0};
    measure(
        "Create a node",
        () -> {
          TopoPath next = PLACE.child("created").child("n" + created[0]++);
          return () -> store.write(next, VALUE, Expect.absent());
        });
    measure(
        "Delete a node",
        () -> {
          store.write(path, VALUE, Expect.any());
          return () -> store.delete(path, Expect.any());
        });
  }

  private void many() {
    TopoPath directory = PLACE.child("listed");
    List<Mutation> writes = new ArrayList<>();
    for (int i = 0; i < LISTED; i++) {
      writes.add(Mutation.put(directory.child("n" + i), VALUE, Expect.any()));
    }
    store.writeAll(writes);
    measure("List " + LISTED + " nodes", () -> () -> store.list(directory));
    measure("Write " + LISTED + " nodes, each by itself", () -> () -> store.writeAll(writes));
    if (store.capabilities().has(Capability.ATOMIC_BATCH)) {
      Batch batch = new Batch(List.of(), writes.subList(0, BATCHED));
      measure("Write " + BATCHED + " nodes in a batch", () -> () -> store.commit(batch));
    }
  }

  private void watch() {
    TopoPath path = PLACE.child("watched");
    Arrivals<Version> seen = new Arrivals<>();
    Watch watch =
        store.watch(
            path,
            WatchOptions.node(),
            event -> {
              if (event instanceof WatchEvent.Put put) {
                seen.add(put.node().version());
              }
            });
    try {
      measure(
          "Hear of a write through a watch",
          () ->
              () -> {
                Version written = store.write(path, VALUE, Expect.any());
                seen.await(written::equals);
              });
    } finally {
      watch.close();
    }
  }

  private void sessions() {
    Duration ttl = store.capabilities().maxTtl();
    Duration some = ttl.compareTo(Duration.ofSeconds(20)) < 0 ? ttl : Duration.ofSeconds(20);
    measure("Open and close a session", () -> () -> store.openSession(some).close());
  }

  private void locks() {
    TopoPath path = PLACE.child("locked");
    LockOptions options = LockOptions.of("measure");
    measure("Take and release a lock", () -> () -> store.locks().tryLock(path, options).close());
    if (store.capabilities().has(Capability.GUARDED_WRITES)) {
      try (TopoLock held = store.locks().lock(path, options)) {
        measure(
            "Write under a lock's guard",
            () -> () -> store.write(path, VALUE, Expect.any(), Guard.holds(held)));
      }
    }
  }
}
