package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A lock's queue as it stands: one ConfigMap, so that all who ask stand in one order. Whoever is
 * the first whose session is not gone holds the lock. Immutable.
 *
 * @param name the object's name
 * @param uid the object's, for conditions
 * @param revision the object's version, for conditions
 * @param entries in the order of asking
 */
record LockObject(String name, String uid, String revision, List<Entry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUEUE = "queue";

  /**
   * One who asked.
   *
   * @param session whose end ends the asking
   * @param number the object's revision before this was entered: larger for each, also after the
   *     object was deleted and made anew
   * @param content what he says of himself
   */
  record Entry(SessionId session, long number, String content) {}

  LockObject {
    entries = List.copyOf(entries);
  }

  static LockObject of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String name = metadata.path("name").asText();
    List<Entry> entries = new ArrayList<>();
    try {
      for (JsonNode each : JSON.readTree(object.path("data").path(QUEUE).asText("[]"))) {
        entries.add(
            new Entry(
                new SessionId(each.path("session").asText()),
                each.path("number").asLong(),
                each.path("content").asText()));
      }
    } catch (JsonProcessingException spoiled) {
      throw TopoException.refused(
          TopoException.Code.CORRUPT, "the ConfigMap " + name + " is no lock's queue");
    }
    return new LockObject(
        name, metadata.path("uid").asText(), metadata.path("resourceVersion").asText(), entries);
  }

  /** What an object locks, with the root it was locked below; empty where it is no lock. */
  static Optional<TopoPath> path(JsonNode object) {
    JsonNode text = object.path("metadata").path("annotations").path(Names.PATH);
    try {
      return Optional.ofNullable(text.textValue()).map(TopoPath::parse);
    } catch (TopoException spoiled) {
      return Optional.empty();
    }
  }

  /** A lock that nobody has asked for, as it is made. */
  static ObjectNode fresh(Names names, TopoPath path) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = body.putObject("metadata").put("name", names.lock(path));
    ObjectNode labels = metadata.putObject("labels").put(Names.KIND, Names.LOCK);
    names.labels(path).forEach(label -> labels.put(label, ""));
    metadata.putObject("annotations").put(Names.PATH, names.absolute(path).toString());
    body.putObject("data").put(QUEUE, "[]");
    return body;
  }

  Optional<Entry> entry(SessionId session) {
    return entries.stream().filter(entry -> entry.session().equals(session)).findFirst();
  }

  /** Whether that entry is the first. */
  boolean isHeldBy(SessionId session, long number) {
    return entries.stream()
        .findFirst()
        .filter(first -> first.session().equals(session) && first.number() == number)
        .isPresent();
  }

  /** Without those. */
  LockObject without(Set<SessionId> gone) {
    return with(entries.stream().filter(entry -> !gone.contains(entry.session())).toList());
  }

  /** With one more at its end. */
  LockObject with(SessionId session, String content) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(session, Stamp.revision(revision), content));
    return with(more);
  }

  private LockObject with(List<Entry> others) {
    return new LockObject(name, uid, revision, others);
  }

  /** Those before one, or all where it is not there. */
  List<Entry> before(SessionId session) {
    Predicate<Entry> other = entry -> !entry.session().equals(session);
    return entries.stream().takeWhile(other).toList();
  }

  /** The request that makes it so, if it is still what was read. */
  ObjectNode patch() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata").put("uid", uid).put("resourceVersion", revision);
    ArrayNode queue = JsonNodeFactory.instance.arrayNode();
    for (Entry entry : entries) {
      queue
          .addObject()
          .put("session", entry.session().value())
          .put("number", entry.number())
          .put("content", entry.content());
    }
    body.putObject("data").put(QUEUE, queue.toString());
    return body;
  }
}
