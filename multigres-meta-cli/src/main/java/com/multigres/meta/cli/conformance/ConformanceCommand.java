package com.multigres.meta.cli.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.cli.run.Failures;
import com.multigres.meta.cli.run.Interruption;
import com.multigres.meta.cli.run.Stores;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.ReportFiles;
import com.multigres.meta.testkit.report.ReportJson;
import com.multigres.meta.testkit.report.ReportText;
import com.multigres.meta.testkit.run.Conformance;
import com.multigres.meta.testkit.run.RunOptions;
import com.multigres.meta.testkit.run.SpokenProgress;
import com.multigres.meta.topo.TopoException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code conformance}. */
@Command(
    name = "conformance",
    description =
        "Run the contract against the store at --topo or --catalog, in a place of its own that is"
            + " removed at the end; exit 1 where a rule is broken, 2 where the store cannot be"
            + " reached, 4 where what clients did could not all be judged, or no test could run.")
public final class ConformanceCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write report.html, report.json and junit.xml there, and histories that break a rule.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--faults",
      description = "Let the accidents happen that need no hold on the server.")
  private boolean faults;

  @Option(names = "--long", description = "Run the tests that take minutes too.")
  private boolean longTests;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Decides every random step: repeats a run. Default: another one each time.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--theme", paramLabel = "NAME", description = "Only this theme; repeatable.")
  private List<String> themes = List.of();

  @Option(names = "--rule", paramLabel = "NUMBER", description = "Only this rule; repeatable.")
  private List<String> rules = List.of();

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      description = "How long a test waits for what must come. Default: 30s.")
  private Duration patience = Duration.ofSeconds(30);

  @Option(
      names = "--server",
      paramLabel = "TEXT",
      description = "What stands behind the address, and its version: for the report.")
  private String server = "";

  @Option(names = "--no-measures", description = "Look neither for limits nor measure latencies.")
  private boolean unmeasured;

  ConformanceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Conformance run;
    try {
      run = open();
    } catch (TopoException | CatalogException unreachable) {
      context.console().fail(Failures.of(unreachable));
      return ExitStatus.USAGE;
    }
    Report found = run(run);
    context.answer(
        Answer.of(() -> document(found), paint -> ReportText.of(found, new Colours(paint))));
    write(found);
    return found.notes().isEmpty() ? found.verdict().exitStatus() : ExitStatus.FAILED;
  }

  private Conformance open() {
    Stores stores = context.stores();
    Optional<String> topo = context.options().topo();
    Optional<String> catalog = context.options().catalog();
    if (topo.isEmpty() && catalog.isEmpty()) {
      topo = stores.topoUriIfGiven();
      catalog = stores.catalogUriIfGiven();
    }
    if (topo.isPresent() == catalog.isPresent()) {
      throw CliException.usage("name the store to test, and only one: --topo URI or --catalog URI");
    }
    return topo.isPresent()
        ? Conformance.topology(topo.get(), stores.topoOptions(), options())
        : Conformance.catalog(stores.catalogUri(), stores.catalogOptions(), options());
  }

  private RunOptions options() {
    RunOptions options =
        RunOptions.usual()
            .withFaults(faults)
            .withLongTests(longTests)
            .withPatience(patience)
            .withOnly(themes, rules)
            .withServer(server)
            .withMeasures(!unmeasured);
    RunOptions kept =
        report.map(folder -> options.withHistories(ReportFiles.histories(folder))).orElse(options);
    return seed.map(kept::withSeed).orElse(kept);
  }

  private Report run(Conformance run) {
    Interruption.Ending ending = context.interruption().whenAsked(run::cancel);
    try {
      return run.run(
          new SpokenProgress(
              line -> context.console().note(Shown.line(line)), context.options().verbose()));
    } catch (IllegalArgumentException unknown) {
      throw CliException.usage(String.valueOf(unknown.getMessage()));
    } finally {
      ending.close();
    }
  }

  private static JsonNode document(Report found) {
    try {
      return Json.read(ReportJson.of(found));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report is no JSON", e);
    }
  }

  private void write(Report found) {
    if (report.isPresent()) {
      try {
        ReportFiles.write(found, report.get())
            .forEach(file -> context.console().note("wrote " + file));
      } catch (IOException e) {
        throw CliException.badFile("--report: '" + report.get() + "' cannot be written: " + e, e);
      }
    }
  }
}
