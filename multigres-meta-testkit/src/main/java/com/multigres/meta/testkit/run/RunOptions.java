package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.report.Settings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How the contract is run.
 *
 * @param faults whether the accidents happen that need no hold on the server
 * @param longTests whether the tests that take minutes run too
 * @param seed what decides every random step; without one, it is drawn
 * @param patience how long a test waits for what must come
 * @param themes only these; empty for all
 * @param rules only these; empty for all
 * @param server what stands behind the address, for the report; may be empty
 * @param measured whether limits and latencies are measured too
 */
public record RunOptions(
    boolean faults,
    boolean longTests,
    OptionalLong seed,
    Duration patience,
    List<String> themes,
    List<String> rules,
    String server,
    boolean measured) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // Copies the lists.
  public RunOptions {
    themes = List.copyOf(themes);
    rules = List.copyOf(rules);
  }

  /** Everything but faults and long tests. */
  public static RunOptions usual() {
    return new RunOptions(
        false, false, OptionalLong.empty(), PATIENCE, List.of(), List.of(), "", true);
  }

  /** With accidents. */
  public RunOptions withFaults(boolean wanted) {
    return new RunOptions(wanted, longTests, seed, patience, themes, rules, server, measured);
  }

  /** With the tests that take minutes. */
  public RunOptions withLongTests(boolean wanted) {
    return new RunOptions(faults, wanted, seed, patience, themes, rules, server, measured);
  }

  /** With a seed. */
  public RunOptions withSeed(long number) {
    return new RunOptions(
        faults, longTests, OptionalLong.of(number), patience, themes, rules, server, measured);
  }

  /** With another patience. */
  public RunOptions withPatience(Duration time) {
    return new RunOptions(faults, longTests, seed, time, themes, rules, server, measured);
  }

  /** With these themes and rules only; empty for all. */
  public RunOptions withOnly(List<String> someThemes, List<String> someRules) {
    return new RunOptions(
        faults, longTests, seed, patience, someThemes, someRules, server, measured);
  }

  /** With what stands behind the address, in words. */
  public RunOptions withServer(String text) {
    return new RunOptions(faults, longTests, seed, patience, themes, rules, text, measured);
  }

  /** With or without limits and latencies. */
  public RunOptions withMeasures(boolean wanted) {
    return new RunOptions(faults, longTests, seed, patience, themes, rules, server, wanted);
  }

  Settings settled() {
    long settled = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    return new Settings(settled, faults, longTests, patience, themes, rules);
  }
}
