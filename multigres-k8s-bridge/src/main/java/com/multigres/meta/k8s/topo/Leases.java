package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.k8s.server.Pace;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Leases that sessions are. A session's name is a random part, by which its Lease is called,
 * and the Lease's uid: one that is gone never comes back. Thread-safe.
 */
final class Leases {
  static final String SELECTOR = Names.KIND + "=session";

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int FEW = 3;
  private static final int REMEMBERED = 10_000;

  private final ApiObjects objects;
  private final Set<SessionId> ended = ConcurrentHashMap.newKeySet();

  Leases(ApiObjects objects) {
    this.objects = objects;
  }

  ApiObjects objects() {
    return objects;
  }

  static String freshNonce() {
    return UUID.randomUUID().toString();
  }

  /** Makes one of that name, and answers whose it is once it stands. */
  SessionId open(String nonce, Duration ttl, Deadline deadline) {
    ObjectNode lease = fresh(nonce, ttl);
    Pace pace = new Pace(deadline);
    while (true) {
      try {
        return id(objects.create(lease, deadline));
      } catch (ApiException fault) {
        // Nobody else knows the name: one that stands already is what an earlier try has made.
        if (fault.is(409)) {
          Optional<JsonNode> standing = objects.read(Names.session(nonce), false, deadline);
          if (standing.isPresent()) {
            return id(standing.get());
          }
        } else if (!fault.passing()) {
          throw fault;
        }
        if (!pace.pause(fault.retryAfter().orElse(Duration.ZERO))) {
          throw fault;
        }
      }
    }
  }

  private static ObjectNode fresh(String nonce, Duration ttl) {
    ObjectNode lease = JsonNodeFactory.instance.objectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", Names.session(nonce));
    metadata.putObject("labels").put(Names.KIND, "session");
    metadata.putObject("annotations").put(Names.TTL, Long.toString(ttl.toMillis()));
    lease
        .putObject("spec")
        .put("holderIdentity", nonce)
        .put("leaseDurationSeconds", Math.max(1, ttl.plusMillis(999).toSeconds()))
        .put("acquireTime", MICROS.format(Instant.now()))
        .put("renewTime", MICROS.format(Instant.now()));
    return lease;
  }

  static SessionId id(JsonNode lease) {
    JsonNode metadata = lease.path("metadata");
    String name = metadata.path("name").asText();
    String ours = Names.session("");
    String nonce = name.startsWith(ours) ? name.substring(ours.length()) : name;
    return new SessionId(nonce + "." + metadata.path("uid").asText());
  }

  static String nonce(SessionId id) {
    String value = id.value();
    int dot = value.indexOf('.');
    return dot < 0 ? value : value.substring(0, dot);
  }

  static String uid(SessionId id) {
    return id.value().substring(id.value().indexOf('.') + 1);
  }

  /**
   * Ends what may have been made although its maker was not told.
   *
   * @return whether it stood
   */
  boolean endNamed(String nonce, Deadline deadline) {
    Optional<SessionId> made = objects.read(Names.session(nonce), false, deadline).map(Leases::id);
    return made.filter(id -> end(id, Optional.empty(), deadline)).isPresent();
  }

  /** Whether a name can be one of ours, fit to be asked for. */
  static boolean isName(SessionId id) {
    return id.value().matches("[0-9a-f-]{36}\\.[0-9a-f-]{1,63}");
  }

  /**
   * Renews a lease; the times in it are for people, what counts is that it changes.
   *
   * @return false when it is gone
   */
  boolean renew(SessionId id, long renewal, Deadline deadline) {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    changes
        .putObject("metadata")
        .put("uid", uid(id))
        .putObject("annotations")
        .put(Names.RENEWAL, Long.toString(renewal));
    changes.putObject("spec").put("renewTime", MICROS.format(Instant.now()));
    try {
      objects.patch(Names.session(nonce(id)), changes, deadline);
      return true;
    } catch (ApiException fault) {
      if (fault.is(404) || TopoErrors.isConflict(fault)) {
        return false;
      }
      throw fault;
    }
  }

  /** Ends a lease, if it is as of that revision where one is named; harmless when it is gone. */
  boolean end(SessionId id, Optional<String> revision, Deadline deadline) {
    try {
      objects.delete(Names.session(nonce(id)), uid(id), revision, deadline);
      remember(id);
      return true;
    } catch (ApiException fault) {
      if (fault.is(404)) {
        remember(id);
        return true;
      }
      if (!TopoErrors.isConflict(fault)) {
        throw fault;
      }
      return false;
    }
  }

  /** What is gone stays gone. */
  void remember(SessionId id) {
    if (ended.size() > REMEMBERED) {
      ended.clear();
    }
    ended.add(id);
  }

  /** Whether it is known here that a lease is gone. */
  boolean isKnownGone(SessionId id) {
    return ended.contains(id);
  }

  /** Whether a lease is gone. */
  boolean gone(SessionId id, Deadline deadline) {
    if (ended.contains(id)) {
      return true;
    }
    boolean stands =
        isName(id)
            && objects
                .read(Names.session(nonce(id)), false, deadline)
                .filter(lease -> id(lease).equals(id))
                .isPresent();
    if (!stands) {
      remember(id);
    }
    return !stands;
  }

  /** Which of them are gone. */
  Set<SessionId> gone(Collection<SessionId> ids, Deadline deadline) {
    Set<SessionId> gone = new HashSet<>(ids);
    if (gone.size() <= FEW) {
      gone.removeIf(id -> !gone(id, deadline));
      return gone;
    }
    objects
        .list(ApiObjects.Query.labelled(SELECTOR), deadline)
        .items()
        .forEach(lease -> gone.remove(id(lease)));
    gone.forEach(this::remember);
    return gone;
  }
}
