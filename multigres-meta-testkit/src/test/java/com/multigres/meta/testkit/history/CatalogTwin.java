package com.multigres.meta.testkit.history;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries every order in which the generations of a small history can have come about. */
final class CatalogTwin {

  private enum What {
    /** A change that was acknowledged. */
    MADE,
    /** One of which nobody knows. */
    MAYBE,
    /** The catalog stood there. */
    STANDS,
    /** The catalog had come there. */
    STOOD
  }

  private record Event(
      What what, String id, Optional<Position> at, Operation operation, long earliest) {
    long latest() {
      return what == What.MAYBE ? Operation.NEVER : operation.returned();
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final Set<String> applied = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> chosen = new HashSet<>();
  private final Set<String> given = new HashSet<>();
  private final Map<Long, String> seen = new HashMap<>();
  private boolean orderly = true;
  private long first = Long.MAX_VALUE;

  private CatalogTwin() {}

  static boolean explains(History history) {
    CatalogTwin twin = new CatalogTwin();
    history.operations().forEach(twin::collect);
    new Told(twin, history).follow();
    twin.refused.removeAll(twin.applied);
    boolean stolen = twin.given.stream().anyMatch(twin.chosen::contains);
    if (!twin.orderly || stolen || twin.seen.values().stream().anyMatch(twin.refused::contains)) {
      return false;
    }
    List<String> ids = new ArrayList<>();
    boolean made =
        twin.events.stream()
            .anyMatch(one -> one.what == What.MADE && one.at.get().generation() == twin.first);
    String head = twin.seen.get(twin.first);
    if (head != null && !made && !twin.applied.contains(head)) {
      ids.add(head);
    }
    return twin.search(twin.events, ids);
  }

  private void collect(Operation one) {
    if (one.call() instanceof CatalogCall.Apply apply) {
      apply(one, apply);
    } else if (one.ending() instanceof Ending.Done done) {
      if (done.result() instanceof Result.Stood stood) {
        boolean primary =
            one.call() instanceof CatalogCall.Read read && read.source() == Source.PRIMARY;
        sees(primary ? What.STANDS : What.STOOD, stood.position(), one);
      } else if (done.result() instanceof Result.Entries page) {
        page.positions().forEach(position -> sees(What.STOOD, position, one));
      }
    }
    if (one.call() instanceof CatalogCall.Told told) {
      position(told.news()).ifPresent(position -> sees(What.STOOD, position, one));
    }
  }

  private static Optional<Position> position(CatalogNews news) {
    if (news instanceof CatalogNews.Changed changed) {
      return Optional.of(changed.position());
    }
    return news instanceof CatalogNews.Full full ? Optional.of(full.position()) : Optional.empty();
  }

  private void apply(Operation one, CatalogCall.Apply apply) {
    String id = apply.changeId().orElse("");
    chosen.add(id);
    if (one.ending() instanceof Ending.Failed failed) {
      refused.add(id);
      failed.current().ifPresent(at -> sees(What.STANDS, at, one));
      orderly &= failed.current().isEmpty() || !failed.current().equals(apply.expected());
    } else if (one.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Stood stood) {
      applied.add(id);
      if (stood.changed()) {
        orderly &= id.isEmpty() || id.equals(stood.position().changeId().value());
        if (id.isEmpty()) {
          given.add(stood.position().changeId().value());
        }
        sees(What.MADE, stood.position(), one);
        apply.expected().ifPresent(at -> sees(What.STOOD, at, one));
        orderly &=
            apply.expected().isEmpty()
                || apply.expected().get().generation() + 1 == stood.position().generation();
      } else {
        sees(id.isEmpty() ? What.STANDS : What.STOOD, stood.position(), one);
      }
    } else {
      applied.add(id);
      events.add(new Event(What.MAYBE, id, Optional.empty(), one, one.invoked()));
    }
  }

  private void sees(What what, Position at, Operation one) {
    first = Math.min(first, at.generation());
    seen.putIfAbsent(at.generation(), at.changeId().value());
    long earliest = what == What.STOOD ? Long.MIN_VALUE : one.invoked();
    events.add(new Event(what, at.changeId().value(), Optional.of(at), one, earliest));
  }

  private boolean search(List<Event> open, List<String> ids) {
    if (open.stream().allMatch(event -> event.what == What.MAYBE)) {
      return true;
    }
    for (Event event : open) {
      if (open.stream().allMatch(other -> other.latest() >= event.earliest)) {
        Optional<List<String>> next = placed(event, ids);
        List<Event> rest = new ArrayList<>(open);
        rest.remove(event);
        if (next.isPresent() && search(rest, next.get())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The ids of all generations from the first on, once it has happened; if it can now. */
  private Optional<List<String>> placed(Event event, List<String> ids) {
    if (event.what == What.MAYBE) {
      return appended(event.id, ids);
    }
    int index = Math.toIntExact(event.at.orElseThrow().generation() - first);
    boolean there = index < ids.size() && ids.get(index).equals(event.id);
    boolean last = index == ids.size() - 1;
    return switch (event.what) {
      case STOOD -> there ? Optional.of(ids) : Optional.empty();
      case STANDS -> there && last ? Optional.of(ids) : Optional.empty();
      default -> {
        boolean named =
            event.operation.call() instanceof CatalogCall.Apply apply
                && apply.changeId().isPresent();
        if (there && named) {
          yield Optional.of(ids);
        }
        yield index == ids.size() ? appended(event.id, ids) : Optional.empty();
      }
    };
  }

  private static Optional<List<String>> appended(String id, List<String> ids) {
    if (ids.contains(id)) {
      return Optional.empty();
    }
    List<String> next = new ArrayList<>(ids);
    next.add(id);
    return Optional.of(next);
  }

  /** What one subscription and one reader of a cache are told, in their order. */
  private record Told(CatalogTwin twin, History history) {

    void follow() {
      long cached = 0;
      long known = -1;
      for (Operation one : history.operations()) {
        if (one.call() instanceof CatalogCall.Read read && read.source() == Source.CACHED) {
          long now = generation(one);
          twin.orderly &= now >= cached;
          cached = now;
        } else if (one.call() instanceof CatalogCall.Subscribe subscribe) {
          known = subscribe.from().map(Position::generation).orElse(-1L);
        } else if (one.call() instanceof CatalogCall.Told told) {
          long now = position(told.news()).orElseThrow().generation();
          twin.orderly &= told.news() instanceof CatalogNews.Full || now == known + 1;
          known = now;
        } else if (one.call() instanceof Call.Settled) {
          settled(one, known);
        }
      }
    }

    private void settled(Operation settled, long known) {
      twin.orderly &=
          twin.events.stream()
              .filter(event -> event.at.isPresent())
              .filter(event -> event.operation.returned() < settled.invoked())
              .allMatch(event -> event.at.get().generation() <= known);
    }

    private static long generation(Operation one) {
      return ((Result.Stood) ((Ending.Done) one.ending()).result()).position().generation();
    }
  }
}
