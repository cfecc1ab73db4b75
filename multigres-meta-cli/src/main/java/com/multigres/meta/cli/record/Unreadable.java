package com.multigres.meta.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.List;

/** Records that stand where they belong and cannot be read: told beside the others. */
public final class Unreadable {
  private Unreadable() {}

  /** Tells people of each, on standard error. */
  public static void note(Context context, List<TopoException> errors) {
    errors.forEach(error -> context.console().note("unreadable: " + message(error)));
  }

  /** Each with its path. */
  public static JsonNode json(List<TopoException> errors) {
    return Json.array(
        errors,
        error ->
            Json.object()
                .put("path", error.path().map(TopoPath::toString).orElse(""))
                .put("message", message(error)));
  }

  private static String message(TopoException error) {
    return Shown.line(String.valueOf(error.getMessage()));
  }
}
