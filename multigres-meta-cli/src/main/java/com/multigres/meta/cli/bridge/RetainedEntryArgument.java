package com.multigres.meta.cli.bridge;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.k8s.bridge.BridgeOptions;
import com.multigres.meta.k8s.bridge.BridgeParts;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** A retained entry, and a person's word of what becomes of it. */
final class RetainedEntryArgument {
  @Parameters(
      paramLabel = "ENTRY",
      description = "The entry as the resource lists it: DATABASE, or DATABASE/TABLEGROUP.")
  private String path = "";

  /** What is decided: empty where no such entry is retained. */
  @FunctionalInterface
  interface Decision {
    Optional<Position> on(BridgeParts parts, BridgeOptions options, EntryPath path);
  }

  int decide(Context context, BridgeArguments arguments, String word, Decision decision) {
    return arguments.with(
        context,
        parts -> {
          EntryPath entry = new EntryPath(List.of(path.split("/", -1)));
          BridgeOptions options = arguments.options(BridgeOptions.STANDARD.interval());
          Position now =
              decision
                  .on(parts, options, entry)
                  .orElseThrow(() -> CliException.notFound("no entry '" + path + "' is retained"));
          return context.answer(
              Answer.of(
                  () -> Json.object().put(word, path).set("position", Changing.position(now)),
                  paint ->
                      List.of(Shown.line(path) + " is " + word + " for the catalog at " + now)));
        });
  }
}
