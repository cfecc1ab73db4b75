package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report as one JSON document. Its schema is described in the project's page about conformance;
 * whatever is added to it later leaves what is there as it is, else {@link Report#SCHEMA} grows.
 */
public final class ReportJson {
  private ReportJson() {}

  /** The document. */
  public static String of(Report report) {
    Map<String, @Nullable Object> json = object();
    json.put("schema", Report.SCHEMA);
    json.put("verdict", report.verdict().code());
    json.put("subject", subject(report.subject()));
    json.put("environment", environment(report.environment()));
    json.put("settings", settings(report.settings()));
    json.put("begun", report.begun().toString());
    json.put("milliseconds", report.took().toMillis());
    json.put("totals", totals(report));
    json.put("rules", report.rules().stream().map(ReportJson::rule).toList());
    json.put("notShown", report.notShown());
    json.put("capabilities", report.capabilities().stream().map(ReportJson::capability).toList());
    json.put("faults", report.faults().stream().map(ReportJson::fault).toList());
    json.put("histories", report.tests().stream().flatMap(ReportJson::histories).toList());
    json.put("limits", report.limits().stream().map(ReportJson::limit).toList());
    json.put("latencies", report.latencies().stream().map(ReportJson::latency).toList());
    json.put("tests", report.tests().stream().map(ReportJson::test).toList());
    json.put("notes", report.notes());
    return JsonText.of(json);
  }

  private static Map<String, @Nullable Object> object() {
    return new LinkedHashMap<>();
  }

  private static Map<String, @Nullable Object> subject(Subject subject) {
    Map<String, @Nullable Object> json = object();
    json.put("kind", subject.kind());
    json.put("address", subject.address());
    json.put("store", subject.store());
    json.put("storeVersion", textOrNull(subject.storeVersion()));
    json.put("server", textOrNull(subject.server()));
    return json;
  }

  private static Map<String, @Nullable Object> environment(Environment environment) {
    Map<String, @Nullable Object> json = object();
    json.put("kit", environment.kit());
    json.put("java", environment.java());
    json.put("vm", environment.vm());
    json.put("system", environment.system());
    json.put("processors", environment.processors());
    return json;
  }

  private static Map<String, @Nullable Object> settings(Settings settings) {
    Map<String, @Nullable Object> json = object();
    // As a text: it may have more digits than a number of JavaScript holds.
    json.put("seed", Long.toString(settings.seed()));
    json.put("faults", settings.faults());
    json.put("long", settings.longTests());
    json.put("inherited", settings.inherited());
    json.put("patienceMilliseconds", settings.patience().toMillis());
    json.put("themes", settings.themes());
    json.put("rules", settings.rules());
    return json;
  }

  private static Map<String, @Nullable Object> totals(Report report) {
    Map<String, @Nullable Object> json = object();
    json.put("tests", report.tests().size());
    for (Outcome outcome : Outcome.values()) {
      json.put(outcome == Outcome.NOT_RUN ? "notRun" : outcome.code(), report.count(outcome));
    }
    List<HistoryState> histories = report.histories();
    json.put("histories", histories.size());
    json.put("operations", sum(histories, HistoryState::operations));
    json.put("unknown", sum(histories, HistoryState::unknown));
    json.put("injected", sum(histories, HistoryState::accidents));
    return json;
  }

  private static long sum(List<HistoryState> histories, ToIntFunction<HistoryState> what) {
    return histories.stream().mapToLong(what::applyAsInt).sum();
  }

  private static Map<String, @Nullable Object> rule(RuleState rule) {
    Map<String, @Nullable Object> json = object();
    json.put("rule", rule.rule());
    json.put("title", rule.title());
    json.put("outcome", rule.outcome().code());
    for (Outcome outcome : Outcome.values()) {
      json.put(outcome == Outcome.NOT_RUN ? "notRun" : outcome.code(), rule.count(outcome));
    }
    json.put("themes", rule.themes());
    return json;
  }

  private static Map<String, @Nullable Object> capability(CapabilityState capability) {
    Map<String, @Nullable Object> json = object();
    json.put("name", capability.name());
    json.put("present", capability.present());
    json.put("refusals", capability.refusals());
    json.put("notRun", capability.left());
    return json;
  }

  private static Map<String, @Nullable Object> fault(FaultState fault) {
    Map<String, @Nullable Object> json = object();
    json.put("fault", fault.fault());
    json.put("offered", fault.offered());
    json.put("injected", fault.injected());
    json.put("survived", fault.survived());
    json.put("broken", fault.broken());
    json.put("undecided", fault.undecided());
    json.put("notRun", fault.notRun());
    json.put("reason", textOrNull(fault.whyNot()));
    return json;
  }

  private static Stream<Map<String, @Nullable Object>> histories(TestResult test) {
    return test.histories().stream().map(history -> history(test, history));
  }

  private static Map<String, @Nullable Object> history(TestResult test, HistoryState history) {
    Map<String, @Nullable Object> json = object();
    json.put("theme", test.theme());
    json.put("test", test.name());
    json.put("seed", Long.toString(history.seed()));
    json.put("clients", history.clients());
    json.put("processes", history.processes());
    json.put("operations", history.operations());
    json.put("unknown", history.unknown());
    json.put("judgedInMilliseconds", millis(history.took()));
    json.put("parts", history.parts().stream().map(ReportJson::part).toList());
    json.put("faults", history.injected().entrySet().stream().map(ReportJson::injected).toList());
    json.put("file", textOrNull(history.file()));
    return json;
  }

  private static Map<String, @Nullable Object> part(PartState part) {
    Map<String, @Nullable Object> json = object();
    json.put("part", part.part());
    json.put("verdict", part.judgement().word());
    json.put("rule", textOrNull(part.rule()));
    json.put("why", textOrNull(part.why()));
    json.put("smallest", part.smallest());
    return json;
  }

  private static Map<String, @Nullable Object> injected(Map.Entry<Fault, Integer> fault) {
    Map<String, @Nullable Object> json = object();
    json.put("fault", fault.getKey().name());
    json.put("injected", fault.getValue());
    return json;
  }

  private static Map<String, @Nullable Object> limit(Limit limit) {
    Map<String, @Nullable Object> json = object();
    json.put("what", limit.what());
    json.put("unit", limit.unit());
    json.put("declared", numberOrNull(limit.declared()));
    json.put("accepted", limit.accepted());
    json.put("refused", numberOrNull(limit.refused()));
    json.put("refusal", textOrNull(limit.refusal()));
    return json;
  }

  private static Map<String, @Nullable Object> latency(Latency latency) {
    Map<String, @Nullable Object> json = object();
    json.put("operation", latency.operation());
    json.put("unit", "microseconds");
    json.put("count", latency.count());
    json.put("mean", Math.round(latency.mean() * 10) / 10.0);
    json.put("min", latency.least());
    json.put("p50", latency.p50());
    json.put("p90", latency.p90());
    json.put("p99", latency.p99());
    json.put("p999", latency.p999());
    json.put("max", latency.most());
    json.put("buckets", latency.buckets().stream().map(ReportJson::bucket).toList());
    return json;
  }

  private static Map<String, @Nullable Object> bucket(Latency.Bucket bucket) {
    Map<String, @Nullable Object> json = object();
    json.put("from", bucket.from());
    json.put("upTo", bucket.upTo());
    json.put("count", bucket.count());
    return json;
  }

  private static Map<String, @Nullable Object> test(TestResult test) {
    Map<String, @Nullable Object> json = object();
    json.put("theme", test.theme());
    json.put("name", test.name());
    json.put("rules", test.rules());
    json.put("outcome", test.outcome().code());
    json.put("reason", textOrNull(test.reason()));
    json.put("milliseconds", millis(test.took()));
    json.put("refusals", List.copyOf(new TreeSet<>(test.refusals())));
    json.put("faults", test.faults().stream().map(Enum::name).sorted().toList());
    return json;
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e5) / 10.0;
  }

  private static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long numberOrNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
