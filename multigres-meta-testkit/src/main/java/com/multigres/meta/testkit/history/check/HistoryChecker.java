package com.multigres.meta.testkit.history.check;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.catalog.CatalogChecker;
import com.multigres.meta.testkit.history.search.TimeLimit;
import com.multigres.meta.testkit.history.topo.LockChecker;
import com.multigres.meta.testkit.history.topo.TopologyChecker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges histories by every rule that a history can show. Thread-safe. */
public final class HistoryChecker {
  /** How long a checker thinks unless told otherwise. */
  public static final Duration DEFAULT_CAP = Duration.ofSeconds(60);

  private final Duration cap;

  /** A checker that thinks for at most {@link #DEFAULT_CAP}. */
  public HistoryChecker() {
    this(DEFAULT_CAP);
  }

  /**
   * A checker.
   *
   * @param cap the longest it may think about one history; what is not known then is undecided
   */
  public HistoryChecker(Duration cap) {
    this.cap = cap;
  }

  /**
   * Judges a history.
   *
   * @param history what was recorded
   * @return the verdict of each theme of which the history says something, by the theme's name:
   *     {@code nodes}, {@code batches}, {@code watches}, {@code locks}, {@code catalog}
   */
  public Map<String, Verdict> check(History history) {
    TimeLimit limit = TimeLimit.in(cap);
    Map<String, Verdict> verdicts =
        new LinkedHashMap<>(new TopologyChecker(history, limit).check());
    LockChecker.check(history).ifPresent(locks -> verdicts.put("locks", locks));
    CatalogChecker.check(history).ifPresent(catalog -> verdicts.put("catalog", catalog));
    return verdicts;
  }
}
