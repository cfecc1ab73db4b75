package com.multigres.meta.cluster;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A store whose owner dies at a write; if wanted, one that lacks atomic batches. */
final class CrashingTopoStore implements TopoStore {
  private final TopoStore store;
  private final CrashPoint crash;
  private final boolean batches;

  CrashingTopoStore(TopoStore store, CrashPoint crash, boolean batches) {
    this.store = store;
    this.crash = crash;
    this.batches = batches;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities all = store.capabilities();
    if (batches) {
      return all;
    }
    Set<Capability> present = EnumSet.copyOf(all.present());
    present.remove(Capability.ATOMIC_BATCH);
    return new Capabilities(
        present,
        all.maxValueBytes(),
        all.maxPathBytes(),
        all.maxBatchOperations(),
        all.maxBatchBytes(),
        all.minTtl(),
        all.maxTtl(),
        all.sessionSlack());
  }

  @Override
  public TopoStore withTimeout(Duration timeout) {
    return new CrashingTopoStore(store.withTimeout(timeout), crash, batches);
  }

  @Override
  public Optional<Node> read(TopoPath path) {
    return store.read(path);
  }

  @Override
  public List<Node> list(TopoPath directory) {
    return store.list(directory);
  }

  @Override
  public List<String> children(TopoPath directory) {
    return store.children(directory);
  }

  @Override
  public Version write(TopoPath path, ByteString value, Expect expect) {
    return crash.write(() -> store.write(path, value, expect));
  }

  @Override
  public void delete(TopoPath path, Expect expect) {
    crash.write(
        () -> {
          store.delete(path, expect);
          return true;
        });
  }

  @Override
  public Map<TopoPath, Version> commit(Batch batch) {
    return crash.write(() -> store.commit(batch));
  }

  /** Independent writes: the process may die between any two of them. */
  @Override
  public List<WriteResult> writeAll(List<Mutation> mutations) {
    List<WriteResult> results = new ArrayList<>();
    for (Mutation mutation : mutations) {
      results.addAll(crash.write(() -> store.writeAll(List.of(mutation))));
    }
    return results;
  }

  @Override
  public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
    return store.watch(path, options, listener);
  }

  @Override
  public Session openSession(Duration ttl) {
    return store.openSession(ttl);
  }

  @Override
  public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
    return crash.write(() -> store.register(path, value, options));
  }

  @Override
  public ConnectionState connectionState() {
    return store.connectionState();
  }

  @Override
  public Subscription onConnectionState(Consumer<ConnectionState> listener) {
    return store.onConnectionState(listener);
  }

  @Override
  public void close() {
    store.close();
  }
}
