package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one run found. Everything that the documents show is derived from it.
 *
 * @param subject what was tested
 * @param environment on what
 * @param settings how
 * @param begun when
 * @param took how long it took
 * @param interrupted whether somebody ended it early
 * @param tests every test that was asked for, in the order in which they ran
 * @param present the capabilities that the store has, and those that it lacks
 * @param offered the accidents that could be arranged, and why the others could not
 * @param limits what the store takes
 * @param latencies how long it takes
 * @param notes what else must be known, such as what could not be removed
 */
public record Report(
    Subject subject,
    Environment environment,
    Settings settings,
    Instant begun,
    Duration took,
    boolean interrupted,
    List<TestResult> tests,
    Map<String, Boolean> present,
    Map<Fault, String> offered,
    List<Limit> limits,
    List<Latency> latencies,
    List<String> notes) {
  /** The version of the JSON document's schema. */
  public static final int SCHEMA = 2;

  // Copies what is handed over.
  public Report {
    tests = List.copyOf(tests);
    present = Collections.unmodifiableMap(new TreeMap<>(present));
    offered = Map.copyOf(offered);
    limits = List.copyOf(limits);
    latencies = List.copyOf(latencies);
    notes = List.copyOf(notes);
  }

  /** What it says of the store. */
  public Verdict verdict() {
    if (count(Outcome.BROKEN) > 0) {
      return Verdict.BROKEN;
    }
    if (count(Outcome.UNDECIDED) > 0) {
      return Verdict.UNDECIDED;
    }
    if (interrupted) {
      return Verdict.INTERRUPTED;
    }
    if (count(Outcome.PASSED) + count(Outcome.REFUSED) == 0) {
      return Verdict.UNTESTED;
    }
    return settings.whole() && tests.stream().noneMatch(TestResult::isLeftOut)
        ? Verdict.CONFORMS
        : Verdict.PARTIAL;
  }

  /** How many tests ended so. */
  public long count(Outcome outcome) {
    return tests.stream().filter(test -> test.outcome() == outcome).count();
  }

  /** The tests by theme, the themes in the order of their first rules. */
  public Map<String, List<TestResult>> themes() {
    Map<String, List<TestResult>> themes = new LinkedHashMap<>();
    tests.forEach(
        test -> themes.computeIfAbsent(test.theme(), theme -> new ArrayList<>()).add(test));
    Map<String, List<TestResult>> sorted = new LinkedHashMap<>();
    themes.entrySet().stream()
        .sorted(Comparator.comparing(theme -> firstRule(theme.getValue()), RuleTitles.ORDER))
        .forEach(theme -> sorted.put(theme.getKey(), theme.getValue()));
    return sorted;
  }

  /** Every history that was judged. */
  public List<HistoryState> histories() {
    return tests.stream().flatMap(test -> test.histories().stream()).toList();
  }

  private static String firstRule(List<TestResult> tests) {
    return tests.stream().flatMap(test -> test.rules().stream()).min(RuleTitles.ORDER).orElse("~");
  }

  /** Every rule that a test cites, by number. */
  public List<RuleState> rules() {
    TreeMap<String, List<TestResult>> byRule = new TreeMap<>(RuleTitles.ORDER);
    for (TestResult test : tests) {
      test.rules()
          .forEach(rule -> byRule.computeIfAbsent(rule, number -> new ArrayList<>()).add(test));
    }
    return byRule.entrySet().stream().map(entry -> rule(entry.getKey(), entry.getValue())).toList();
  }

  /** The rules of which nothing was shown, by number: none of their tests ran. */
  public List<String> notShown() {
    return rules().stream()
        .filter(rule -> rule.outcome() == Outcome.NOT_RUN)
        .map(RuleState::rule)
        .toList();
  }

  /**
   * What a test says of one of its rules. Who lacks what the rule is about does not keep it by
   * passing a test that is about more.
   */
  public Outcome outcome(TestResult test, String rule) {
    boolean empty =
        test.outcome() == Outcome.PASSED
            && RuleTitles.needs(rule).filter(name -> !present.getOrDefault(name, true)).isPresent();
    return empty ? Outcome.NOT_RUN : test.outcome();
  }

  private RuleState rule(String rule, List<TestResult> tests) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    tests.forEach(test -> outcomes.merge(outcome(test, rule), 1, Integer::sum));
    List<String> themes = tests.stream().map(TestResult::theme).distinct().toList();
    return new RuleState(rule, RuleTitles.of(rule), outcomes, themes);
  }

  /** Every capability that a store of this kind may have. */
  public List<CapabilityState> capabilities() {
    return present.entrySet().stream()
        .map(entry -> capability(entry.getKey(), entry.getValue()))
        .toList();
  }

  private CapabilityState capability(String name, boolean there) {
    return new CapabilityState(
        name,
        there,
        names(test -> test.refusals().contains(name) && test.outcome() != Outcome.BROKEN),
        names(test -> test.lacking().equals("capability " + name)));
  }

  /** Every accident that there is. */
  public List<FaultState> faults() {
    return List.of(Fault.values()).stream().map(this::fault).toList();
  }

  private FaultState fault(Fault fault) {
    String whyNot = offered.getOrDefault(fault, "no test was run");
    return new FaultState(
        fault.name(),
        whyNot.isEmpty(),
        histories().stream().mapToInt(one -> one.injected().getOrDefault(fault, 0)).sum(),
        names(test -> test.faults().contains(fault) && test.outcome() == Outcome.PASSED),
        names(test -> test.faults().contains(fault) && test.outcome() == Outcome.BROKEN),
        names(test -> test.faults().contains(fault) && test.outcome() == Outcome.UNDECIDED),
        names(test -> test.lacking().equals("fault " + fault)),
        whyNot);
  }

  private List<String> names(Predicate<TestResult> which) {
    return List.copyOf(
        tests.stream()
            .filter(which)
            .map(test -> test.theme() + "." + test.name())
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
