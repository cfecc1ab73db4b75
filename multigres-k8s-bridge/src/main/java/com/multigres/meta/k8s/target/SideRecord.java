package com.multigres.meta.k8s.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.k8s.resource.Marks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the bridge keeps beside a resource: of which resource, the writer's fence, and what was last
 * applied. As text it is short where all is as usual: an entry that is a number has that id, its
 * own external name for a name, and the content of what is no default.
 *
 * @param uid the resource that it is about; another one of the same name knows nothing of it
 * @param fence the token of the leader that writes it; zero before there was one
 * @param applied what was last applied; empty when nothing ever was, or nobody can read it
 * @param announced what the write makes that was begun last; empty once that is noted
 */
record SideRecord(
    String uid, long fence, Optional<AppliedState> applied, Optional<Announced> announced) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int FORMAT = 1;
  private static final String BASE = "base";
  private static final String RETAINED = "retained";
  private static final String ANNOUNCED = "announced";
  private static final String MARK = "mark";

  /**
   * What a write makes.
   *
   * @param mark the annotation that the resource has once it is written
   * @param state what is then last applied
   */
  record Announced(String mark, AppliedState state) {}

  /** With nothing announced. */
  SideRecord(String uid, long fence, Optional<AppliedState> applied) {
    this(uid, fence, applied, Optional.empty());
  }

  /** The same before a write. */
  SideRecord announcing(String mark, AppliedState state) {
    return new SideRecord(uid, fence, applied, Optional.of(new Announced(mark, state)));
  }

  /** What was last applied to a resource, noted or not, by the mark that it has now. */
  Optional<AppliedState> applied(Optional<String> mark) {
    return announced
        .filter(write -> mark.equals(Optional.of(write.mark())))
        .map(Announced::state)
        .or(() -> applied);
  }

  SideRecord withFence(String ofUid, long token) {
    return uid.equals(ofUid)
        ? new SideRecord(uid, token, applied, announced)
        : new SideRecord(ofUid, token, Optional.empty());
  }

  String text() {
    ObjectNode root = NODES.objectNode();
    root.put("format", FORMAT);
    root.put("uid", uid);
    root.put("fence", fence);
    applied.ifPresent(state -> write(root, state));
    announced.ifPresent(
        next -> write(root.putObject(ANNOUNCED).put(MARK, next.mark()), next.state()));
    return root.toString();
  }

  private static void write(ObjectNode root, AppliedState state) {
    root.put("position", state.position().toString());
    ObjectNode base = root.putObject(BASE);
    state.base().forEach((path, entry) -> base.set(path.toString(), node(path, entry)));
    ObjectNode retained = root.putObject(RETAINED);
    state
        .retained()
        .forEach(
            (path, entry) ->
                retained
                    .putArray(path.toString())
                    .add(entry.id())
                    .add(entry.name())
                    .add(entry.generation()));
  }

  private static JsonNode node(EntryPath path, BaseEntry entry) {
    if (entry.equals(usual(path, entry.id()))) {
      return NODES.numberNode(entry.id());
    }
    return NODES.arrayNode().add(entry.id()).add(entry.name()).add(entry.content());
  }

  private static BaseEntry usual(EntryPath path, long id) {
    int depth = path.names().size();
    String content =
        switch (depth) {
          case 1 -> CatalogEntries.database(false);
          case 2 -> CatalogEntries.tableGroup(false);
          default -> CatalogEntries.SHARD;
        };
    return new BaseEntry(id, path.names().get(depth - 1), content);
  }

  /** What nobody can read was never applied: without a base the bridge only adds and reports. */
  static SideRecord read(String text) {
    JsonNode root;
    try {
      root = Marks.JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return new SideRecord("", 0, Optional.empty());
    }
    String uid = root.path("uid").asText();
    long fence = root.path("fence").asLong();
    if (root.path("format").asInt() != FORMAT) {
      return new SideRecord(uid, fence, Optional.empty());
    }
    JsonNode next = root.path(ANNOUNCED);
    Optional<Announced> announced =
        applied(next).map(state -> new Announced(next.path(MARK).asText(), state));
    return new SideRecord(uid, fence, applied(root), announced);
  }

  private static Optional<AppliedState> applied(JsonNode root) {
    if (!root.has("position")) {
      return Optional.empty();
    }
    SortedMap<EntryPath, BaseEntry> base = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path(BASE).properties()) {
      EntryPath path = path(entry.getKey());
      JsonNode node = entry.getValue();
      base.put(
          path,
          node instanceof ArrayNode
              ? new BaseEntry(node.path(0).asLong(), node.path(1).asText(), node.path(2).asText())
              : usual(path, node.asLong()));
    }
    SortedMap<EntryPath, RetainedEntry> retained = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path(RETAINED).properties()) {
      JsonNode node = entry.getValue();
      retained.put(
          path(entry.getKey()),
          new RetainedEntry(node.path(0).asLong(), node.path(1).asText(), node.path(2).asLong()));
    }
    try {
      Position position = Position.parse(root.path("position").asText());
      return Optional.of(new AppliedState(position, base, retained));
    } catch (CatalogException noPosition) {
      return Optional.empty();
    }
  }

  private static EntryPath path(String text) {
    return new EntryPath(List.of(text.split("/", -1)));
  }

  /** The annotation of a resource: from which position its content was made. */
  static String mark(Position position, String hash) {
    ObjectNode mark = NODES.objectNode();
    mark.put("generation", position.generation());
    mark.put("changeId", position.changeId().value());
    mark.put("hash", hash);
    return mark.toString();
  }
}
