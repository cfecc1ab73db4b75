package com.multigres.meta.testkit.workload;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client binds to its sessions: a node that only it writes, and that goes with the
 * session, when it is closed or expires. That end is a delete of which nobody knows the moment: of
 * any version only as long as nobody knows which one there is, lest it excuse the disappearance of
 * what the next session binds.
 */
final class TopoSessions {
  private static final Logger log = LoggerFactory.getLogger(TopoSessions.class);

  private final String name;
  private final TopoStore store;
  private final TopoPath path;
  private final Random random;
  private final Notes notes;
  private final ClientLog ends;
  private final Duration ttl;
  private final Ends when;
  private Optional<Session> session = Optional.empty();
  private long notBefore;
  private Optional<Version> bound = Optional.empty();
  private int written;

  /** When sessions can end, other than by their close. */
  enum Ends {
    /** Somebody may end them by force. */
    AT_ANY_TIME,
    /**
     * Not before half their time to live, when who hears nothing may give one up; what goes sooner
     * went by itself.
     */
    IN_TIME
  }

  /**
   * Sessions of a client.
   *
   * @param path where nobody else writes
   * @param ends where the ends of sessions are noted
   * @param when they can end
   */
  TopoSessions(
      String name,
      TopoStore store,
      TopoPath path,
      Random random,
      Notes notes,
      ClientLog ends,
      Duration ttl,
      Ends when) {
    this.name = name;
    this.store = store;
    this.path = path;
    this.random = random;
    this.notes = notes;
    this.ends = ends;
    this.ttl = ttl;
    this.when = when;
  }

  void turn() {
    Optional<Session> alive = session.filter(one -> !one.isOver());
    if (alive.isEmpty()) {
      begin();
    } else if (random.nextInt(3) > 0) {
      update();
    } else {
      end(alive.get());
    }
  }

  private ByteString next() {
    return ByteString.copyFromUtf8(name + "-bound-" + ++written);
  }

  private void begin() {
    try {
      long now = System.nanoTime();
      Session opened = store.openSession(ttl);
      notBefore = when == Ends.IN_TIME ? now + opened.ttl().dividedBy(2).toNanos() : now;
      session = Optional.of(opened);
      ByteString value = next();
      bound = put(value, Expect.absent(), () -> opened.create(path, value));
    } catch (TopoException refused) {
      // A session that did not come about is nothing that a history could show.
      log.debug("no session: {}", refused.getMessage());
    }
  }

  private void update() {
    bound.ifPresent(
        version -> {
          ByteString value = next();
          Expect expect = Expect.version(version);
          bound = put(value, expect, () -> store.write(path, value, expect)).or(() -> bound);
        });
  }

  private Optional<Version> put(ByteString value, Expect expect, Supplier<Version> doing) {
    Batch batch = Batch.builder().put(path, value, expect).build();
    ClientLog.Started gone = ends.begin(TopoCall.delete(path, Expect.any()));
    return notes.tried(
        new TopoCall.Commit(batch),
        () -> ending(gone, doing),
        version -> new Result.Written(Map.of(path, version)));
  }

  /** What is written goes with the session; what is not, needs no end. */
  private Version ending(ClientLog.Started gone, Supplier<Version> doing) {
    try {
      Version version = doing.get();
      gone.exactly(TopoCall.delete(path, Expect.version(version)), notBefore);
      return version;
    } catch (TopoException refused) {
      if (refused.outcome() == Outcome.NOT_APPLIED) {
        gone.withdrawn();
      }
      throw refused;
    }
  }

  /**
   * Once that is done, the node was gone at some moment of it; if it was this session's, and not
   * one of a session before that the server does not know to be over yet.
   */
  private void end(Session alive) {
    bound
        .filter(version -> when == Ends.IN_TIME)
        .ifPresent(version -> ends.begin(TopoCall.delete(path, Expect.version(version))));
    Optional<ClientLog.Started> gone =
        bound.map(version -> notes.log().begin(new TopoCall.SessionClosed(path)));
    try {
      alive.close();
      gone.ifPresent(closing -> closing.ended(new Ending.Done(new Result.Nothing())));
    } catch (TopoException unknown) {
      gone.ifPresent(closing -> closing.ended(Ending.of(unknown)));
    }
    session = Optional.empty();
    bound = Optional.empty();
  }

  /** Binds something once, to a session that ends then; whether that came about. */
  boolean once() {
    close();
    begin();
    boolean came = bound.isPresent();
    close();
    return came;
  }

  /** Ends what lives. */
  void close() {
    session.filter(one -> !one.isOver()).ifPresent(this::end);
  }
}
