package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.ServerFaults;
import com.multigres.meta.testkit.fault.Injection.Ending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a schedule happen to a workload that runs meanwhile. Each client says before each of its
 * operations that it begins one; the accidents that are due then are arranged, or ended, before
 * that call returns, while other clients go on: to them a server may die in the middle of an
 * operation. When the run is closed, whatever still lasts ends. Thread-safe.
 *
 * @param <S> the kind of store
 */
public final class FaultRun<S> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FaultRun.class);

  private final FaultSchedule schedule;
  private final ServerFaults<S> faults;
  private final List<S> clients;
  private final AtomicLong operations = new AtomicLong();
  private final ReentrantLock arranging = new ReentrantLock();
  private final Condition changed = arranging.newCondition();
  private final Deque<Incident> coming;
  private final List<Happening> lasting = new ArrayList<>();
  private final List<Injection> injections = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Thread timer = new Thread(this::endWhatLastsTooLong, "multigres-fault-run");
  // Nothing happens before this operation, so that most of them cost no more than counting them.
  private volatile long due;
  private final AtomicBoolean told = new AtomicBoolean();
  private boolean closed;

  private FaultRun(FaultSchedule schedule, ServerFaults<S> faults, List<S> clients) {
    this.schedule = schedule;
    this.faults = faults;
    this.clients = List.copyOf(clients);
    this.coming = new ArrayDeque<>(schedule.incidents());
    this.due = nextMoment();
  }

  /**
   * Begins one.
   *
   * @param <S> the kind of store
   * @param schedule what happens
   * @param faults how it is arranged
   * @param clients whom the schedule's clients mean, by number
   * @return the run, to be closed when the workload is over
   * @throws IllegalArgumentException if the schedule needs a fault that is not offered, or befalls
   *     somebody who is not there
   */
  public static <S> FaultRun<S> begin(
      FaultSchedule schedule, ServerFaults<S> faults, List<S> clients) {
    for (Incident incident : schedule.incidents()) {
      requireTarget(incident, faults, clients.size());
    }
    FaultRun<S> run = new FaultRun<>(schedule, faults, clients);
    log.info("Faults: {}", schedule);
    run.timer.setDaemon(true);
    run.timer.start();
    return run;
  }

  private static void requireTarget(Incident incident, ServerFaults<?> faults, int clients) {
    int members = faults.members().size();
    boolean there =
        switch (incident.target().kind()) {
          case CLIENT -> incident.target().number() < clients;
          case MEMBER -> incident.target().number() < members;
          case LEADER -> members > 0;
          case SERVER -> true;
        };
    if (!there || !faults.offered().contains(incident.fault())) {
      throw new IllegalArgumentException(
          "'%s' cannot be arranged with %d clients, %d members and %s"
              .formatted(incident, clients, members, faults.offered()));
    }
  }

  /** A client is about to begin an operation. */
  public void operationBegins() {
    if (operations.incrementAndGet() >= due) {
      arranged(this::arrangeWhatIsDue);
    }
  }

  /**
   * How many operations have begun.
   *
   * @return their number
   */
  public long operations() {
    return operations.get();
  }

  /**
   * What has happened.
   *
   * @return what has ended so far, in that order
   */
  public List<Injection> injections() {
    arranging.lock();
    try {
      return List.copyOf(injections);
    } finally {
      arranging.unlock();
    }
  }

  private void arranged(Runnable change) {
    arranging.lock();
    try {
      if (!closed) {
        change.run();
        changed.signalAll();
      }
    } finally {
      arranging.unlock();
    }
  }

  private void arrangeWhatIsDue() {
    for (long moment = nextMoment(); moment <= operations.get(); moment = nextMoment()) {
      long now = moment;
      List<Happening> over = removed(happening -> happening.lastOperation() <= now);
      List<Incident> begins = new ArrayList<>();
      while (!coming.isEmpty() && coming.peek().moment() <= now) {
        begins.add(coming.remove());
      }
      // Already here: whoever begins an operation before the next one is due need not wait.
      due = begins.stream().mapToLong(Incident::end).reduce(nextMoment(), Math::min);
      over.forEach(happening -> end(happening, Ending.IN_TIME));
      begins.forEach(this::begin);
      due = nextMoment();
    }
  }

  /** The number of the operation before which something begins or ends. */
  private long nextMoment() {
    long begins = coming.isEmpty() ? Long.MAX_VALUE : coming.peek().moment();
    return lasting.stream().mapToLong(Happening::lastOperation).reduce(begins, Math::min);
  }

  private void begin(Incident incident) {
    log.info("Fault: {}", incident);
    Happening happening = Happening.of(incident, faults, clients);
    if (happening.isOver()) {
      end(happening, Ending.AT_ONCE);
    } else {
      lasting.add(happening);
    }
  }

  private List<Happening> removed(Predicate<Happening> which) {
    List<Happening> over = lasting.stream().filter(which).toList();
    lasting.removeAll(over);
    return over;
  }

  private void end(Happening happening, Ending ending) {
    Injection injection = happening.end(ending);
    injections.add(injection);
    failures.addAll(happening.failures());
    log.info("Fault over: {}", injection);
  }

  /** Where nobody gets past an accident, no operation begins that would end it. */
  private void endWhatLastsTooLong() {
    Duration longest = schedule.longest();
    arranging.lock();
    try {
      while (!closed) {
        removed(happening -> happening.left(longest).toNanos() <= 0)
            .forEach(happening -> end(happening, Ending.TOO_LONG));
        due = nextMoment();
        long left =
            lasting.stream()
                .mapToLong(happening -> happening.left(longest).toNanos())
                .min()
                .orElse(Long.MAX_VALUE);
        changed.await(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      arranging.unlock();
    }
  }

  /**
   * Ends what still lasts. Idempotent.
   *
   * @throws IllegalStateException if an accident could not be arranged or ended, so that the
   *     schedule did not happen as it stands
   */
  @Override
  public void close() {
    arranged(
        () -> {
          closed = true;
          coming.clear();
          removed(happening -> true).forEach(happening -> end(happening, Ending.WITH_THE_RUN));
          due = nextMoment();
        });
    awaitTimer();
    if (told.compareAndSet(false, true)) {
      Evidence.of(new Evidence.FaultsInjected(counts()));
    }
    arranging.lock();
    try {
      if (!failures.isEmpty()) {
        IllegalStateException failed =
            new IllegalStateException(
                failures.size() + " of these went wrong: " + injections, failures.get(0));
        failures.stream().skip(1).forEach(failed::addSuppressed);
        failures.clear();
        throw failed;
      }
    } finally {
      arranging.unlock();
    }
  }

  /**
   * How many accidents went as they should.
   *
   * @return by kind
   */
  public Map<Fault, Integer> counts() {
    Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    injections().stream()
        .filter(injection -> injection.failure().isEmpty())
        .forEach(injection -> counts.merge(injection.incident().fault(), 1, Integer::sum));
    return counts;
  }

  private void awaitTimer() {
    try {
      timer.interrupt();
      timer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return schedule + " after " + operations + " operations";
  }
}
