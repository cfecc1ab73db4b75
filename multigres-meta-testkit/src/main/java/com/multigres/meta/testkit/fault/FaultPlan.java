package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a schedule may be made of.
 *
 * @param faults which accidents
 * @param clients how many clients can be befallen
 * @param members how many servers are one together; 0 where there is one
 * @param operations how many operations the workload has at least
 * @param gaps how far the beginnings of two accidents lie apart
 * @param lasting how long an accident lasts
 * @param longest what ends an accident that lets no operations begin any more
 */
public record FaultPlan(
    Set<Fault> faults,
    int clients,
    int members,
    int operations,
    Span gaps,
    Span lasting,
    Duration longest) {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Keeps the faults in their order, which the schedule depends on. */
  public FaultPlan {
    faults.forEach(Scope::of);
    faults = Collections.unmodifiableSet(new TreeSet<>(faults));
  }

  /**
   * Whatever can be arranged and a workload survives, about twenty times in a run.
   *
   * @param faults what can be arranged
   * @param clients how many clients can be befallen
   * @param operations how many operations the workload has at least
   * @return the plan
   */
  public static FaultPlan of(ServerFaults<?> faults, int clients, int operations) {
    Set<Fault> possible =
        faults.offered().stream()
            .filter(fault -> Scope.find(fault).isPresent())
            .collect(Collectors.toSet());
    return new FaultPlan(
        possible,
        clients,
        faults.members().size(),
        operations,
        new Span(Math.max(1, operations / 40), Math.max(1, operations / 15)),
        new Span(Math.max(1, operations / 100), Math.max(1, operations / 25)),
        LONGEST);
  }

  /**
   * The same with these accidents alone.
   *
   * @param only which accidents
   * @return the plan
   */
  public FaultPlan only(Collection<Fault> only) {
    Set<Fault> left = new TreeSet<>(faults);
    left.retainAll(only);
    return new FaultPlan(left, clients, members, operations, gaps, lasting, longest);
  }

  /**
   * The same with accidents at other distances and of other lengths.
   *
   * @param apart how far the beginnings of two accidents lie apart
   * @param each how long an accident lasts
   * @return the plan
   */
  public FaultPlan paced(Span apart, Span each) {
    return new FaultPlan(faults, clients, members, operations, apart, each, longest);
  }

  /**
   * The same with another end for an accident that lets no operations begin any more.
   *
   * @param limit the longest time of an accident
   * @return the plan
   */
  public FaultPlan notLongerThan(Duration limit) {
    return new FaultPlan(faults, clients, members, operations, gaps, lasting, limit);
  }
}
