package com.multigres.meta.testkit.report;

import java.time.Duration;
import java.util.List;

/**
 * How it was tested.
 *
 * @param seed what decided every random step; the same one repeats the run
 * @param faults whether accidents were to happen
 * @param longTests whether the tests that take minutes ran too
 * @param inherited whether a backend's own tests were run, which can arrange what a run from
 *     outside cannot
 * @param patience how long a test waits for what must come
 * @param themes only these; empty for all
 * @param rules only these; empty for all
 */
public record Settings(
    long seed,
    boolean faults,
    boolean longTests,
    boolean inherited,
    Duration patience,
    List<String> themes,
    List<String> rules) {

  // Copies the lists.
  public Settings {
    themes = List.copyOf(themes);
    rules = List.copyOf(rules);
  }

  /** Whether every test was asked for. */
  public boolean whole() {
    return themes.isEmpty() && rules.isEmpty();
  }
}
