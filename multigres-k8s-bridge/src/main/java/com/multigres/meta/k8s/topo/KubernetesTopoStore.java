package com.multigres.meta.k8s.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capabilities;
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
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.TopoLocks;
import com.multigres.meta.topo.spi.SessionRegistration;
import com.multigres.meta.topo.spi.lock.StoreLocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The topology on Kubernetes: checks what it is given, and leaves the rest to its parts. */
final class KubernetesTopoStore implements TopoStore {
  private final TopoParts parts;
  private final Duration timeout;

  KubernetesTopoStore(TopoParts parts, Duration timeout) {
    this.parts = parts;
    this.timeout = timeout;
  }

  @Override
  public Capabilities capabilities() {
    return parts.arguments.limits();
  }

  @Override
  public TopoStore withTimeout(Duration other) {
    parts.life.ensureOpen();
    parts.arguments.timeout(other);
    return new KubernetesTopoStore(parts, other);
  }

  private <T> T read(Function<Deadline, T> work) {
    try {
      return work.apply(Deadline.after(timeout));
    } catch (ApiException fault) {
      throw TopoErrors.harmless(fault);
    }
  }

  @Override
  public Optional<Node> read(TopoPath path) {
    parts.life.ensureOpen();
    parts.arguments.node(path);
    return read(deadline -> parts.reads.one(path, deadline));
  }

  @Override
  public List<Node> list(TopoPath directory) {
    parts.life.ensureOpen();
    parts.arguments.directory(directory);
    return read(deadline -> parts.reads.below(directory, deadline));
  }

  @Override
  public List<String> children(TopoPath directory) {
    parts.life.ensureOpen();
    parts.arguments.directory(directory);
    return read(deadline -> parts.reads.children(directory, deadline));
  }

  @Override
  public Version write(TopoPath path, ByteString value, Expect expect) {
    return one(Mutation.put(path, value, expect));
  }

  @Override
  public void delete(TopoPath path, Expect expect) {
    one(Mutation.delete(path, expect));
  }

  private Version one(Mutation mutation) {
    parts.life.ensureOpen();
    parts.arguments.mutation(mutation);
    return parts.writes.apply(Change.of(mutation), Deadline.after(timeout));
  }

  @Override
  public Map<TopoPath, Version> commit(Batch batch) {
    parts.life.ensureOpen();
    // Refuses: no two objects change at once.
    parts.arguments.batch(batch);
    throw new IllegalStateException("a store without batches took one");
  }

  @Override
  public Version write(TopoPath path, ByteString value, Expect expect, Guard guard) {
    parts.life.ensureOpen();
    parts.arguments.guard(guard);
    throw new IllegalStateException("a store without guards took one");
  }

  @Override
  public void delete(TopoPath path, Expect expect, Guard guard) {
    parts.life.ensureOpen();
    parts.arguments.guard(guard);
  }

  @Override
  public List<WriteResult> writeAll(List<Mutation> mutations) {
    parts.life.ensureOpen();
    return parts.many.apply(mutations, Deadline.after(timeout));
  }

  @Override
  public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
    parts.life.ensureOpen();
    parts.arguments.watch(path, options);
    Watch watch = parts.watches.add(path, options, listener, timeout);
    parts.follower.wake();
    return watch;
  }

  @Override
  public Session openSession(Duration ttl) {
    parts.life.ensureOpen();
    return parts.sessions.open(ttl, () -> Deadline.after(timeout));
  }

  @Override
  public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
    parts.life.ensureOpen();
    parts.arguments.mutation(Mutation.put(path, value, Expect.any()));
    parts.arguments.ttl(options.ttl());
    return parts.life.adopt(
        SessionRegistration.start(
            this, parts.threads, timeout, path, value, options, parts.life::release));
  }

  @Override
  public TopoLocks locks() {
    parts.life.ensureOpen();
    return new StoreLocks(
        parts.locks, parts.arguments, parts.life, parts.threads, parts.lockSignals, timeout);
  }

  @Override
  public ConnectionState connectionState() {
    return parts.states.current();
  }

  @Override
  public Subscription onConnectionState(Consumer<ConnectionState> listener) {
    return parts.states.subscribe(listener);
  }

  @Override
  public void close() {
    parts.close(Deadline.after(timeout));
  }

  @Override
  public String toString() {
    return "topology at " + parts.where();
  }
}
