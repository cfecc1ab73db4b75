package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Fault;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One accident of a schedule.
 *
 * @param moment the number of the operation, from 1, before which it happens
 * @param fault what happens
 * @param target whom it befalls
 * @param operations how many operations begin before it ends; 0 for what is over at once
 * @param size how large a delay or a step of a clock is, or how long a cut or a pause lasts at most
 *     where it may last longer than others; zero for everything else
 */
public record Incident(long moment, Fault fault, Target target, long operations, Duration size) {

  /** Checks that such a thing can happen. */
  public Incident {
    if (moment < 1 || operations < 0) {
      throw new IllegalArgumentException("operations are counted from 1 on: " + moment);
    }
    if (!Scope.of(fault).befalls(target.kind())) {
      throw new IllegalArgumentException(fault + " befalls no " + target);
    }
  }

  /**
   * The number of the operation before which it ends.
   *
   * @return its moment, where it is over at once
   */
  public long end() {
    return moment + operations;
  }

  /** Whether it may outlast what the schedule else allows. */
  static boolean mayEndure(Fault fault) {
    return fault == Fault.CUT || fault == Fault.PAUSE;
  }

  /**
   * What ends it, however few operations have begun.
   *
   * @param usual what ends any other of the schedule
   */
  Duration longest(Duration usual) {
    return mayEndure(fault) && !size.isZero() ? size : usual;
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text such as {@code 300 DELAY client-1 100 PT0.05S}
   * @return the incident
   */
  public static Incident parse(String text) {
    List<String> words = List.of(text.strip().split("\\s+", -1));
    if (words.size() < 4 || words.size() > 5) {
      throw unreadable(text, null);
    }
    try {
      return new Incident(
          Long.parseLong(words.get(0)),
          Fault.valueOf(words.get(1)),
          Target.parse(words.get(2)),
          Long.parseLong(words.get(3)),
          words.size() == 5 ? Duration.parse(words.get(4)) : Duration.ZERO);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw unreadable(text, e);
    }
  }

  private static IllegalArgumentException unreadable(
      String text, @Nullable RuntimeException cause) {
    return new IllegalArgumentException(
        "'" + text + "' is no MOMENT FAULT TARGET OPERATIONS [SIZE]", cause);
  }

  @Override
  public String toString() {
    String sized = size.isZero() ? "" : " " + size;
    return moment + " " + fault + " " + target + " " + operations + sized;
  }
}
