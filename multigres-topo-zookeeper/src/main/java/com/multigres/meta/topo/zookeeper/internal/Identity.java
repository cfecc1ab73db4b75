package com.multigres.meta.topo.zookeeper.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.spi.Waits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * Which life of the store this is (rule T33): a name that was drawn when the root was first used. A
 * server that was wiped has lost it, one that was swapped has another, and one that was restored
 * knows less than was seen before. Thread-safe, for one look at a time.
 */
public final class Identity {
  private static final int TRIES = 10;

  private final Znodes znodes;
  private final String where;
  private final Set<String> former = ConcurrentHashMap.newKeySet();
  private volatile String current = "";
  private volatile long seen;

  public Identity(Znodes znodes, String where) {
    this.znodes = znodes;
    this.where = where;
  }

  /** The name; empty before the first look. */
  public String current() {
    return current;
  }

  /** Whether this is, or was, the store's name as far as this client knows. */
  public boolean knows(String name) {
    return name.equals(current) || former.contains(name);
  }

  /**
   * Looks whether it is still the same store.
   *
   * @return why it is another one, if it is; the first look says nothing
   */
  public Optional<String> look(Wire wire, Deadline deadline) {
    long before = seen;
    String name = read(wire, deadline);
    String known = current;
    Optional<String> change = Optional.empty();
    if (!known.isEmpty() && !name.equals(known)) {
      change = Optional.of("the store was wiped or is another one");
    } else if (!known.isEmpty() && wire.seen() < before) {
      change = Optional.of("the store was set back to an earlier state");
      name = draw(wire, deadline);
    }
    change.ifPresent(reason -> former.add(known));
    current = name;
    seen = wire.seen();
    return change;
  }

  /** Notes how far this client has seen, while its connection stands. */
  public void note(Wire wire) {
    seen = Math.max(seen, wire.seen());
  }

  private String read(Wire wire, Deadline deadline) {
    for (int tries = 0; tries < TRIES; tries++) {
      var unused = wire.barrier(znodes.base());
      List<OpResult> found = get(wire.send(List.of(Op.getData(znodes.life()))), deadline);
      try {
        View view = Wire.view(found.get(0));
        if (view.stands()) {
          return view.data().toStringUtf8();
        }
      } catch (KeeperException refusal) {
        throw translated(refusal);
      }
      begin(wire, deadline);
    }
    throw TopoException.refused(
        TopoException.Code.UNAVAILABLE, where + ": the store's root comes and goes");
  }

  private void begin(Wire wire, Deadline deadline) {
    // Directories may stand where nothing may be made: what lies in them decides.
    boolean denied = false;
    for (String directory : Znodes.downTo(znodes.base())) {
      denied |=
          failure(wire.create(directory, View.NOTHING, CreateMode.CONTAINER), deadline)
              .filter(KeeperException.NoAuthException.class::isInstance)
              .isPresent();
    }
    byte[] name = ByteString.copyFromUtf8(Stamp.freshNonce()).toByteArray();
    Optional<Throwable> failure =
        failure(wire.create(znodes.life(), name, CreateMode.PERSISTENT), deadline);
    boolean passes =
        failure.isEmpty()
            || failure.get() instanceof KeeperException.NodeExistsException
            || (failure.get() instanceof KeeperException.NoNodeException && !denied);
    if (!passes) {
      throw translated(denied ? new KeeperException.NoAuthException() : failure.get());
    }
  }

  private static Optional<Throwable> failure(
      CompletableFuture<Wire.Made> making, Deadline deadline) {
    try {
      Waits.get(making, deadline, "opening", Outcome.NOT_APPLIED);
      return Optional.empty();
    } catch (ExecutionException refusal) {
      return Optional.of(KeeperFailures.cause(refusal));
    }
  }

  private String draw(Wire wire, Deadline deadline) {
    String name = Stamp.freshNonce();
    byte[] data = ByteString.copyFromUtf8(name).toByteArray();
    get(wire.send(List.of(Op.setData(znodes.life(), data, -1))), deadline);
    return name;
  }

  private <T> T get(CompletableFuture<T> answer, Deadline deadline) {
    try {
      return Waits.get(answer, deadline, "opening " + where, Outcome.NOT_APPLIED);
    } catch (ExecutionException failure) {
      throw translated(KeeperFailures.cause(failure));
    }
  }

  private TopoException translated(Throwable failure) {
    return KeeperFailures.translate(failure, where, "opening", Outcome.NOT_APPLIED);
  }
}
