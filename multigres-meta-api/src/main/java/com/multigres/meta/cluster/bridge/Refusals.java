package com.multigres.meta.cluster.bridge;

import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.OnEntry;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.cluster.plan.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a copy's server does not take, by its own rules. Which of many databases it refuses is found
 * by halving what is written at once; that one is left alone until the catalog has it otherwise, or
 * for a while, longer after each further try. Used by one thread at a time.
 */
final class Refusals {
  static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Supplier<Instant> clock;
  private final Map<Part, Refusal> refused = new HashMap<>();
  private final Map<Place, Integer> width = new HashMap<>();

  Refusals(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** One database in one copy. */
  private record Part(Place place, String database) {}

  private record Refusal(List<String> wanted, String words, Instant next, Duration pause) {}

  /** The plan without what is refused, which becomes findings, and without what waits its turn. */
  BridgePlan filter(BridgePlan plan) {
    List<Finding> findings = new ArrayList<>(plan.findings());
    List<BridgeAction> left = new ArrayList<>();
    Map<Part, List<BridgeAction>> parts = parts(plan.actions());
    Map<Place, Integer> taken = new HashMap<>();
    for (BridgeAction action : plan.actions()) {
      if (!(action instanceof OnEntry)) {
        left.add(action);
      }
    }
    for (Map.Entry<Part, List<BridgeAction>> part : parts.entrySet()) {
      Refusal before = refused.get(part.getKey());
      if (before != null && holds(before, part.getValue())) {
        findings.add(finding(part.getKey(), before, part.getValue()));
        continue;
      }
      Place place = part.getKey().place();
      if (taken.merge(place, 1, Integer::sum) <= width.getOrDefault(place, Integer.MAX_VALUE)) {
        left.addAll(part.getValue());
      }
    }
    return new BridgePlan(left, findings);
  }

  /** The server took it. */
  void accepted(List<BridgeAction> actions) {
    for (Part part : parts(actions).keySet()) {
      refused.remove(part);
      width.computeIfPresent(
          part.place(), (place, some) -> some > Integer.MAX_VALUE / 2 ? null : some * 2);
    }
  }

  /** The server refused all of it, in its own words. */
  void refused(List<BridgeAction> actions, String words) {
    Map<Part, List<BridgeAction>> parts = parts(actions);
    if (parts.size() > 1) {
      parts.keySet().forEach(part -> width.put(part.place(), parts.size() / 2));
      return;
    }
    parts.forEach(
        (part, some) -> {
          List<String> wanted = wanted(some);
          Refusal before = refused.get(part);
          Duration pause =
              before != null && before.wanted().equals(wanted)
                  ? longer(before.pause())
                  : FIRST_PAUSE;
          refused.put(part, new Refusal(wanted, words, clock.get().plus(pause), pause));
        });
  }

  /** Asks for another try of everything: what the server takes may have changed. */
  void retry() {
    refused.clear();
  }

  private boolean holds(Refusal refusal, List<BridgeAction> actions) {
    return clock.get().isBefore(refusal.next()) && refusal.wanted().equals(wanted(actions));
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private static Map<Part, List<BridgeAction>> parts(List<BridgeAction> actions) {
    Map<Part, List<BridgeAction>> parts = new LinkedHashMap<>();
    for (BridgeAction action : actions) {
      if (action instanceof OnEntry entry) {
        Part part = new Part(action.place(), entry.path().names().get(0));
        parts.computeIfAbsent(part, some -> new ArrayList<>()).add(action);
      }
    }
    return parts;
  }

  private static List<String> wanted(List<BridgeAction> actions) {
    List<String> wanted = new ArrayList<>();
    for (BridgeAction action : actions) {
      String kind = action.getClass().getSimpleName();
      wanted.add(kind + " " + ((OnEntry) action).path() + " " + content(action));
    }
    return wanted;
  }

  private static String content(BridgeAction action) {
    if (action instanceof Add add) {
      return add.content();
    }
    return action instanceof Update update ? update.content() : "";
  }

  private static Finding finding(Part part, Refusal refusal, List<BridgeAction> actions) {
    EntryPath path = EntryPath.of(part.database());
    String line = path + " in the " + part.place() + " is not accepted there: " + refusal.words();
    return new Finding(
        Finding.Kind.NOT_ACCEPTED, part.place(), path, content(actions.get(0)), "", line);
  }
}
