package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.ServerFaults;
import com.multigres.meta.testkit.fault.Injection.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An accident from its arrangement to its end. Not thread-safe. */
final class Happening {

  private final Incident incident;
  private final Instant began = Instant.now();
  private final long begunNanos = System.nanoTime();
  private final List<Throwable> failures = new ArrayList<>();
  private Optional<Spell> spell = Optional.empty();

  private Happening(Incident incident) {
    this.incident = incident;
  }

  /** Lets it happen; where that fails, it is to be ended all the same, for half of it may last. */
  static <S> Happening of(Incident incident, ServerFaults<S> faults, List<S> clients) {
    Happening happening = new Happening(incident);
    happening.attempt(
        () -> {
          Spell spell = Spell.of(incident, faults, clients);
          happening.spell = Optional.of(spell);
          spell.begin().run();
        });
    return happening;
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  /** Whether there is nothing to wait for before its end. */
  boolean isOver() {
    return incident.operations() == 0 || !failures.isEmpty();
  }

  long lastOperation() {
    return incident.end();
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }

  /** How much of its longest time is left; none or less when that is over. */
  Duration left(Duration longest) {
    return incident.longest(longest).minus(age());
  }

  Injection end(Ending ending) {
    Duration lasted = age();
    spell.ifPresent(cast -> attempt(cast.end()));
    String failure = failures.isEmpty() ? "" : failures.get(0).toString();
    return new Injection(incident, began, lasted, ending, failure);
  }

  List<Throwable> failures() {
    return failures;
  }
}
