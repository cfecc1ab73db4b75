package com.multigres.meta.topo.etcd;

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
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.etcd.internal.Transaction;
import com.multigres.meta.topo.spi.SessionLife;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** A session as its owner holds it: one lease (rules T18 to T21). */
final class EtcdSession implements Session {
  private final EtcdParts parts;
  private final SessionLife life;
  private final Supplier<Deadline> deadlines;

  EtcdSession(EtcdParts parts, SessionLife life, Supplier<Deadline> deadlines) {
    this.parts = parts;
    this.life = life;
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
    Batch alone = new Batch(List.of(), List.of(creation));
    return apply(
        path,
        "creation of ",
        List.of(creation),
        learnt -> Commit.of(parts.keys, parts.history, alone, learnt));
  }

  @Override
  public Version bind(TopoPath path, Version expected) {
    return rebind(path, expected, Kind.BIND);
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return rebind(path, expected, Kind.TAKE_OVER);
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return rebind(path, expected, Kind.UNBIND);
  }

  private enum Kind {
    BIND,
    TAKE_OVER,
    UNBIND
  }

  private Version rebind(TopoPath path, Version expected, Kind kind) {
    parts.arguments.node(path);
    parts.arguments.version(path, expected);
    Stamp stamp = Stamp.of(path, expected);
    AtomicBoolean ours = new AtomicBoolean();
    return apply(
        path, "binding of ", List.of(), learnt -> rebinding(path, stamp, kind, ours, learnt));
  }

  /**
   * Makes the transaction.
   *
   * @param ours whether the node was found to be bound to this very session
   */
  private Commit rebinding(
      TopoPath path, Stamp expected, Kind kind, AtomicBoolean ours, Commit.Learnt learnt) {
    Commit commit = new Commit(parts.keys, parts.history, learnt);
    Transaction txn = commit.txn();
    ByteString key = parts.keys.key(path);
    commit.add(Check.at(txn, path, key, expected, parts.history));
    switch (kind) {
      case BIND -> {
        TopoException others =
            TopoException.refused(Code.NODE_EXISTS, path, "it is bound to another session (T21)");
        commit.add(Check.unbound(txn, key, Leases.id(life), ours, others));
      }
      case UNBIND -> {
        TopoException foreign =
            TopoException.badInput(path, "it is not bound to the session " + id() + " (T21)");
        commit.add(Check.boundTo(txn, key, Leases.id(life), foreign));
      }
      case TAKE_OVER -> {}
    }
    if (kind != Kind.UNBIND) {
      commit.nothingBelow(path);
    }
    commit.rebind(path, kind == Kind.UNBIND ? 0 : Leases.id(life));
    return commit;
  }

  private Version apply(
      TopoPath path,
      String doing,
      List<Mutation> mutations,
      Function<Commit.Learnt, Commit> prepared) {
    parts.life.ensureOpen();
    life.ensureOpen(path);
    try {
      Map<TopoPath, Version> written =
          parts.writes.apply(
              new EtcdWrites.Plan(mutations, Commit.Learnt.NOTHING, prepared),
              Optional.of(path),
              deadlines.get(),
              doing + path);
      return Optional.ofNullable(written.get(path)).orElseThrow();
    } catch (TopoException failure) {
      if (failure.code() == Code.SESSION_LOST) {
        parts.keeper.remove(life);
        life.lose();
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
    parts.life.release(this);
    if (!life.close()) {
      return;
    }
    try {
      parts.leases.end(life, deadline);
    } catch (TopoException unreached) {
      throw new TopoException(
          unreached.code(),
          null,
          Outcome.UNKNOWN,
          unreached.getMessage() + "; its nodes go by their time to live (T19)",
          unreached);
    }
  }

  @Override
  public String toString() {
    return "session " + id();
  }
}
