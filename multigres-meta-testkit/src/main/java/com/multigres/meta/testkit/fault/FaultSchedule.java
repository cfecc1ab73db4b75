package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Accidents in their order. One seed and one plan always give the same schedule; as the faults that
 * a backend offers change, the text of a schedule is what repeats it. To one client, and to the
 * server with its members, one thing happens at a time; to several of them at once.
 *
 * @param seed what it was made of
 * @param longest what ends an accident that lets no operations begin any more
 * @param incidents by their moments
 */
public record FaultSchedule(long seed, Duration longest, List<Incident> incidents) {

  private static final Pattern FORM =
      Pattern.compile("seed (-?\\d+), at most (PT\\S+) each:(.*)", Pattern.DOTALL);
  private static final Duration LEAST_DELAY = Duration.ofMillis(5);
  private static final int DELAYS = 40;
  private static final int ENDURING = 10;
  private static final int SKEW_SECONDS = 3_600;

  /** Checks the order. */
  public FaultSchedule {
    incidents = List.copyOf(incidents);
    for (int i = 1; i < incidents.size(); i++) {
      if (incidents.get(i).moment() < incidents.get(i - 1).moment()) {
        throw new IllegalArgumentException("out of order: " + incidents.get(i));
      }
    }
  }

  /**
   * No accidents.
   *
   * @return an empty schedule
   */
  public static FaultSchedule none() {
    return new FaultSchedule(0, Duration.ofSeconds(1), List.of());
  }

  /**
   * Makes one.
   *
   * @param seed decides all
   * @param plan what it may be made of
   * @return the schedule; all that it begins ends before the workload does
   */
  public static FaultSchedule of(long seed, FaultPlan plan) {
    Random random = new Random(seed);
    List<Fault> faults = List.copyOf(plan.faults());
    List<Incident> incidents = new ArrayList<>();
    Map<Target, Long> free = new HashMap<>();
    long moment = plan.gaps().pick(random);
    while (!faults.isEmpty() && moment + plan.lasting().most() <= plan.operations()) {
      Incident next = pick(random, plan, faults.get(random.nextInt(faults.size())), moment);
      Target lane = Scope.of(next.fault()).lane(next.target());
      if (free.getOrDefault(lane, 0L) <= moment) {
        incidents.add(next);
        free.put(lane, next.end());
      }
      moment += plan.gaps().pick(random);
    }
    return new FaultSchedule(seed, plan.longest(), incidents);
  }

  private static Incident pick(Random random, FaultPlan plan, Fault fault, long moment) {
    Scope scope = Scope.of(fault);
    List<Target> targets = targets(plan).filter(target -> scope.befalls(target.kind())).toList();
    Target target = targets.get(random.nextInt(targets.size()));
    long lasting = scope.lasts() ? plan.lasting().pick(random) : 0;
    Duration size = size(random, fault);
    return endures(random, plan, fault)
        ? new Incident(moment, fault, target, whileItEndures(plan, moment), plan.enduring())
        : new Incident(moment, fault, target, lasting, size);
  }

  private static boolean endures(Random random, FaultPlan plan, Fault fault) {
    return !plan.enduring().isZero() && Incident.mayEndure(fault) && random.nextInt(ENDURING) == 0;
  }

  /** Nothing else befalls the same meanwhile, however many operations others begin. */
  private static long whileItEndures(FaultPlan plan, long moment) {
    return Math.min(plan.operations() - moment, (long) ENDURING * plan.lasting().most());
  }

  private static Stream<Target> targets(FaultPlan plan) {
    Stream<Target> server = Stream.of(Target.server());
    Stream<Target> leader = plan.members() > 0 ? Stream.of(Target.leader()) : Stream.of();
    Stream<Target> members = IntStream.range(0, plan.members()).mapToObj(Target::member);
    Stream<Target> clients = IntStream.range(0, plan.clients()).mapToObj(Target::client);
    return Stream.of(server, leader, members, clients).flatMap(each -> each);
  }

  private static Duration size(Random random, Fault fault) {
    return switch (fault) {
      case DELAY -> LEAST_DELAY.multipliedBy(1L + random.nextInt(DELAYS));
      case SKEW_CLOCK -> Duration.ofSeconds(random.nextInt(2 * SKEW_SECONDS + 1) - SKEW_SECONDS);
      default -> Duration.ZERO;
    };
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text one line
   * @return the schedule
   */
  public static FaultSchedule parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "no schedule of faults, which begins with 'seed N, at most TIME each:': " + text);
    }
    List<Incident> incidents =
        Stream.of(matcher.group(3).split(";", -1))
            .filter(part -> !part.isBlank())
            .map(Incident::parse)
            .toList();
    try {
      return new FaultSchedule(
          Long.parseLong(matcher.group(1)), Duration.parse(matcher.group(2)), incidents);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + matcher.group(2) + "' is no time", e);
    }
  }

  /** One line, which {@link #parse} reads. */
  @Override
  public String toString() {
    String listed = incidents.stream().map(Incident::toString).collect(Collectors.joining("; "));
    return "seed " + seed + ", at most " + longest + " each: " + listed;
  }
}
