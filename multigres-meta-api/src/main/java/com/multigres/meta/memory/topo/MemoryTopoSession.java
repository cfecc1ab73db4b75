package com.multigres.meta.memory.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.spi.LeaseClock;
import com.multigres.meta.topo.spi.SessionLife;
import java.time.Duration;
import java.util.Optional;

/** A session, renewed while its owner lives. */
final class MemoryTopoSession implements Session {
  private final MemoryTopoStore store;
  private final MemoryTopoClient client;
  private final SessionLife life;
  private final Duration pace;
  private final Subscription renewal;

  MemoryTopoSession(MemoryTopoStore store, SessionId id, Duration ttl, long sentNanos) {
    this.store = store;
    this.client = store.client();
    this.life = new SessionLife(id, ttl, sentNanos, client.threads());
    this.pace = ttl.dividedBy(4);
    this.renewal = client.threads().repeat(this::renew, pace);
  }

  private void renew() {
    if (client.isKilled() || !life.isOpen()) {
      return;
    }
    long sent = LeaseClock.nanos();
    try {
      if (client.renew(life.id(), Deadline.after(pace))) {
        life.renewed(sent);
      } else {
        lose();
      }
    } catch (TopoException unreached) {
      if (life.overdue()) {
        lose();
      }
    }
  }

  void lose() {
    if (life.lose()) {
      renewal.close();
      client.lost(this);
    }
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
    life.ensureOpen(path);
    return store.write(Mutation.createBound(path, value, id()));
  }

  @Override
  public Version bind(TopoPath path, Version expected) {
    return rebind("binding of ", path, expected, Optional.of(id()), this::refuseOthers);
  }

  private void refuseOthers(TopoPath path, StoredNode node) {
    if (node.session().filter(owner -> !owner.equals(id())).isPresent()) {
      throw TopoException.refused(
          Code.NODE_EXISTS, path, "it is bound to the session " + node.session().get() + " (T21)");
    }
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return rebind("takeover of ", path, expected, Optional.of(id()), (where, node) -> {});
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return rebind("unbinding of ", path, expected, Optional.empty(), this::refuseForeign);
  }

  private void refuseForeign(TopoPath path, StoredNode node) {
    if (node.session().filter(id()::equals).isEmpty()) {
      throw TopoException.badInput(path, "it is not bound to the session " + id() + " (T21)");
    }
  }

  private interface Refusal {
    void check(TopoPath path, StoredNode node);
  }

  private Version rebind(
      String doing, TopoPath path, Version expected, Optional<SessionId> owner, Refusal refusal) {
    life.ensureOpen(path);
    client.life().ensureOpen();
    client.arguments().node(path);
    client.arguments().version(path, expected);
    return client.write(
        store.deadline(),
        doing + path,
        () -> {
          MemoryTopoServer server = client.server();
          if (!server.state().sessions().isAlive(id())) {
            throw life.lost(path);
          }
          refusal.check(path, server.state().nodes().atVersion(client.root(), path, expected));
          MemoryTopoChange change = server.state().nodes().rebind(client.root(), path, owner);
          server.state().publish(change);
          return MemoryTopoStore.version(path, server.state().nodes().incarnation(), change);
        });
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return life.onLost(listener);
  }

  SessionLife life() {
    return life;
  }

  @Override
  public void close() {
    if (life.close()) {
      leave(store.deadline());
    }
  }

  /** Ends the session at the server, whoever ended it here. */
  void leave(Deadline deadline) {
    renewal.close();
    client.ended(this);
    try {
      client.write(
          deadline,
          "closing of session " + id(),
          () -> {
            client.server().state().endSession(id());
            return true;
          });
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
