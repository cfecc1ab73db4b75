package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.k8s.server.Pace;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes single nodes: looks what stands there, refuses what must not be, and sends a request that
 * the server carries out only where that still stands. Thread-safe.
 */
final class TopoWrites {
  // How often to look for what may still be on its way, and how long to knock where nobody is.
  private static final int LOOKS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Names names;
  private final ApiObjects objects;
  private final Leases leases;
  private final TopoReads reads;

  TopoWrites(Names names, ApiObjects objects, Leases leases, TopoReads reads) {
    this.names = names;
    this.objects = objects;
    this.leases = leases;
    this.reads = reads;
  }

  /**
   * Applies a change.
   *
   * @return the version that it left; of a delete, the one that is gone
   */
  Version apply(Change change, Deadline deadline) {
    return apply(change, new UnboundPlaces(reads), deadline);
  }

  /** The same for one of many, which share what they learned of the directories above them. */
  Version apply(Change change, UnboundPlaces places, Deadline deadline) {
    return new Attempt(change, places, new Pace(deadline)).run();
  }

  UnboundPlaces places() {
    return new UnboundPlaces(reads);
  }

  /** Refuses a place where no node can be made (rule T3), and a session that is gone. */
  private void checkPlace(Change change, boolean absent, UnboundPlaces places, Deadline deadline) {
    TopoPath path = change.path();
    if (change.binds()) {
      SessionId session = change.session().orElseThrow();
      if (leases.gone(session, deadline)) {
        throw TopoException.refused(
            Code.SESSION_LOST, path, "session " + session + " was lost (T20)");
      }
      if (reads.anyBelow(path, deadline)) {
        throw TopoException.badInput(path, "nodes lie below, so it cannot be bound (T3)");
      }
    }
    if (absent) {
      places.checkAbove(path, deadline);
    }
  }

  /** One change, tried until it is known what became of it. */
  private final class Attempt {
    private final Change change;
    private final UnboundPlaces places;
    private final Pace pace;
    private final Deadline deadline;
    private final Deadline patience = Deadline.after(PATIENCE);
    private final String mark = Stamp.freshMark();
    private @Nullable ApiException doubt;
    private Optional<NodeObject> over = Optional.empty(); // what the doubted request was to replace
    private int looks;
    private boolean blind; // the server itself refuses to make what stands already

    Attempt(Change change, UnboundPlaces places, Pace pace) {
      this.change = change;
      this.places = places;
      this.pace = pace;
      this.deadline = pace.deadline();
      this.blind = change.expect() instanceof Expect.Absent && !change.binds();
    }

    Version run() {
      while (true) {
        Optional<Version> done = look();
        if (done.isPresent()) {
          return done.get();
        }
      }
    }

    private Optional<Version> look() {
      try {
        return once();
      } catch (ApiException fault) {
        throw error(fault);
      } catch (TopoException refusal) {
        throw doubt == null ? refusal : unknown(doubt, "; after that, " + refusal.getMessage());
      }
    }

    private Optional<Version> once() {
      TopoPath path = change.path();
      Optional<NodeObject> object = blind ? Optional.empty() : reads.raw(path, false, deadline);
      blind = false;
      if (object.filter(standing -> standing.write().equals(mark)).isPresent()) {
        return object.map(standing -> standing.version(path));
      }
      if (doubt != null && !mayBeSentAgain(object)) {
        return awaitMine();
      }
      Optional<NodeObject> standing = object;
      if (object.flatMap(NodeObject::session).filter(this::isGone).isPresent()) {
        standing = Optional.empty();
      }
      change.check(standing);
      boolean creates = standing.isEmpty();
      if (creates || change.binds()) {
        checkPlace(change, creates, places, deadline);
      }
      return send(object, creates);
    }

    private boolean isGone(SessionId session) {
      return leases.gone(session, deadline);
    }

    /** Over the same version again: of the two only one can be carried out. */
    private boolean mayBeSentAgain(Optional<NodeObject> object) {
      return over.isPresent() && object.filter(over.get()::isAs).isPresent();
    }

    /** What is not there may still arrive, or have gone again: only what shows our mark is done. */
    private Optional<Version> awaitMine() {
      looks++;
      if (over.isPresent() || looks > LOOKS || !pace.pause(Duration.ZERO)) {
        throw error(Objects.requireNonNull(doubt));
      }
      return Optional.empty();
    }

    private Optional<Version> send(Optional<NodeObject> object, boolean creates) {
      TopoPath path = change.path();
      try {
        if (change.kind() == Change.Kind.DELETE) {
          NodeObject old = object.orElseThrow();
          objects.delete(old.name(), old.uid(), Optional.of(old.revision()), deadline);
          return Optional.of(old.version(path));
        }
        ObjectNode body = body(object, creates);
        var made =
            object.isPresent()
                ? objects.patch(object.get().name(), body, deadline)
                : objects.create(body, deadline);
        String revision = made.path("metadata").path("resourceVersion").asText();
        return Optional.of(new Stamp(Stamp.revision(revision), mark).version(path));
      } catch (ApiException fault) {
        settle(object, fault);
        return Optional.empty();
      }
    }

    /** The request as an object to make, or as a patch of the one that stands. */
    private ObjectNode body(Optional<NodeObject> object, boolean creates) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ObjectNode metadata = body.putObject("metadata");
      ObjectNode labels = metadata.putObject("labels");
      ObjectNode marks = metadata.putObject("annotations");
      marks.put(Names.WRITE, mark);
      if (object.isPresent()) {
        metadata.put("uid", object.get().uid()).put("resourceVersion", object.get().revision());
        // What replaces a node whose session is gone begins anew.
        marks.put(Names.BORN, creates ? null : Long.toString(object.get().born()));
      } else {
        body.put("apiVersion", "v1").put("kind", "ConfigMap");
        metadata.put("name", names.node(change.path()));
        labels.put(Names.KIND, Names.NODE);
        names.labels(change.path()).forEach(label -> labels.put(label, ""));
        marks.put(Names.PATH, names.absolute(change.path()).toString());
      }
      bind(labels, marks, object.isPresent() && (creates || change.kind() == Change.Kind.UNBIND));
      if (change.kind() == Change.Kind.PUT) {
        String value = Base64.getEncoder().encodeToString(change.value().toByteArray());
        body.putObject("binaryData").put(NodeObject.VALUE, value);
      }
      return body;
    }

    private void bind(ObjectNode labels, ObjectNode marks, boolean frees) {
      if (change.binds()) {
        SessionId session = change.session().orElseThrow();
        labels.put(Names.SESSION, Leases.nonce(session));
        marks.put(Names.SESSION, session.value());
      } else if (frees) {
        labels.putNull(Names.SESSION);
        marks.putNull(Names.SESSION);
      }
    }

    /** After a request that did not succeed: what is known of it, and whether to go on. */
    private void settle(Optional<NodeObject> object, ApiException fault) {
      boolean overtaken = TopoErrors.isConflict(fault) || (fault.is(404) && object.isPresent());
      if (!overtaken) {
        if (!TopoErrors.isRefusal(fault)) {
          doubt = doubt == null || fault.kind() != ApiException.Kind.LATE ? fault : doubt;
          over = object;
        }
        if (!fault.passing() || TopoErrors.isFull(fault) || patience.expired()) {
          throw fault;
        }
      }
      if (!pace.pause(fault.retryAfter().orElse(Duration.ZERO))) {
        throw fault;
      }
    }

    /** That the time is up says less than what was said before. */
    private TopoException error(ApiException fault) {
      if (doubt != null) {
        return unknown(fault.kind() == ApiException.Kind.LATE ? doubt : fault, "");
      }
      if (TopoErrors.isConflict(fault)) {
        return TopoException.refused(
            Code.TIMEOUT,
            change.path(),
            "the " + deadline + " passed, and others wrote it every time (T30)");
      }
      return TopoErrors.of(fault, change.path(), Outcome.NOT_APPLIED);
    }

    private TopoException unknown(ApiException fault, String more) {
      TopoException said = TopoErrors.of(fault, change.path(), Outcome.UNKNOWN);
      return more.isEmpty()
          ? said
          : new TopoException(
              said.code(), change.path(), Outcome.UNKNOWN, said.getMessage() + more, fault);
    }
  }

  /**
   * The places that were found not to be bound to a session, in the course of one call: below them
   * nodes may be made (rule T3). Thread-safe.
   */
  static final class UnboundPlaces {
    private final TopoReads reads;
    private final Set<TopoPath> known = ConcurrentHashMap.newKeySet();

    UnboundPlaces(TopoReads reads) {
      this.reads = reads;
    }

    /** Refuses a place that lies below a bound node. */
    void checkAbove(TopoPath path, Deadline deadline) {
      for (TopoPath above = path.parent(); !above.isRoot(); above = above.parent()) {
        if (known.contains(above)) {
          continue;
        }
        if (reads.standing(above, false, deadline).flatMap(NodeObject::session).isPresent()) {
          throw TopoException.badInput(
              path, "it lies below " + above + ", which is bound to a session (T3)");
        }
        known.add(above);
      }
    }
  }
}
