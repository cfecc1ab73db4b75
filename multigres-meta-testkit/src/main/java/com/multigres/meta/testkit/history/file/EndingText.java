package com.multigres.meta.testkit.history.file;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Endings and results as JSON. */
final class EndingText {
  private EndingText() {}

  static Fields.Draft of(Ending ending) {
    Fields.Draft draft = new Fields.Draft();
    if (ending instanceof Ending.Done done) {
      return draft.put("ending", "done").putAll(of(done.result()));
    } else if (ending instanceof Ending.Failed failed) {
      draft.put("ending", "failed").put("code", failed.code());
      draft.put("at", failed.path().map(TopoPath::names));
      return draft.put("current", failed.current());
    }
    return draft.put("ending", "unknown").put("code", ((Ending.Unknown) ending).code());
  }

  private static Fields.Draft of(Result result) {
    Fields.Draft draft = new Fields.Draft();
    if (result instanceof Result.Nodes nodes) {
      return draft.put("nodes", nodes.nodes().stream().map(TopoText::seen).toList());
    } else if (result instanceof Result.Written written) {
      return draft.put(
          "written",
          written.versions().values().stream()
              .sorted(Comparator.comparing(Version::path))
              .map(
                  version ->
                      new Fields.Draft()
                          .put("path", version.path().names())
                          .put("version", version)
                          .members())
              .toList());
    } else if (result instanceof Result.Granted granted) {
      return draft.put("granted", granted.token());
    } else if (result instanceof Result.Stood stood) {
      draft.put("position", stood.position()).put("changed", stood.changed());
      return draft.put("contents", stood.content());
    } else if (result instanceof Result.Entries entries) {
      return draft.put("entries", entries.positions().stream().map(Position::toString).toList());
    }
    return draft;
  }

  static Ending read(Fields fields) {
    return switch (fields.text("ending")) {
      case "done" -> new Ending.Done(result(fields));
      case "failed" ->
          new Ending.Failed(
              fields.text("code"),
              fields.has("at") ? Optional.of(TopoText.path(fields, "at")) : Optional.empty(),
              fields.maybe("current").map(Position::parse));
      case "unknown" -> new Ending.Unknown(fields.text("code"));
      default -> throw new IllegalArgumentException("no ending: " + fields.text("ending"));
    };
  }

  private static Result result(Fields fields) {
    if (fields.has("nodes")) {
      return new Result.Nodes(fields.objects("nodes").stream().map(TopoText::seen).toList());
    } else if (fields.has("written")) {
      Map<TopoPath, Version> versions = new LinkedHashMap<>();
      for (Fields one : fields.objects("written")) {
        TopoPath path = TopoText.path(one, "path");
        versions.put(path, Version.parse(path, one.text("version")));
      }
      return new Result.Written(versions);
    } else if (fields.has("granted")) {
      return new Result.Granted(FencingToken.parse(fields.text("granted")));
    } else if (fields.has("contents")) {
      return new Result.Stood(
          Position.parse(fields.text("position")),
          fields.isTrue("changed"),
          fields.text("contents"));
    } else if (fields.has("entries")) {
      return new Result.Entries(fields.texts("entries").stream().map(Position::parse).toList());
    }
    return new Result.Nothing();
  }
}
