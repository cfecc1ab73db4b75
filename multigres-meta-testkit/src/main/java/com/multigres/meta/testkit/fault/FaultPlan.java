package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
 * @param enduring how long one in ten cuts and pauses lasts, by the clock; zero where none differs
 */
public record FaultPlan(
    Set<Fault> faults,
    int clients,
    int members,
    int operations,
    Span gaps,
    Span lasting,
    Duration longest,
    Duration enduring) {

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
    return new FaultPlan(
        Set.copyOf(survivable(faults)),
        clients,
        faults.members().size(),
        operations,
        new Span(Math.max(1, operations / 40), Math.max(1, operations / 15)),
        new Span(Math.max(1, operations / 100), Math.max(1, operations / 25)),
        LONGEST,
        Duration.ZERO);
  }

  /**
   * What can be arranged and a running workload survives.
   *
   * @param faults what can be arranged
   * @return these accidents, in their order
   */
  public static List<Fault> survivable(ServerFaults<?> faults) {
    return faults.offered().stream()
        .filter(fault -> Scope.find(fault).isPresent())
        .sorted()
        .toList();
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
    return new FaultPlan(left, clients, members, operations, gaps, lasting, longest, enduring);
  }

  /**
   * The same with accidents at other distances and of other lengths.
   *
   * @param apart how far the beginnings of two accidents lie apart
   * @param each how long an accident lasts
   * @return the plan
   */
  public FaultPlan paced(Span apart, Span each) {
    return new FaultPlan(faults, clients, members, operations, apart, each, longest, enduring);
  }

  /**
   * The same with accidents twice as far from each other.
   *
   * @return the plan
   */
  public FaultPlan half() {
    return paced(new Span(2 * gaps.least(), 2 * gaps.most()), lasting);
  }

  /**
   * The same with another end for an accident that lets no operations begin any more.
   *
   * @param limit the longest time of an accident
   * @return the plan
   */
  public FaultPlan notLongerThan(Duration limit) {
    return new FaultPlan(faults, clients, members, operations, gaps, lasting, limit, enduring);
  }

  /**
   * The same with cuts and pauses now and then that outlast what nobody renews meanwhile.
   *
   * @param time how long each of these lasts, in whatever time operations begin
   * @return the plan
   */
  public FaultPlan enduring(Duration time) {
    return new FaultPlan(faults, clients, members, operations, gaps, lasting, longest, time);
  }
}
