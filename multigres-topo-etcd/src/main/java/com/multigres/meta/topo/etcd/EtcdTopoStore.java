package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
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
import com.multigres.meta.topo.lock.TopoLocks;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.SessionRegistration;
import com.multigres.meta.topo.spi.lock.StoreLocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The topology on etcd: checks what it is given, and leaves the rest to its parts. */
final class EtcdTopoStore implements TopoStore {
  private final EtcdParts parts;
  private final Duration timeout;

  EtcdTopoStore(EtcdParts parts, Duration timeout) {
    this.parts = parts;
    this.timeout = timeout;
  }

  private Deadline deadline() {
    return Deadline.after(timeout);
  }

  @Override
  public Capabilities capabilities() {
    return parts.arguments.limits();
  }

  @Override
  public TopoStore withTimeout(Duration other) {
    parts.arguments.timeout(other);
    return new EtcdTopoStore(parts, other);
  }

  @Override
  public Optional<Node> read(TopoPath path) {
    parts.life.ensureOpen();
    parts.arguments.node(path);
    return parts.reads.one(path, deadline());
  }

  @Override
  public List<Node> list(TopoPath directory) {
    parts.life.ensureOpen();
    parts.arguments.directory(directory);
    return parts.reads.below(directory, deadline());
  }

  @Override
  public List<String> children(TopoPath directory) {
    parts.life.ensureOpen();
    parts.arguments.directory(directory);
    return parts.reads.children(directory, deadline());
  }

  @Override
  public Version write(TopoPath path, ByteString value, Expect expect) {
    return one(Mutation.put(path, value, expect)).orElseThrow();
  }

  @Override
  public void delete(TopoPath path, Expect expect) {
    Optional<Version> none = one(Mutation.delete(path, expect));
    if (none.isPresent()) {
      throw new IllegalStateException("a delete left the version " + none.get());
    }
  }

  private Optional<Version> one(Mutation mutation) {
    parts.life.ensureOpen();
    parts.arguments.mutation(mutation);
    return parts.writes.one(mutation, deadline());
  }

  @Override
  public Map<TopoPath, Version> commit(Batch batch) {
    parts.life.ensureOpen();
    parts.arguments.batch(batch);
    return parts.writes.commit(
        batch, deadline(), "commit of " + batch.mutations().size() + " writes");
  }

  @Override
  public List<WriteResult> writeAll(List<Mutation> mutations) {
    parts.life.ensureOpen();
    return parts.writes.writeAll(mutations, deadline());
  }

  @Override
  public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
    parts.life.ensureOpen();
    parts.arguments.watch(path, options);
    return parts.watches.add(path, options, listener);
  }

  @Override
  public Session openSession(Duration ttl) {
    parts.life.ensureOpen();
    parts.arguments.ttl(ttl);
    SessionLife life = parts.leases.grant(ttl, deadline());
    EtcdSession session = new EtcdSession(parts, life, this::deadline);
    return parts.life.adopt(session);
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
        parts.locks,
        parts.arguments,
        parts.life,
        parts.threads,
        parts.lockWatches.signals(),
        timeout);
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
    parts.close(deadline());
  }

  @Override
  public String toString() {
    return "topology at " + parts.options.where();
  }
}
