package com.multigres.example.directory;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
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
import com.multigres.meta.topo.spi.SessionRegistration;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A topology in a directory; views with other timeouts share the client. */
final class DirectoryTopoStore implements TopoStore {
  private final DirectoryClient client;
  private final Duration timeout;

  DirectoryTopoStore(DirectoryClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  Deadline deadline() {
    return Deadline.after(timeout);
  }

  @Override
  public Capabilities capabilities() {
    return DirectoryClient.LIMITS;
  }

  @Override
  public TopoStore withTimeout(Duration other) {
    client.life().ensureOpen();
    client.arguments().timeout(other);
    return new DirectoryTopoStore(client, other);
  }

  private <T> T read(String doing, SharedDirectory.Work<T> work) {
    return client.call(deadline(), doing, Outcome.NOT_APPLIED, work);
  }

  @Override
  public Optional<Node> read(TopoPath path) {
    client.life().ensureOpen();
    client.arguments().node(path);
    TopoPath at = client.root().resolve(path);
    return read(
        "read of " + path, () -> client.directory().node(at).map(node -> client.node(at, node)));
  }

  @Override
  public List<Node> list(TopoPath directory) {
    client.life().ensureOpen();
    client.arguments().directory(directory);
    TopoPath at = client.root().resolve(directory);
    return read(
        "list of " + directory,
        () ->
            client.directory().tree(at).tailMap(at, false).entrySet().stream()
                .map(entry -> client.node(entry.getKey(), entry.getValue()))
                .toList());
  }

  @Override
  public List<String> children(TopoPath directory) {
    int depth = directory.names().size();
    return list(directory).stream().map(node -> node.path().names().get(depth)).distinct().toList();
  }

  @Override
  public Version write(TopoPath path, ByteString value, Expect expect) {
    return write(Mutation.put(path, value, expect));
  }

  Version write(Mutation put) {
    return apply(put, deadline()).orElseThrow();
  }

  @Override
  public void delete(TopoPath path, Expect expect) {
    client.life().ensureOpen();
    client.arguments().node(path);
    apply(Mutation.delete(path, expect), deadline());
  }

  /** The version written; nothing for a delete. */
  private Optional<Version> apply(Mutation mutation, Deadline deadline) {
    client.life().ensureOpen();
    client.arguments().mutation(mutation);
    return client.call(
        deadline, "write of " + mutation.path(), Outcome.UNKNOWN, () -> apply(mutation));
  }

  private Optional<Version> apply(Mutation mutation) throws IOException {
    SharedDirectory directory = client.directory();
    TopoPath path = mutation.path();
    TopoPath at = client.root().resolve(path);
    Optional<StoredNode> old = Optional.ofNullable(directory.expected(at, path, mutation.expect()));
    if (mutation instanceof Mutation.Put put) {
      if (put.session().isPresent()) {
        checkAlive(path, put.session().get());
      }
      Optional<SessionId> session = put.session().or(() -> old.flatMap(StoredNode::session));
      directory.checkShape(at, path, session.isPresent());
      String version = directory.nextVersion();
      StoredNode node = new StoredNode(put.value(), version, session);
      directory.change(Map.of(at, Optional.of(node)));
      return Optional.of(client.version(path, version));
    }
    if (old.isEmpty()) {
      throw TopoException.refused(Code.NO_NODE, path, "no node stands there (T7)");
    }
    directory.change(Map.of(at, Optional.empty()));
    return Optional.empty();
  }

  private void checkAlive(TopoPath path, SessionId id) throws IOException {
    if (!client.directory().isAlive(id)) {
      throw TopoException.refused(
          Code.SESSION_LOST, path, "there is no session " + id + " any more (T20)");
    }
  }

  @Override
  public Map<TopoPath, Version> commit(Batch batch) {
    client.life().ensureOpen();
    client.arguments().batch(batch); // refuses it: the capability is missing
    throw new IllegalStateException("a directory has no batches");
  }

  @Override
  public List<WriteResult> writeAll(List<Mutation> mutations) {
    client.life().ensureOpen();
    Deadline deadline = deadline();
    return mutations.stream().map(mutation -> one(mutation, deadline)).toList();
  }

  private WriteResult one(Mutation mutation, Deadline deadline) {
    try {
      return apply(mutation, deadline)
          .<WriteResult>map(WriteResult.Written::new)
          .orElseGet(WriteResult.Deleted::new);
    } catch (TopoException failure) {
      return new WriteResult.Failed(failure);
    }
  }

  @Override
  public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
    client.life().ensureOpen();
    client.arguments().watch(path, options);
    DirectoryWatch[] fed = new DirectoryWatch[1];
    WatchDelivery delivery =
        new WatchDelivery(
            client.threads(),
            listener,
            client.timeout(),
            closed -> {
              client.directory().end(fed[0]);
              client.life().release(closed);
            });
    fed[0] = new DirectoryWatch(client, path, options, delivery);
    client.life().adopt(delivery);
    return read(
        "watch of " + path,
        () -> {
          client.directory().begin(fed[0]);
          return delivery;
        });
  }

  @Override
  public Session openSession(Duration ttl) {
    client.life().ensureOpen();
    client.arguments().ttl(ttl);
    SessionId id = read("opening a session", () -> client.directory().open(ttl));
    return client.life().adopt(new DirectorySession(this, client, id, ttl));
  }

  @Override
  public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
    client.life().ensureOpen();
    client.arguments().node(path);
    client.arguments().value(path, value);
    return client
        .life()
        .adopt(
            SessionRegistration.start(
                new DirectoryTopoStore(client, client.timeout()),
                client.threads(),
                timeout,
                path,
                value,
                options,
                client.life()::release));
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
