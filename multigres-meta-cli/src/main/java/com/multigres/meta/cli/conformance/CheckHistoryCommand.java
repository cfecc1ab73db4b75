package com.multigres.meta.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.check.HistoryCheck;
import com.multigres.meta.testkit.history.check.HistoryChecker;
import com.multigres.meta.testkit.history.file.HistoryFile;
import com.multigres.meta.testkit.report.PartState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check-history}. */
@Command(
    name = "check-history",
    description =
        "Judge once more what clients of a store did, from the files that a run of the contract"
            + " wrote; exit 1 where a rule is broken, 2 where nobody knows.")
public final class CheckHistoryCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "The history; several files are one, as the journals of several processes are.")
  private List<Path> files = List.of();

  @Option(
      names = "--think",
      paramLabel = "TIME",
      description = "How long to think before it is undecided. Default: 60s.")
  private Duration time = HistoryChecker.DEFAULT_CAP;

  CheckHistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    History history = read();
    Map<String, Verdict> verdicts = new HistoryChecker(time).check(history);
    context.answer(
        Answer.of(() -> document(history, verdicts), paint -> lines(history, verdicts, paint)));
    return HistoryCheck.status(verdicts.values());
  }

  private History read() {
    try {
      return HistoryFile.read(files);
    } catch (IOException unreadable) {
      throw CliException.usage("the history cannot be read: " + unreadable);
    } catch (IllegalArgumentException nonsense) {
      throw CliException.usage("this is no history: " + nonsense.getMessage());
    }
  }

  private static JsonNode document(History history, Map<String, Verdict> verdicts) {
    ObjectNode document = Json.object().put("operations", history.size());
    document.set(
        "parts",
        Json.array(
            verdicts.entrySet(), entry -> part(PartState.of(entry.getKey(), entry.getValue()))));
    return document;
  }

  private static JsonNode part(PartState part) {
    ObjectNode node = Json.object().put("part", part.part());
    node.put("verdict", part.judgement().word());
    node.put("rule", part.rule().isEmpty() ? null : part.rule());
    node.put("why", part.why().isEmpty() ? null : part.why());
    node.set("smallest", Json.strings(part.smallest()));
    return node;
  }

  private static List<String> lines(History history, Map<String, Verdict> verdicts, Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(Shown.count(history.size(), "operation"));
    verdicts.forEach((name, verdict) -> lines.addAll(lines(name, verdict, paint)));
    return lines;
  }

  private static List<String> lines(String name, Verdict verdict, Paint paint) {
    List<String> told = HistoryCheck.text(verdict).lines().map(Shown::line).toList();
    boolean passed = verdict instanceof Verdict.Passed;
    List<String> lines = new ArrayList<>();
    lines.add(name + ": " + (passed ? paint.good(told.get(0)) : paint.bad(told.get(0))));
    told.stream().skip(1).forEach(line -> lines.add("  " + line));
    return lines;
  }
}
