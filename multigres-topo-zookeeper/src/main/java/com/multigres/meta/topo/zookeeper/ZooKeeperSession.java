package com.multigres.meta.topo.zookeeper;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.SessionLife;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A session as its owner holds it. */
final class ZooKeeperSession implements Session {
  private final ZooKeeperParts parts;
  private final SessionWire wire;
  private final SessionLife life;
  private final Supplier<Deadline> deadlines;

  ZooKeeperSession(ZooKeeperParts parts, SessionWire wire, Supplier<Deadline> deadlines) {
    this.parts = parts;
    this.wire = wire;
    this.life = wire.life();
    this.deadlines = deadlines;
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
    parts.arguments.mutation(creation);
    return applied(
        path,
        () ->
            Optional.ofNullable(
                    parts
                        .writes
                        .commit(
                            new Batch(List.of(), List.of(creation)),
                            deadlines.get(),
                            "creation of " + path)
                        .get(path))
                .orElseThrow());
  }

  @Override
  public Version bind(TopoPath path, Version expected) {
    return rebind(Step.Rebind.Kind.BIND, path, expected, wire, "binding of ");
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return rebind(Step.Rebind.Kind.TAKE_OVER, path, expected, wire, "takeover of ");
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return rebind(Step.Rebind.Kind.UNBIND, path, expected, parts.link::await, "unbinding of ");
  }

  private Version rebind(
      Step.Rebind.Kind kind, TopoPath path, Version expected, Attempt.Way way, String doing) {
    parts.arguments.node(path);
    parts.arguments.version(path, expected);
    Step.Rebind step = new Step.Rebind(path, expected, kind, id());
    return applied(path, () -> parts.writes.rebind(step, way, deadlines.get(), doing + path));
  }

  private Version applied(TopoPath path, Supplier<Version> change) {
    parts.life.ensureOpen();
    life.ensureOpen(path);
    try {
      return change.get();
    } catch (TopoException failure) {
      if (failure.outcome() == Outcome.NOT_APPLIED && life.isLost()) {
        throw life.lost(path);
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
    boolean open = life.close();
    parts.life.release(this);
    if (open && !wire.end(deadline)) {
      throw new TopoException(
          Code.UNAVAILABLE,
          null,
          Outcome.UNKNOWN,
          "session %s on %s: the servers did not answer; its nodes go by their time to live (T19)"
              .formatted(id(), parts.options.where()),
          null);
    }
  }

  @Override
  public String toString() {
    return "session " + id();
  }
}
