package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Clients of a catalog that keeps every rule, each for one operation; then lies. */
final class CatalogSimulation {
  private static final int SLACK = 12;
  private static final Ending DONE = new Ending.Done(new Result.Nothing());

  private final Random random;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Position> history = new ArrayList<>();
  private final List<Position> own = new ArrayList<>();
  private final List<String> late = new ArrayList<>();
  private Optional<Position> told = Optional.empty();
  private int cached;
  private int ids;
  private long now;

  private CatalogSimulation(Random random) {
    this.random = random;
  }

  static History run(Random random) {
    CatalogSimulation simulation = new CatalogSimulation(random);
    simulation.append("init");
    for (int steps = 2 + random.nextInt(5); steps > 0; steps--) {
      simulation.now += 1 + random.nextInt(8);
      simulation.comeLate();
      simulation.step();
    }
    simulation.settle();
    for (int lies = random.nextInt(3); lies > 0 && !simulation.operations.isEmpty(); lies--) {
      simulation.lie();
    }
    return new History(simulation.operations);
  }

  private Position append(String id) {
    Position next = new Position(history.size() + 1L, new ChangeId(id));
    history.add(next);
    return next;
  }

  private Position current() {
    return history.get(history.size() - 1);
  }

  private Position any() {
    return history.get(random.nextInt(history.size()));
  }

  /** What nobody knows the end of may take effect after its client gave up. */
  private void comeLate() {
    if (!late.isEmpty() && random.nextInt(3) == 0) {
      append(late.remove(0));
    }
  }

  private void step() {
    switch (random.nextInt(9)) {
      case 0, 1 -> apply();
      case 2 -> unknown();
      case 3 -> repeat();
      case 4, 5 -> add("r", read(Source.PRIMARY), stood(current(), false));
      case 6 -> cached();
      case 7 -> subscription();
      default -> {
        int before = 1 + random.nextInt(history.size());
        List<Position> page = List.of(history.get(before - 1));
        add("p", new CatalogCall.Page(before + 1L, 1), new Ending.Done(new Result.Entries(page)));
      }
    }
  }

  private static Call read(Source source) {
    return new CatalogCall.Read(source, Optional.empty());
  }

  private static Ending stood(Position position, boolean changed) {
    return new Ending.Done(new Result.Stood(position, changed, ""));
  }

  private void apply() {
    Optional<Position> expected = random.nextBoolean() ? Optional.of(any()) : Optional.empty();
    String id = "i" + ++ids;
    boolean named = random.nextBoolean();
    Call call =
        new CatalogCall.Apply(named ? Optional.of(id) : Optional.empty(), "change", expected);
    Position stands = current();
    if (expected.isPresent() && !expected.get().equals(stands)) {
      add("a", call, new Ending.Failed("STALE_POSITION", Optional.empty(), Optional.of(stands)));
    } else if (random.nextInt(4) == 0) {
      add("a", call, stood(stands, false));
    } else {
      Position made = append(id);
      if (named) {
        own.add(made);
      }
      add("a", call, stood(made, true));
    }
  }

  private void unknown() {
    String id = "u" + ++ids;
    add(
        "a",
        new CatalogCall.Apply(Optional.of(id), "change", Optional.empty()),
        new Ending.Unknown("TIMEOUT"));
    if (random.nextBoolean()) {
      append(id);
    } else if (random.nextBoolean()) {
      late.add(id);
    }
  }

  private void repeat() {
    if (!own.isEmpty()) {
      Position first = own.get(random.nextInt(own.size()));
      Optional<String> id = Optional.of(first.changeId().value());
      add("a", new CatalogCall.Apply(id, "change", Optional.empty()), stood(first, true));
    }
  }

  private void cached() {
    cached += random.nextInt(history.size() - cached);
    // One client does one thing at a time.
    now += SLACK;
    add("k", read(Source.CACHED), stood(history.get(cached), false));
    now += SLACK;
  }

  private void subscription() {
    if (told.isEmpty()) {
      Position from = any();
      boolean resumed = random.nextBoolean();
      tell(new CatalogCall.Subscribe("s", resumed ? Optional.of(from) : Optional.empty()));
      if (!resumed) {
        from = current();
        tell(new CatalogCall.Told("s", new CatalogNews.Full(from, Reason.FIRST, "")));
      }
      told = Optional.of(from);
    } else if (told.get().generation() < history.size()) {
      Position next = history.get((int) told.get().generation());
      tell(new CatalogCall.Told("s", new CatalogNews.Changed(next, "")));
      told = Optional.of(next);
    }
  }

  private void settle() {
    if (told.isPresent()) {
      now += 1 + random.nextInt(2 * SLACK);
      while (told.get().generation() < history.size()) {
        subscription();
      }
      tell(new Call.Settled("s"));
    }
  }

  private void tell(Call call) {
    operations.add(new Operation("s", call, DONE, now, now));
  }

  private void add(String client, Call call, Ending ending) {
    operations.add(
        new Operation(
            client, call, ending, now - random.nextInt(SLACK), now + random.nextInt(SLACK)));
  }

  /** It happened at another time, or was told otherwise, or not at all. */
  private void lie() {
    int victim = random.nextInt(operations.size());
    Operation one = operations.get(victim);
    if (one.call() instanceof CatalogCall.Subscribe) {
      return;
    }
    long by = random.nextInt(4 * SLACK) - 2L * SLACK;
    switch (random.nextInt(4)) {
      case 0 -> operations.remove(victim);
      case 1 -> operations.set(victim, Mutations.with(one, otherwise(one.ending())));
      case 2 -> operations.set(victim, Mutations.with(one, opposite(one)));
      default -> {
        if (!one.client().equals("s") && !one.client().equals("k")) {
          operations.set(
              victim,
              new Operation(
                  one.client(), one.call(), one.ending(), one.invoked() + by, one.returned() + by));
        }
      }
    }
  }

  private Ending otherwise(Ending ending) {
    Position other = any();
    if (ending instanceof Ending.Done done && done.result() instanceof Result.Stood stood) {
      return stood(other, stood.changed());
    } else if (ending instanceof Ending.Failed failed) {
      return new Ending.Failed(failed.code(), Optional.empty(), Optional.of(other));
    }
    return ending;
  }

  private static Ending opposite(Operation one) {
    if (one.ending() instanceof Ending.Unknown) {
      return Ending.failed("UNAVAILABLE");
    }
    boolean named = one.call() instanceof CatalogCall.Apply apply && apply.changeId().isPresent();
    return named ? new Ending.Unknown("TIMEOUT") : one.ending();
  }
}
