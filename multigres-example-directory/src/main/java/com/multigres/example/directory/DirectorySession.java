package com.multigres.example.directory;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Expect;
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
import java.util.Map;
import java.util.Optional;

/** A session: a file that says when it ends, and is written anew four times in that time. */
final class DirectorySession implements Session {
  private final DirectoryTopoStore store;
  private final DirectoryClient client;
  private final SessionLife life;
  private final Subscription renewal;

  DirectorySession(DirectoryTopoStore store, DirectoryClient client, SessionId id, Duration ttl) {
    this.store = store;
    this.client = client;
    this.life = new SessionLife(id, ttl, LeaseClock.nanos(), client.threads());
    this.renewal = client.threads().repeat(this::renew, ttl.dividedBy(4));
  }

  private void renew() {
    long sent = LeaseClock.nanos();
    try {
      Deadline deadline = Deadline.after(ttl().dividedBy(4));
      if (client.call(
          deadline,
          "renewal of " + this,
          Outcome.UNKNOWN,
          () -> life.isOpen() && client.directory().renew(id(), ttl()))) {
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

  private void lose() {
    if (life.lose()) {
      renewal.close();
      client.life().release(this);
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
    return rebind(path, expected, Optional.of(id()), false);
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return rebind(path, expected, Optional.of(id()), true);
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return rebind(path, expected, Optional.empty(), false);
  }

  private Version rebind(
      TopoPath path, Version expected, Optional<SessionId> owner, boolean anyway) {
    life.ensureOpen(path);
    client.life().ensureOpen();
    client.arguments().node(path);
    client.arguments().version(path, expected);
    return client.call(
        store.deadline(),
        "binding of " + path,
        Outcome.UNKNOWN,
        () -> {
          SharedDirectory directory = client.directory();
          if (!directory.isAlive(id())) {
            throw life.lost(path);
          }
          TopoPath at = client.root().resolve(path);
          StoredNode node =
              Optional.ofNullable(directory.expected(at, path, Expect.version(expected)))
                  .orElseThrow();
          checkOwner(path, node.session(), owner.isPresent(), anyway);
          directory.checkShape(at, path, owner.isPresent());
          String version = directory.nextVersion();
          directory.change(Map.of(at, Optional.of(new StoredNode(node.value(), version, owner))));
          return client.version(path, version);
        });
  }

  private void checkOwner(
      TopoPath path, Optional<SessionId> owner, boolean binding, boolean anyway) {
    boolean ours = owner.filter(id()::equals).isPresent();
    if (!binding && !ours) {
      throw TopoException.badInput(path, "it is not bound to " + this + " (T21)");
    }
    if (binding && !anyway && owner.isPresent() && !ours) {
      throw TopoException.refused(
          Code.NODE_EXISTS, path, "it is bound to the session " + owner.get() + " (T21)");
    }
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return life.onLost(listener);
  }

  @Override
  public void close() {
    if (!life.close()) {
      return;
    }
    renewal.close();
    client.life().release(this);
    client.call(
        store.deadline(),
        "closing of " + this,
        Outcome.UNKNOWN,
        () -> {
          client.directory().end(id());
          return true;
        });
  }

  @Override
  public String toString() {
    return "session " + id();
  }
}
