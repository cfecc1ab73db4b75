package com.multigres.meta.k8s.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.Base64;
import java.util.Optional;

/**
 * A node's ConfigMap as it stands. A value that was not asked for is empty.
 *
 * @param absolute where the node stands, the store's root included
 * @param name the object's name
 * @param uid the object's, for conditions
 * @param revision the object's version, for conditions
 * @param write the mark of the write that made it so
 * @param session what it is bound to
 * @param born the revision at which it was created as it is: later writes keep it
 * @param value what it holds
 */
record NodeObject(
    TopoPath absolute,
    String name,
    String uid,
    String revision,
    String write,
    Optional<SessionId> session,
    long born,
    ByteString value) {
  static final String VALUE = "value";

  /** The node that stands in an object; empty where the object is none. */
  static Optional<NodeObject> of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    JsonNode marks = metadata.path("annotations");
    if (!metadata.path("labels").path(Names.KIND).asText().equals(Names.NODE)) {
      return Optional.empty();
    }
    String revision = metadata.path("resourceVersion").asText();
    try {
      return Optional.of(
          new NodeObject(
              TopoPath.parse(marks.path(Names.PATH).asText("/")),
              metadata.path("name").asText(),
              metadata.path("uid").asText(),
              revision,
              marks.path(Names.WRITE).asText("0"),
              Optional.ofNullable(marks.path(Names.SESSION).textValue()).map(SessionId::new),
              Stamp.revision(marks.path(Names.BORN).asText(revision)),
              value(object.path("binaryData").path(VALUE))));
    } catch (IllegalArgumentException | TopoException spoiled) {
      throw TopoException.refused(
          TopoException.Code.CORRUPT,
          "the ConfigMap "
              + metadata.path("name").asText()
              + " is no node of a topology: "
              + spoiled.getMessage());
    }
  }

  private static ByteString value(JsonNode base64) {
    return ByteString.copyFrom(Base64.getDecoder().decode(base64.asText("")));
  }

  Version version(TopoPath path) {
    return new Stamp(Stamp.revision(revision), write).version(path);
  }

  Node node(TopoPath root) {
    TopoPath path = absolute.relativeTo(root);
    return new Node(path, value, version(path), session);
  }

  /** The same write of the same object. */
  boolean isAs(NodeObject other) {
    return uid.equals(other.uid) && revision.equals(other.revision);
  }
}
