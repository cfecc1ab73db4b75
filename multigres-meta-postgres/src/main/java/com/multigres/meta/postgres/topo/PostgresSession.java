package com.multigres.meta.postgres.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.postgres.topo.internal.Change;
import com.multigres.meta.postgres.topo.internal.Change.Kind;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.SessionLife;
import com.multigres.meta.topo.spi.TopoArguments;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** A session as its owner holds it. */
final class PostgresSession implements Session {
  private final UUID key;
  private final SessionLife life;
  private final TopoSessions sessions;
  private final TopoBatches batches;
  private final TopoArguments arguments;
  private final Supplier<Deadline> deadlines;

  PostgresSession(
      UUID key,
      SessionLife life,
      TopoSessions sessions,
      TopoBatches batches,
      TopoArguments arguments,
      Supplier<Deadline> deadlines) {
    this.key = key;
    this.life = life;
    this.sessions = sessions;
    this.batches = batches;
    this.arguments = arguments;
    this.deadlines = deadlines;
  }

  UUID key() {
    return key;
  }

  SessionLife life() {
    return life;
  }

  @Override
  public SessionId id() {
    return life.id();
  }

  @Override
  public Duration ttl() {
    return life.ttl();
  }

  @Override
  public boolean isOver() {
    return !life.isOpen();
  }

  @Override
  public Version create(TopoPath path, ByteString value) {
    Mutation creation = Mutation.createBound(path, value, id());
    arguments.mutation(creation);
    return apply(Change.of(creation));
  }

  @Override
  public Version bind(TopoPath path, Version expected) {
    return rebind(Kind.BIND, path, expected);
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return rebind(Kind.TAKE_OVER, path, expected);
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return rebind(Kind.UNBIND, path, expected);
  }

  private Version rebind(Kind kind, TopoPath path, Version expected) {
    arguments.node(path);
    arguments.version(path, expected);
    return apply(Change.binding(kind, path, expected, key));
  }

  private Version apply(Change change) {
    sessions.ensureStoreOpen();
    life.ensureOpen(change.path());
    try {
      return batches.one(change, deadlines.get());
    } catch (TopoException failure) {
      if (failure.code() == TopoException.Code.SESSION_LOST) {
        sessions.lost(this);
      }
      throw failure;
    }
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return life.onLost(listener);
  }

  @Override
  public void close() {
    close(deadlines.get());
  }

  void close(Deadline deadline) {
    if (life.close()) {
      sessions.close(this, deadline);
    }
  }

  @Override
  public String toString() {
    return "session " + id();
  }
}
