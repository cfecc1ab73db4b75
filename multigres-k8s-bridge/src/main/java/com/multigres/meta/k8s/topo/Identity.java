package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiObjects;
import com.multigres.meta.store.Deadline;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which life of the store this is: the uid of an object that whoever comes first makes, and that
 * goes with the namespace (rule T33). Thread-safe.
 */
final class Identity {
  private final ApiObjects objects;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<String> known = Optional.empty();
  // Under the lock.
  private long highest;

  Identity(ApiObjects objects) {
    this.objects = objects;
  }

  /** The life, asked for where it is not known yet. */
  String incarnation(Deadline deadline) {
    Optional<String> life = known;
    return life.isPresent() ? life.get() : ask(deadline).incarnation();
  }

  /** The life that was seen last. */
  Optional<String> known() {
    return known;
  }

  /**
   * What a look showed.
   *
   * @param incarnation the life
   * @param another whether it is not the one that was seen before
   */
  record Look(String incarnation, boolean another) {}

  /** Looks which life it is, and whether the server's revision went back. */
  Look ask(Deadline deadline) {
    ApiObjects.Query query = ApiObjects.Query.named(Names.MARKER);
    while (true) {
      ApiObjects.Listing found = objects.list(query, deadline);
      if (found.items().isEmpty()) {
        make(deadline);
        continue;
      }
      return note(uid(found.items().get(0)), Stamp.revision(found.revision()));
    }
  }

  private Look note(String uid, long revision) {
    lock.lock();
    try {
      boolean another = known.filter(life -> !life.equals(uid)).isPresent() || revision < highest;
      known = Optional.of(uid);
      highest = another ? revision : Math.max(highest, revision);
      return new Look(uid, another);
    } finally {
      lock.unlock();
    }
  }

  private void make(Deadline deadline) {
    ObjectNode marker = JsonNodeFactory.instance.objectNode();
    marker.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = marker.putObject("metadata").put("name", Names.MARKER);
    metadata.putObject("labels").put(Names.KIND, Names.STORE);
    try {
      objects.create(marker, deadline);
    } catch (ApiException fault) {
      if (!fault.is(409)) {
        throw fault;
      }
    }
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }
}
