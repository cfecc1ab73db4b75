package com.multigres.meta.testkit.run;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.testkit.report.Subject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A place on somebody's server where the contract is run, and what can be found out about it. */
interface Target {
  /** What is tested; {@code server} says what stands behind it. */
  Subject subject(String server);

  /** The contract's class, whose tests find this target in {@link UnderTest}. */
  Class<?> contract();

  /** Every capability that there may be, and whether the store has it. */
  Map<String, Boolean> capabilities();

  /** Why each accident cannot be arranged; empty for one that can. */
  Function<Fault, String> whyNot();

  /** How much the store takes. */
  List<Limit> limits();

  /** How long it takes. */
  List<Latency> latencies();

  /** Closes every store that is still open, so that whoever uses one fails at once. */
  void abandon();

  /** Closes every store and removes everything that was written; says what could not be. */
  List<String> remove();
}
