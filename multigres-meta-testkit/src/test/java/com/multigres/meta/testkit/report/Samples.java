package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reports to be shown. */
final class Samples {
  /** What no document may take for its own syntax. */
  static final String HOSTILE =
      "<script src='http://evil'>\"&\u0007\n]]></script>\uD83D\uDE00\uD800";

  private Samples() {}

  /** One with everything in it, and hostile texts wherever somebody else's may stand. */
  static Report full() {
    return new Report(
        new Subject("topology", "memory://" + HOSTILE, "org.example.Store", "", HOSTILE),
        new Environment("1", "17", "vm", "Linux", 2),
        new Settings(42, true, false, false, Duration.ofSeconds(30), List.of(), List.of()),
        Instant.parse("2026-11-23T08:00:00Z"),
        Duration.ofSeconds(61),
        false,
        List.of(
            test("Nodes", "aStaleVersionIsRefused", Outcome.PASSED, "", Set.of(), Set.of()),
            test("Nodes", "anEmptyValueIsAValue", Outcome.BROKEN, HOSTILE, Set.of(), Set.of()),
            test("Locks", "onlyOneHolds", Outcome.REFUSED, "", Set.of("LOCKS"), Set.of()),
            test("Outages", "aCutIsSurvived", Outcome.PASSED, "", Set.of(), Set.of(Fault.CUT)),
            test("Outages", "aKillIsSurvived", Outcome.NOT_RUN, HOSTILE, Set.of(), Set.of()),
            recorded(),
            undecided()),
        Map.of("LOCKS", false, "ATOMIC_BATCH", true),
        Arrays.stream(Fault.values())
            .collect(
                Collectors.toMap(
                    Function.identity(), fault -> fault == Fault.CUT ? "" : "not from outside")),
        List.of(
            new Limit(
                "a value", "bytes", OptionalLong.of(10), 10, OptionalLong.of(11), "TOO_LARGE"),
            new Limit("a list", "nodes", OptionalLong.empty(), 8, OptionalLong.empty(), "")),
        List.of(
            new Latency(
                "Read a node",
                30,
                210.04,
                90,
                200,
                300,
                900,
                950,
                1_000,
                List.of(new Latency.Bucket(75, 100, 10), new Latency.Bucket(100, 1_001, 20)))),
        List.of(HOSTILE));
  }

  /** One part keeps the rules and one does not. */
  private static TestResult recorded() {
    List<PartState> parts =
        List.of(
            new PartState("nodes", PartState.Judgement.PASSED, "", "", List.of()),
            new PartState(
                "locks", PartState.Judgement.VIOLATED, "T22", HOSTILE, List.of("c1: " + HOSTILE)));
    HistoryState history =
        new HistoryState(
            43,
            6,
            4,
            1_800,
            7,
            Duration.ofMillis(12),
            parts,
            Map.of(Fault.CUT, 3, Fault.DELAY, 2),
            "/tmp/" + HOSTILE);
    return new TestResult(
        "Recorded",
        "whatClientsDidIsOneHistory",
        List.of("T5", "T22"),
        Outcome.PASSED,
        "",
        "",
        "",
        Duration.ofMillis(1_234),
        Set.of(),
        Set.of(Fault.CUT),
        List.of(history));
  }

  /** Of one part nobody knows. */
  private static TestResult undecided() {
    List<PartState> parts =
        List.of(
            new PartState("nodes", PartState.Judgement.PASSED, "", "", List.of()),
            new PartState("watches", PartState.Judgement.UNDECIDED, "", HOSTILE, List.of()));
    HistoryState history =
        new HistoryState(
            44, 6, 1, 200, 90, Duration.ofMinutes(10), parts, Map.of(Fault.CUT, 1), "");
    return new TestResult(
        "Recorded",
        "whatClientsDidForLongIsOneHistory",
        List.of("T14"),
        Outcome.UNDECIDED,
        HOSTILE,
        "",
        "at " + HOSTILE,
        Duration.ofMinutes(11),
        Set.of(),
        Set.of(Fault.CUT),
        List.of(history));
  }

  /** One whose clients broke nothing that anybody could see, and of which nobody knows all. */
  static Report undecidedAlone() {
    return of(List.of(undecided()));
  }

  /** One in which nothing ran. */
  static Report untested() {
    return of(
        List.of(test("Outages", "aKillIsSurvived", Outcome.NOT_RUN, "no", Set.of(), Set.of())));
  }

  private static Report of(List<TestResult> tests) {
    Report full = full();
    return new Report(
        full.subject(),
        full.environment(),
        full.settings(),
        full.begun(),
        full.took(),
        false,
        tests,
        full.present(),
        full.offered(),
        List.of(),
        List.of(),
        List.of());
  }

  private static TestResult test(
      String theme,
      String name,
      Outcome outcome,
      String reason,
      Set<String> refusals,
      Set<Fault> faults) {
    return new TestResult(
        theme,
        name,
        List.of("T7", "T10"),
        outcome,
        reason,
        outcome == Outcome.NOT_RUN ? "fault KILL" : "",
        outcome == Outcome.BROKEN ? "at " + HOSTILE : "",
        Duration.ofMillis(1_234),
        refusals,
        faults,
        List.of());
  }
}
