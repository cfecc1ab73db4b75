package com.multigres.meta.topo.spi;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.RegistrationOptions.Conflict;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The node of a registration: how it stands, how it should, and the way from the one to the other.
 * Whoever changes it holds the registration's lock; looking needs none.
 */
final class RegisteredNode {
  private static final int TRIES = 20;

  /** How settling ended. */
  sealed interface Result {
    /**
     * The node stands and is ours.
     *
     * @param restored its version, when it had to be made anew
     */
    record Stands(Optional<Version> restored) implements Result {}

    /** Somebody else's node stands there. */
    record Foreign() implements Result {}
  }

  private final TopoStore store;
  private final TopoPath path;
  private final Duration ttl;
  private final Runnable onLost;
  private final Set<SessionId> former = ConcurrentHashMap.newKeySet();
  private final RegisteredValue value;
  private volatile @Nullable Session session;
  private volatile @Nullable Version version;

  RegisteredNode(TopoStore store, TopoPath path, ByteString value, Duration ttl, Runnable onLost) {
    this.store = store;
    this.path = path;
    this.value = new RegisteredValue(path, value);
    this.ttl = ttl;
    this.onLost = onLost;
  }

  TopoPath path() {
    return path;
  }

  Optional<Version> version() {
    return Optional.ofNullable(version);
  }

  boolean isStanding() {
    return version != null && hasSession();
  }

  boolean hasSession() {
    Session now = session;
    return now != null && !now.isOver();
  }

  boolean isOurs(Node node) {
    Session now = session;
    return now != null && node.session().filter(now.id()::equals).isPresent();
  }

  /** Whether it is as this process last read or wrote it. */
  boolean isKnown(Node node) {
    return node.version().equals(version);
  }

  RegisteredValue value() {
    return value;
  }

  /** Makes the node for the first time. */
  void establish(Conflict conflict, Deadline deadline) {
    Session own = openSession(store.withTimeout(remaining(deadline)));
    while (true) {
      TopoStore timed = store.withTimeout(remaining(deadline));
      Optional<Node> standing = conflict == Conflict.FAIL ? Optional.empty() : timed.read(path);
      try {
        if (standing.isEmpty()) {
          create(own);
          return;
        }
        if (conflict == Conflict.TAKE_OVER) {
          takeOver(own, standing.get());
          return;
        }
      } catch (TopoException race) {
        if (conflict == Conflict.FAIL || !isRace(race)) {
          throw race;
        }
        continue;
      }
      Absence.await(timed, path, deadline);
    }
  }

  private Duration remaining(Deadline deadline) {
    if (deadline.expired()) {
      throw Waits.timeout(deadline, "registration of " + path, Outcome.NOT_APPLIED);
    }
    return deadline.remaining();
  }

  private static boolean isRace(TopoException error) {
    return error.code() == Code.NODE_EXISTS
        || error.code() == Code.NO_NODE
        || error.code() == Code.BAD_VERSION;
  }

  /**
   * Sees to it that the node stands with the owner's changes, unless it is somebody else's; takes
   * note of what others wrote into it.
   */
  Result settle() {
    for (int tries = 1; ; tries++) {
      try {
        return settleOnce();
      } catch (TopoException race) {
        if (!isRace(race) || tries == TRIES) {
          throw race;
        }
      }
    }
  }

  private Result settleOnce() {
    Session now = session;
    Session own = now == null || now.isOver() ? openSession(store) : now;
    Optional<Node> standing = store.read(path);
    if (standing.isEmpty()) {
      version = null;
      return new Result.Stands(Optional.of(create(own)));
    }
    Node node = standing.get();
    if (isOurs(node)) {
      return new Result.Stands(keep(node));
    }
    if (node.session().filter(former::contains).isPresent()) {
      return new Result.Stands(Optional.of(takeOver(own, node)));
    }
    version = null;
    return new Result.Foreign();
  }

  private Session openSession(TopoStore from) {
    Session before = session;
    if (before != null) {
      former.add(before.id());
    }
    version = null;
    Session opened = from.openSession(ttl);
    session = opened;
    opened.onLost(
        () -> {
          if (session == opened) {
            version = null;
            onLost.run();
          }
        });
    return opened;
  }

  private Version create(Session own) {
    RegisteredValue.Draft draft = value.anew();
    return stands(draft, own.create(path, draft.value()));
  }

  /** What others wrote into our own node while we were away comes through. */
  private Version takeOver(Session own, Node node) {
    RegisteredValue.Draft draft = value.over(node.value());
    return stands(draft, write(draft, node, own.takeOver(path, node.version())));
  }

  /**
   * Writes the owner's changes into our own node; tells the version if we did not know it to stand.
   */
  private Optional<Version> keep(Node node) {
    boolean unknown = version == null;
    RegisteredValue.Draft draft = value.over(node.value());
    Version stands = stands(draft, write(draft, node, node.version()));
    return unknown ? Optional.of(stands) : Optional.empty();
  }

  private Version write(RegisteredValue.Draft draft, Node node, Version standing) {
    return draft.value().equals(node.value())
        ? standing
        : store.write(path, draft.value(), Expect.version(standing));
  }

  private Version stands(RegisteredValue.Draft draft, Version now) {
    value.stands(draft);
    version = now;
    return now;
  }

  /** Ends the session, and the node with it where it is still ours. */
  void remove() {
    Session last = session;
    version = null;
    if (last != null) {
      last.close();
    }
  }
}
