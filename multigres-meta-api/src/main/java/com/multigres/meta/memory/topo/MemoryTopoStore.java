package com.multigres.meta.memory.topo;

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
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.lock.TopoLocks;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionRegistration;
import com.multigres.meta.topo.spi.WatchDelivery;
import com.multigres.meta.topo.spi.lock.StoreLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A store on a server in the same memory; views with other timeouts share the client. */
final class MemoryTopoStore implements TopoStore {
  private final MemoryTopoClient client;
  private final MemoryTopoServer server;
  private final TopoPath root;
  private final Duration timeout;

  MemoryTopoStore(MemoryTopoClient client, Duration timeout) {
    this.client = client;
    this.server = client.server();
    this.root = client.root();
    this.timeout = timeout;
  }

  MemoryTopoClient client() {
    return client;
  }

  Deadline deadline() {
    return Deadline.after(timeout);
  }

  static Node node(TopoPath path, StoredNode stored) {
    return new Node(path, stored.value(), version(path, stored.version()), stored.session());
  }

  private static Version version(TopoPath path, String token) {
    return new Version(MemoryTopoClient.BACKEND, path, token);
  }

  static Version version(TopoPath path, String incarnation, MemoryTopoChange change) {
    return version(path, incarnation + "-" + change.revision());
  }

  @Override
  public Capabilities capabilities() {
    return client.arguments().limits();
  }

  @Override
  public TopoStore withTimeout(Duration other) {
    client.life().ensureOpen();
    client.arguments().timeout(other);
    return new MemoryTopoStore(client, other);
  }

  @Override
  public Optional<Node> read(TopoPath path) {
    client.life().ensureOpen();
    client.arguments().node(path);
    return client.read(
        deadline(),
        "read of " + path,
        () -> server.state().nodes().get(root.resolve(path)).map(stored -> node(path, stored)));
  }

  @Override
  public List<Node> list(TopoPath directory) {
    client.life().ensureOpen();
    client.arguments().directory(directory);
    TopoPath at = root.resolve(directory);
    return client.read(
        deadline(),
        "list of " + directory,
        () -> {
          List<Node> found = new ArrayList<>();
          server
              .state()
              .nodes()
              .tree(at)
              .forEach(
                  (path, stored) -> {
                    if (!path.equals(at)) {
                      found.add(node(path.relativeTo(root), stored));
                    }
                  });
          return List.copyOf(found);
        });
  }

  @Override
  public List<String> children(TopoPath directory) {
    int depth = directory.names().size();
    Set<String> names = new LinkedHashSet<>();
    list(directory).forEach(node -> names.add(node.path().names().get(depth)));
    return List.copyOf(names);
  }

  @Override
  public Version write(TopoPath path, ByteString value, Expect expect) {
    return write(Mutation.put(path, value, expect));
  }

  Version write(Mutation put) {
    Batch alone = new Batch(List.of(), List.of(put));
    Version written = change("write of " + put.path(), alone).get(put.path());
    if (written == null) {
      throw new IllegalStateException("no version for " + put.path());
    }
    return written;
  }

  @Override
  public void delete(TopoPath path, Expect expect) {
    client.life().ensureOpen();
    client.arguments().node(path);
    change("delete of " + path, new Batch(List.of(), List.of(Mutation.delete(path, expect))));
  }

  @Override
  public Map<TopoPath, Version> commit(Batch batch) {
    client.life().ensureOpen();
    client.arguments().batch(batch);
    return change("commit of " + batch.mutations().size() + " writes", batch);
  }

  private Map<TopoPath, Version> change(String doing, Batch batch) {
    client.life().ensureOpen();
    batch.mutations().forEach(client.arguments()::mutation);
    return client.write(deadline(), doing, () -> apply(batch));
  }

  private Map<TopoPath, Version> apply(Batch batch) {
    MemoryTopoNodes nodes = server.state().nodes();
    batch.mutations().forEach(this::checkSession);
    nodes.check(root, batch, client.locks()::check);
    MemoryTopoChange change = nodes.apply(root, batch.mutations());
    server.state().publish(change);
    Map<TopoPath, Version> written = new LinkedHashMap<>();
    for (Mutation mutation : batch.mutations()) {
      if (mutation instanceof Mutation.Put) {
        written.put(mutation.path(), version(mutation.path(), nodes.incarnation(), change));
      }
    }
    return written;
  }

  private void checkSession(Mutation mutation) {
    if (mutation instanceof Mutation.Put put && put.session().isPresent()) {
      SessionId session = put.session().get();
      if (!server.state().sessions().isAlive(session)) {
        throw TopoException.refused(
            Code.SESSION_LOST, put.path(), "there is no session " + session + " any more (T20)");
      }
    }
  }

  @Override
  public List<WriteResult> writeAll(List<Mutation> mutations) {
    client.life().ensureOpen();
    Deadline deadline = deadline();
    return mutations.stream().map(mutation -> one(mutation, deadline)).toList();
  }

  private WriteResult one(Mutation mutation, Deadline deadline) {
    try {
      client.arguments().mutation(mutation);
      Batch alone = new Batch(List.of(), List.of(mutation));
      Version version =
          client
              .write(deadline, "write of " + mutation.path(), () -> apply(alone))
              .get(mutation.path());
      return version == null ? new WriteResult.Deleted() : new WriteResult.Written(version);
    } catch (TopoException failure) {
      return new WriteResult.Failed(failure);
    }
  }

  @Override
  public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
    client.life().ensureOpen();
    client.arguments().watch(path, options);
    MemoryTopoWatch[] fed = new MemoryTopoWatch[1];
    WatchDelivery delivery =
        new WatchDelivery(
            client.threads(),
            listener,
            client.timeout(),
            closed -> {
              client.watches().remove(fed[0]);
              client.life().release(closed);
            });
    fed[0] = new MemoryTopoWatch(server, root, path, options, delivery);
    client.life().adopt(delivery);
    client.watches().add(fed[0]);
    return delivery;
  }

  @Override
  public Session openSession(Duration ttl) {
    client.life().ensureOpen();
    client.arguments().ttl(ttl);
    long sent = LeaseClock.nanos();
    SessionId id = client.read(deadline(), "opening a session", () -> server.openSession(ttl));
    MemoryTopoSession session = new MemoryTopoSession(this, id, ttl, sent);
    client.opened(session);
    return client.life().adopt(session);
  }

  @Override
  public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
    client.life().ensureOpen();
    client.arguments().node(path);
    client.arguments().value(path, value);
    Registration registration =
        SessionRegistration.start(
            new MemoryTopoStore(client, client.timeout()),
            client.threads(),
            timeout,
            path,
            value,
            options,
            client.life()::release);
    return client.life().adopt(registration);
  }

  @Override
  public TopoLocks locks() {
    client.life().ensureOpen();
    return new StoreLocks(
        client.locks(),
        client.arguments(),
        client.life(),
        client.threads(),
        client.lockSignals(),
        timeout);
  }

  @Override
  public ConnectionState connectionState() {
    return client.states().current();
  }

  @Override
  public Subscription onConnectionState(Consumer<ConnectionState> listener) {
    client.life().ensureOpen();
    return client.states().subscribe(listener);
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return client.address();
  }
}
