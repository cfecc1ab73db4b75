package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.TestResult;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells how a run goes on: a line for each theme that is done, and at once what broke. */
public final class SpokenProgress implements Progress {
  private final Consumer<String> line;
  private final boolean everyTest;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private String theme = "";
  private String place = "";

  /**
   * Progress in lines.
   *
   * @param line takes each
   * @param everyTest whether each test has a line too
   */
  public SpokenProgress(Consumer<String> line, boolean everyTest) {
    this.line = line;
    this.everyTest = everyTest;
  }

  @Override
  public void tested() {
    endTheme();
  }

  @Override
  public void phase(String what) {
    line.accept(what);
  }

  @Override
  public void theme(String next) {
    endTheme();
    theme = next;
  }

  private void endTheme() {
    if (!counts.isEmpty()) {
      line.accept(place + theme + ": " + said());
    }
    counts.clear();
  }

  private String said() {
    return Arrays.stream(Outcome.values())
        .filter(counts::containsKey)
        .map(outcome -> counts.get(outcome) + " " + outcome.word())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void ended(TestResult result, int done, int of) {
    counts.merge(result.outcome(), 1, Integer::sum);
    place = "[" + done + "/" + of + "] ";
    boolean loud = result.outcome() == Outcome.BROKEN || result.outcome() == Outcome.UNDECIDED;
    if (loud || everyTest) {
      String rules = String.join(" ", result.rules());
      String why = result.reason().isEmpty() ? "" : ": " + result.reason();
      line.accept(
          place
              + (loud ? result.outcome().word().toUpperCase(Locale.ROOT) : result.outcome().word())
              + " "
              + rules
              + " "
              + result.theme()
              + "."
              + result.name()
              + why);
    }
  }
}
