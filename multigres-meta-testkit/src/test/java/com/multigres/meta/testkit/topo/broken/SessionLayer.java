package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A session over another that passes everything on. */
class SessionLayer implements Session {
  protected final Session below;

  SessionLayer(Session below) {
    this.below = below;
  }

  /** A store whose sessions have a layer. */
  static UnaryOperator<TopoStore> over(UnaryOperator<Session> layer) {
    return real ->
        new TopoLayer(real) {
          @Override
          public TopoStore withTimeout(Duration timeout) {
            return over(layer).apply(below.withTimeout(timeout));
          }

          @Override
          public Session openSession(Duration ttl) {
            return layer.apply(below.openSession(ttl));
          }
        }.store();
  }

  @Override
  public SessionId id() {
    return below.id();
  }

  @Override
  public Duration ttl() {
    return below.ttl();
  }

  @Override
  public boolean isOver() {
    return below.isOver();
  }

  @Override
  public Version create(TopoPath path, ByteString value) {
    return below.create(path, value);
  }

  @Override
  public Version bind(TopoPath path, Version expected) {
    return below.bind(path, expected);
  }

  @Override
  public Version takeOver(TopoPath path, Version expected) {
    return below.takeOver(path, expected);
  }

  @Override
  public Version unbind(TopoPath path, Version expected) {
    return below.unbind(path, expected);
  }

  @Override
  public Subscription onLost(Runnable listener) {
    return below.onLost(listener);
  }

  @Override
  public void close() {
    below.close();
  }
}
