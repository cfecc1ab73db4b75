package com.multigres.meta.testkit.history.file;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A topology's values: paths are lists of names, bytes are base64, versions and tokens text. */
final class TopoText {
  private TopoText() {}

  static TopoPath path(Fields fields, String name) {
    return new TopoPath(fields.texts(name));
  }

  private static String bytes(ByteString value) {
    return Base64.getEncoder().encodeToString(value.toByteArray());
  }

  private static ByteString bytes(Fields fields) {
    return ByteString.copyFrom(Base64.getDecoder().decode(fields.text("value")));
  }

  static Map<String, Object> seen(Seen node) {
    return new Fields.Draft()
        .put("path", node.path().names())
        .put("value", bytes(node.value()))
        .put("version", node.version())
        .members();
  }

  static Seen seen(Fields fields) {
    TopoPath path = path(fields, "path");
    return new Seen(path, bytes(fields), Version.parse(path, fields.text("version")));
  }

  static Fields.Draft lock(TopoPath path, LockKind kind) {
    return new Fields.Draft().put("path", path.names()).put("kind", kind);
  }

  static LockKind kind(Fields fields) {
    return LockKind.valueOf(fields.text("kind"));
  }

  static FencingToken token(Fields fields) {
    return FencingToken.parse(fields.text("token"));
  }

  static Fields.Draft batch(Batch batch) {
    return new Fields.Draft()
        .put("conditions", batch.conditions().stream().map(TopoText::condition).toList())
        .put("mutations", batch.mutations().stream().map(TopoText::mutation).toList());
  }

  static Batch batch(Fields fields) {
    List<Mutation> mutations = new ArrayList<>();
    fields.objects("mutations").forEach(one -> mutations.add(mutation(one)));
    return new Batch(
        fields.objects("conditions").stream().map(TopoText::condition).toList(), mutations);
  }

  private static Map<String, Object> condition(Batch.Condition condition) {
    Fields.Draft draft = new Fields.Draft().put("path", condition.path().names());
    if (condition instanceof Batch.Condition.HasVersion has) {
      draft.put("is", "version").put("version", has.version());
    } else if (condition instanceof Batch.Condition.Holds holds) {
      Guard guard = holds.guard();
      draft.put("is", "held").put("root", guard.root().names());
      draft.put("kind", guard.kind()).put("token", guard.token());
    } else {
      draft.put("is", condition instanceof Batch.Condition.Exists ? "present" : "absent");
    }
    return draft.members();
  }

  private static Batch.Condition condition(Fields fields) {
    TopoPath path = path(fields, "path");
    return switch (fields.text("is")) {
      case "version" ->
          new Batch.Condition.HasVersion(path, Version.parse(path, fields.text("version")));
      case "held" ->
          new Batch.Condition.Holds(
              new Guard(path(fields, "root"), path, kind(fields), token(fields)));
      case "present" -> new Batch.Condition.Exists(path);
      case "absent" -> new Batch.Condition.Missing(path);
      default -> throw new IllegalArgumentException("no condition: " + fields.text("is"));
    };
  }

  private static Map<String, Object> mutation(Mutation mutation) {
    Fields.Draft draft = new Fields.Draft().put("path", mutation.path().names());
    if (mutation instanceof Mutation.Put put) {
      draft.put("value", bytes(put.value()));
    }
    if (mutation.expect() instanceof Expect.AtVersion at) {
      draft.put("expect", "version").put("version", at.version());
    } else {
      draft.put("expect", mutation.expect() instanceof Expect.Absent ? "absent" : "any");
    }
    return draft.members();
  }

  private static Mutation mutation(Fields fields) {
    TopoPath path = path(fields, "path");
    Expect expect =
        switch (fields.text("expect")) {
          case "version" -> Expect.version(Version.parse(path, fields.text("version")));
          case "absent" -> Expect.absent();
          case "any" -> Expect.any();
          default -> throw new IllegalArgumentException("no expectation: " + fields.text("expect"));
        };
    return fields.has("value")
        ? Mutation.put(path, bytes(fields), expect)
        : Mutation.delete(path, expect);
  }
}
