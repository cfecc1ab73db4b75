package com.multigres.meta.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultScheduleTest {

  private static final int CLIENTS = 4;
  private static final int OPERATIONS = 1_000;
  private static final FaultPlan PLAN =
      FaultPlan.of(new NotedFaults(3), CLIENTS, OPERATIONS).paced(new Span(1, 20), new Span(5, 60));

  private static List<FaultSchedule> many() {
    return LongStream.range(0, 300).mapToObj(seed -> FaultSchedule.of(seed, PLAN)).toList();
  }

  @Test
  void oneSeedAlwaysGivesTheSameScheduleAndAnotherAnother() {
    assertThat(FaultSchedule.of(42, PLAN)).isEqualTo(FaultSchedule.of(42, PLAN));
    assertThat(many()).extracting(FaultSchedule::incidents).doesNotHaveDuplicates();
  }

  @Test
  void halfAPlanHasItsAccidentsTwiceAsFarFromEachOtherAndNothingElseChanged() {
    FaultPlan plan = PLAN.paced(new Span(20, 60), new Span(2, 8));
    FaultPlan half = plan.half();
    assertThat(half.gaps()).isEqualTo(new Span(40, 120));
    assertThat(half.paced(plan.gaps(), plan.lasting())).isEqualTo(plan);
    assertThat(half.lasting()).isEqualTo(plan.lasting());
    assertThat(accidents(half)).isBetween(accidents(plan) * 4 / 10, accidents(plan) * 6 / 10);
  }

  private static long accidents(FaultPlan plan) {
    return LongStream.range(0, 300)
        .map(seed -> FaultSchedule.of(seed, plan).incidents().size())
        .sum();
  }

  /** Whoever has written a seed down, but not the schedule, wants it again in the next version. */
  @Test
  void theScheduleOfASeedStaysAsItIs() {
    FaultPlan plan =
        FaultPlan.of(new NotedFaults(0), 2, 200)
            .only(EnumSet.of(Fault.CUT, Fault.DELAY, Fault.KILL))
            .paced(new Span(20, 60), new Span(5, 30));

    assertThat(FaultSchedule.of(1, plan))
        .hasToString(
            "seed 1, at most PT5S each: 43 DELAY client-0 14 PT0.075S; 83 KILL server 27;"
                + " 140 DELAY client-0 18 PT0.12S");
  }

  @Test
  void everyScheduleIsReadBackFromItsLine() {
    assertThat(many())
        .allSatisfy(
            schedule -> {
              assertThat(schedule.toString()).doesNotContain("\n");
              assertThat(FaultSchedule.parse(schedule.toString())).isEqualTo(schedule);
            });
    assertThat(FaultSchedule.parse(FaultSchedule.none().toString()))
        .isEqualTo(FaultSchedule.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seed 1",
        "seed x, at most PT5S each: ",
        "seed 1, at most PTfive each: ",
        "seed 1, at most PT5S each: 1 CUT client-1",
        "seed 1, at most PT5S each: 0 CUT client-1 5",
        "seed 1, at most PT5S each: 1 CUT server 5",
        "seed 1, at most PT5S each: 1 CUT client-x 5",
        "seed 1, at most PT5S each: 1 BITE client-1 5",
        "seed 1, at most PT5S each: 1 WIPE server 5",
        "seed 1, at most PT5S each: 1 DELAY client-1 5 soon",
        "seed 1, at most PT5S each: 9 CUT client-1 5; 1 CUT client-2 5"
      })
  void whatIsNoScheduleIsRefusedWithItsText(String text) {
    assertThatThrownBy(() -> FaultSchedule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void toOneClientAndToTheServerOneThingHappensAtATime() {
    for (FaultSchedule schedule : many()) {
      Map<Target, Long> free = new HashMap<>();
      for (Incident incident : schedule.incidents()) {
        Target lane = Scope.of(incident.fault()).lane(incident.target());
        assertThat(incident.moment()).isGreaterThanOrEqualTo(free.getOrDefault(lane, 0L));
        free.put(lane, incident.end());
      }
    }
  }

  @Test
  void toSeveralClientsAndTheServerThingsHappenAtOnce() {
    assertThat(many())
        .anySatisfy(
            schedule ->
                assertThat(schedule.incidents())
                    .anySatisfy(
                        one ->
                            assertThat(schedule.incidents())
                                .anyMatch(
                                    other ->
                                        !other.equals(one)
                                            && other.moment() >= one.moment()
                                            && other.moment() < one.end())));
  }

  @Test
  void allThatBeginsEndsBeforeTheWorkloadDoes() {
    assertThat(many())
        .flatExtracting(FaultSchedule::incidents)
        .allMatch(incident -> incident.moment() >= 1 && incident.end() <= OPERATIONS);
  }

  @Test
  void whateverIsOfferedAndAWorkloadSurvivesHappensToWhomeverItCan() {
    Map<Fault, Set<String>> seen =
        many().stream()
            .flatMap(schedule -> schedule.incidents().stream())
            .collect(
                Collectors.groupingBy(
                    Incident::fault,
                    Collectors.mapping(
                        incident -> incident.target().toString(),
                        Collectors.toCollection(TreeSet::new))));
    Set<String> clients = Set.of("client-0", "client-1", "client-2", "client-3");
    Set<String> servers = Set.of("server", "leader", "member-0", "member-1", "member-2");

    assertThat(seen)
        .containsOnlyKeys(
            Fault.CUT,
            Fault.DELAY,
            Fault.DROP_REQUESTS,
            Fault.DROP_REPLIES,
            Fault.HALF_OPEN,
            Fault.RESTART,
            Fault.KILL,
            Fault.PAUSE,
            Fault.EXPIRE_SESSION,
            Fault.FILL_QUOTA,
            Fault.SKEW_CLOCK,
            Fault.COMPACT)
        .containsEntry(Fault.CUT, clients)
        .containsEntry(Fault.EXPIRE_SESSION, clients)
        .containsEntry(Fault.KILL, servers)
        .containsEntry(Fault.PAUSE, servers)
        .containsEntry(Fault.FILL_QUOTA, Set.of("server"))
        .containsEntry(Fault.COMPACT, Set.of("server"));
  }

  @Test
  void oneInTenCutsAndPausesLastsForATimeByTheClockWhereThatIsAskedFor() {
    Duration lease = Duration.ofSeconds(4);
    FaultPlan plan = PLAN.enduring(lease);
    List<Incident> all =
        LongStream.range(0, 300)
            .mapToObj(seed -> FaultSchedule.of(seed, plan))
            .flatMap(schedule -> schedule.incidents().stream())
            .toList();
    List<Incident> mayEndure = all.stream().filter(one -> Incident.mayEndure(one.fault())).toList();
    List<Incident> enduring = mayEndure.stream().filter(one -> one.size().equals(lease)).toList();

    assertThat(enduring).extracting(Incident::fault).contains(Fault.CUT, Fault.PAUSE);
    assertThat(enduring)
        .hasSizeBetween(mayEndure.size() / 15, mayEndure.size() / 7)
        .allSatisfy(one -> assertThat(one.longest(plan.longest())).isEqualTo(lease));
    assertThat(all)
        .allMatch(incident -> incident.moment() >= 1 && incident.end() <= OPERATIONS)
        .filteredOn(one -> !enduring.contains(one))
        .allSatisfy(one -> assertThat(one.longest(plan.longest())).isEqualTo(plan.longest()));
  }

  @Test
  void aServerAloneHasNeitherLeaderNorMembers() {
    FaultPlan alone = FaultPlan.of(new NotedFaults(0), 1, OPERATIONS).only(Set.of(Fault.KILL));

    assertThat(FaultSchedule.of(7, alone).incidents())
        .isNotEmpty()
        .allMatch(incident -> incident.target().equals(Target.server()));
  }

  @Test
  void whereNothingIsOfferedNothingHappens() {
    FaultPlan nothing = FaultPlan.of(Set::of, CLIENTS, OPERATIONS);

    assertThat(FaultSchedule.of(7, nothing).incidents()).isEmpty();
  }

  @Test
  void whatNoWorkloadSurvivesHasNoPlaceInAPlan() {
    assertThatThrownBy(
            () ->
                new FaultPlan(
                    Set.of(Fault.WIPE),
                    1,
                    0,
                    10,
                    PLAN.gaps(),
                    PLAN.lasting(),
                    PLAN.longest(),
                    PLAN.enduring()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("WIPE has no place in a schedule of faults");
  }
}
