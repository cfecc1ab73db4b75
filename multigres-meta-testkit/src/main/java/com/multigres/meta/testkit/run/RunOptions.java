package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Seed;
import com.multigres.meta.testkit.report.Settings;
import com.multigres.meta.testkit.workload.KeptHistories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param histories where histories are kept that are not what they should be, if anywhere else than
 *     usual
 */
public record RunOptions(
    boolean faults,
    boolean longTests,
    OptionalLong seed,
    Duration patience,
    List<String> themes,
    List<String> rules,
    String server,
    boolean measured,
    Optional<Path> histories) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // Copies the lists.
  public RunOptions {
    themes = List.copyOf(themes);
    rules = List.copyOf(rules);
  }

  /** Everything but faults and long tests. */
  public static RunOptions usual() {
    return new RunOptions(
        false,
        false,
        OptionalLong.empty(),
        PATIENCE,
        List.of(),
        List.of(),
        "",
        true,
        Optional.empty());
  }

  /** With accidents. */
  public RunOptions withFaults(boolean wanted) {
    return new RunOptions(
        wanted, longTests, seed, patience, themes, rules, server, measured, histories);
  }

  /** With the tests that take minutes. */
  public RunOptions withLongTests(boolean wanted) {
    return new RunOptions(
        faults, wanted, seed, patience, themes, rules, server, measured, histories);
  }

  /** With a seed. */
  public RunOptions withSeed(long number) {
    return new RunOptions(
        faults,
        longTests,
        OptionalLong.of(number),
        patience,
        themes,
        rules,
        server,
        measured,
        histories);
  }

  /** With another patience. */
  public RunOptions withPatience(Duration time) {
    return new RunOptions(
        faults, longTests, seed, time, themes, rules, server, measured, histories);
  }

  /** With these themes and rules only; empty for all. */
  public RunOptions withOnly(List<String> someThemes, List<String> someRules) {
    return new RunOptions(
        faults, longTests, seed, patience, someThemes, someRules, server, measured, histories);
  }

  /** With what stands behind the address, in words. */
  public RunOptions withServer(String text) {
    return new RunOptions(
        faults, longTests, seed, patience, themes, rules, text, measured, histories);
  }

  /** With or without limits and latencies. */
  public RunOptions withMeasures(boolean wanted) {
    return new RunOptions(
        faults, longTests, seed, patience, themes, rules, server, wanted, histories);
  }

  /** With a folder for histories that are not what they should be. */
  public RunOptions withHistories(Path folder) {
    return new RunOptions(
        faults,
        longTests,
        seed,
        patience,
        themes,
        rules,
        server,
        measured,
        Optional.of(folder.toAbsolutePath()));
  }

  /** The properties of the JVM by which the tests hear of it. */
  Map<String, String> properties(Settings settings) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(Seed.PROPERTY, Long.toString(settings.seed()));
    properties.put(Patience.PROPERTY, Long.toString(Math.max(1, settings.patience().toSeconds())));
    histories.ifPresent(folder -> properties.put(KeptHistories.PROPERTY, folder.toString()));
    return properties;
  }

  Settings settled() {
    long settled = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    return new Settings(settled, faults, longTests, false, patience, themes, rules);
  }
}
