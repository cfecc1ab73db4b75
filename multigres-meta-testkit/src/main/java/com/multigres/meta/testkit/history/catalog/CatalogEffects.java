package com.multigres.meta.testkit.history.catalog;

import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.Verdict;
import com.multigres.meta.testkit.history.file.CatalogContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * That each generation holds what its changes make of the one before (rule C3), that none was
 * accepted which breaks a rule (rule C4), and that what altered something made a generation and
 * nothing else did (rule C5). Worked out from each catalog that somebody was shown whole, as far as
 * it is known who made the generations after it.
 */
final class CatalogEffects {
  private final TreeMap<Long, Operation> known = new TreeMap<>();
  private final Map<String, Operation> byId = new HashMap<>();
  private final Map<Long, Operation> makers = new HashMap<>();
  private final Map<Long, List<CatalogSighting>> shown = new HashMap<>();
  private final Map<Long, List<Operation>> idle = new HashMap<>();
  private final Map<Long, Catalog> states = new HashMap<>();

  CatalogEffects(History history, List<CatalogSighting> sightings) {
    history.operations().forEach(this::collect);
    sightings.forEach(this::collect);
  }

  private void collect(Operation operation) {
    if (operation.call() instanceof CatalogCall.Known whole) {
      known.putIfAbsent(whole.position().generation(), operation);
    } else if (operation.call() instanceof CatalogCall.Apply apply) {
      apply.changeId().ifPresent(id -> byId.put(id, operation));
      if (operation.ending() instanceof Ending.Done done
          && done.result() instanceof Result.Stood stood
          && !stood.changed()) {
        add(idle, stood.position().generation(), operation);
      }
    }
  }

  private void collect(CatalogSighting sighting) {
    long generation = sighting.generation();
    Operation maker =
        sighting.kind() == CatalogSighting.Kind.MADE
            ? sighting.operation()
            : byId.get(sighting.changeId());
    if (maker != null) {
      makers.putIfAbsent(generation, maker);
    }
    if (CatalogContent.isOne(sighting.content())) {
      add(shown, generation, sighting);
    }
  }

  private static <T> void add(Map<Long, List<T>> all, long generation, T one) {
    all.computeIfAbsent(generation, added -> new ArrayList<>(2)).add(one);
  }

  /** The catalogs that could be worked out, by generation; known once they were checked. */
  Map<Long, Catalog> states() {
    return states;
  }

  Optional<Verdict> check() {
    Map.Entry<Long, Operation> base = known.firstEntry();
    while (base != null) {
      Line line = new Line(base.getKey(), base.getValue());
      Optional<Verdict> broken = line.follow();
      if (broken.isPresent()) {
        return broken;
      }
      base = known.higherEntry(line.generation);
    }
    return Optional.empty();
  }

  /** From a catalog that is known whole, one generation after the other. */
  private final class Line {
    private final Operation base;
    private long generation;
    private Catalog now;
    private @Nullable Operation last;

    private Line(long generation, Operation base) {
      this.base = base;
      this.generation = generation;
      this.now = ((CatalogCall.Known) base.call()).catalog();
    }

    private Optional<Verdict> follow() {
      Optional<Verdict> broken = here();
      while (broken.isEmpty()) {
        Operation maker = makers.get(generation + 1);
        if (maker == null || changesOf(maker).changes().isEmpty()) {
          return Optional.empty();
        }
        broken = step(maker).or(this::here);
      }
      return broken;
    }

    private Optional<Verdict> step(Operation maker) {
      ChangeResult result = now.apply(changesOf(maker).changes());
      if (result instanceof ChangeResult.Changed changed) {
        now = changed.catalog();
        generation++;
        last = maker;
        return Optional.empty();
      } else if (result instanceof ChangeResult.Refused refused) {
        return violated("C4", "a change was accepted though " + refused.message(), maker);
      }
      return violated("C5", "a change that alters nothing made a generation", maker);
    }

    private Optional<Verdict> here() {
      states.put(generation, now);
      return whole().or(this::content).or(this::withoutEffect);
    }

    private Optional<Verdict> whole() {
      Operation other = known.get(generation);
      return other == null || ((CatalogCall.Known) other.call()).catalog().equals(now)
          ? Optional.empty()
          : other(other);
    }

    private Optional<Verdict> content() {
      List<CatalogSighting> here = shown.getOrDefault(generation, List.of());
      String content = here.isEmpty() ? "" : CatalogContent.of(now);
      return here.stream()
          .filter(sighting -> !sighting.content().equals(content))
          .findFirst()
          .flatMap(sighting -> other(sighting.operation()));
    }

    private Optional<Verdict> other(Operation shown) {
      return violated(
          "C3", "generation " + generation + " is not what its changes make of the last", shown);
    }

    private Optional<Verdict> withoutEffect() {
      for (Operation none : idle.getOrDefault(generation, List.of())) {
        ChangeResult result = now.apply(changesOf(none).changes());
        if (result instanceof ChangeResult.Changed) {
          return violated("C5", "a change was done that altered nothing, and should have", none);
        } else if (result instanceof ChangeResult.Refused refused) {
          return violated("C4", "a change was accepted though " + refused.message(), none);
        }
      }
      return Optional.empty();
    }

    private Optional<Verdict> violated(String rule, String why, Operation operation) {
      List<Operation> smallest = new ArrayList<>(List.of(base));
      if (last != null && !last.equals(operation)) {
        smallest.add(last);
      }
      if (!operation.equals(base)) {
        smallest.add(operation);
      }
      return Optional.of(new Verdict.Violated(rule, why, smallest));
    }
  }

  private static CatalogCall.Apply changesOf(Operation operation) {
    return (CatalogCall.Apply) operation.call();
  }
}
