package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.Seed;
import java.time.Duration;
import java.util.Random;

/**
 * How much clients do. Two runs of one plan choose from the same random numbers; what they do then
 * differs only by what the store answers.
 *
 * @param seed decides everything random
 * @param name begins the names of the clients and all that they write, and is no other's
 * @param clients how many work at once
 * @param operations how many each of them does, about
 * @param ttl the time to live of locks and offices
 * @param timeout how long each call may take
 * @param reads how many times as often as otherwise they read
 */
public record WorkloadPlan(
    long seed,
    String name,
    int clients,
    int operations,
    Duration ttl,
    Duration timeout,
    int reads) {
  /** The property that says how many operations a long run does altogether. */
  public static final String OPERATIONS = "multigres.testkit.operations";

  // Refuses what would do nothing.
  public WorkloadPlan {
    if (clients < 1 || operations < 1 || reads < 1) {
      throw new IllegalArgumentException(
          "a workload has clients, operations and reads, not %d, %d and %d"
              .formatted(clients, operations, reads));
    }
  }

  /**
   * A plan of so many operations altogether, with a seed that is logged.
   *
   * @param clients how many work at once
   * @param operations how many all of them do together
   * @param ttl the time to live of locks and offices
   * @return the plan
   */
  public static WorkloadPlan of(int clients, int operations, Duration ttl) {
    long seed = Seed.of("a workload of " + clients + " clients and " + operations + " operations");
    return new WorkloadPlan(
        seed, "w", clients, Math.max(1, operations / clients), ttl, Duration.ofSeconds(2), 1);
  }

  /**
   * As {@link #of} with as many operations as the property says.
   *
   * @param clients how many work at once
   * @param operations how many they do where the property says nothing
   * @param ttl the time to live of locks and offices
   * @return the plan
   */
  public static WorkloadPlan asAsked(int clients, int operations, Duration ttl) {
    return of(clients, Integer.getInteger(OPERATIONS, operations), ttl);
  }

  /**
   * The same with calls that may take another time.
   *
   * @param limit how long each call may take
   * @return the plan
   */
  public WorkloadPlan within(Duration limit) {
    return new WorkloadPlan(seed, name, clients, operations, ttl, limit, reads);
  }

  /**
   * The same with more reads: what they cost is little, and the changes are there to be seen.
   *
   * @param times how many times as often as otherwise clients read
   * @return the same with them
   */
  public WorkloadPlan reading(int times) {
    return new WorkloadPlan(seed, name, clients, operations, ttl, timeout, times);
  }

  /**
   * One round of several after each other.
   *
   * @param round its number
   * @param most how many operations all clients do in it together, about
   * @return the same with a name and a seed of its own, and as much to do
   */
  public WorkloadPlan ofRound(int round, int most) {
    return new WorkloadPlan(
        seed + 7_919L * round,
        "r" + round + name,
        clients,
        Math.max(1, most / clients),
        ttl,
        timeout,
        reads);
  }

  /**
   * The part of one process of several.
   *
   * @param process its number
   * @return the same with a name and a seed of its own
   */
  public WorkloadPlan ofProcess(int process) {
    return new WorkloadPlan(
        seed + 1_000_003L * (process + 1),
        name + process + "p",
        clients,
        operations,
        ttl,
        timeout,
        reads);
  }

  /**
   * The same with more to do.
   *
   * @param times how many times as much
   * @return the same with it
   */
  public WorkloadPlan working(int times) {
    return new WorkloadPlan(seed, name, clients, times * operations, ttl, timeout, reads);
  }

  /**
   * In which process a client of this plan, or of a {@linkplain #ofProcess part} of it, worked.
   *
   * @param client the client's name
   * @return a name for the process; empty for the one that has no number
   */
  public String processOf(String client) {
    String rest = client.startsWith(name) ? client.substring(name.length()) : "";
    return rest.substring(0, rest.indexOf('p') + 1);
  }

  /** A client's name. */
  String clientName(int client) {
    return name + client;
  }

  /** A client's own random numbers. */
  Random random(int client) {
    return new Random(seed * 31 + client);
  }
}
