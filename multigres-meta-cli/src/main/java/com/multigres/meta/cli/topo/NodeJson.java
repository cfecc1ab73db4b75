package com.multigres.meta.cli.topo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.record.RecordJson;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodec;
import com.multigres.meta.topology.RecordCodecs;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A node as JSON and as text: its record where it is a known one. */
final class NodeJson {
  private NodeJson() {}

  static ObjectNode of(Node node) {
    ObjectNode json = head(node.path());
    json.put("version", node.version().toString()).put("value", base64(node.value()));
    json.set("record", record(node).orElse(Json.nothing()));
    return json.put("ephemeral", node.ephemeral());
  }

  static ObjectNode head(TopoPath path) {
    ObjectNode json = Json.object();
    json.set("path", Json.strings(path.names()));
    return json;
  }

  static Optional<JsonNode> record(Node node) {
    return RecordCodecs.forNode(node.path()).flatMap(codec -> decoded(codec, node));
  }

  /** A value under a record's name that is no record is shown as the bytes it is. */
  private static Optional<JsonNode> decoded(RecordCodec<?> codec, Node node) {
    try {
      return Optional.of(RecordJson.of(codec.decode(node.path(), node.value())));
    } catch (TopoException notARecord) {
      return Optional.empty();
    }
  }

  static String base64(ByteString value) {
    return Base64.getEncoder().encodeToString(value.toByteArray());
  }

  /** The value for people: the record, the text it is, or else its bytes. */
  static List<String> text(Node node) {
    Optional<JsonNode> record = record(node);
    if (record.isPresent()) {
      return Json.writePretty(record.get()).lines().toList();
    }
    return text(node.value())
        .map(text -> text.lines().toList())
        .orElseGet(() -> List.of("base64: " + base64(node.value())));
  }

  private static Optional<String> text(ByteString value) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(value.toByteArray()))
              .toString();
      boolean visible =
          text.codePoints().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c));
      return visible ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException bytes) {
      return Optional.empty();
    }
  }
}
