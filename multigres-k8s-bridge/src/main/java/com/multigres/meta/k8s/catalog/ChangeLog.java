package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last changes: which generation each made, and the ids of those that altered nothing. As text
 * it is words: a position; then an id for each generation after it, {@code GENERATION@ID} where
 * some were left out, {@code @ID} for a change that altered nothing. Immutable.
 *
 * @param changes oldest first; the first and at least one made a generation
 */
record ChangeLog(List<Made> changes) {
  /** However many are to be kept, the annotations of an object are bounded together. */
  private static final int LONGEST_TEXT = 48 * 1024;

  /**
   * One change.
   *
   * @param generation where the catalog stood after it
   * @param id its id
   * @param changed whether it made that generation
   */
  record Made(long generation, ChangeId id, boolean changed) {}

  ChangeLog {
    changes = List.copyOf(changes);
  }

  static ChangeLog startingAt(Position position) {
    return new ChangeLog(List.of(new Made(position.generation(), position.changeId(), true)));
  }

  /** The log that ends at a position; one that does not is another history's, and starts anew. */
  static ChangeLog parse(String text, Position position) {
    List<Made> changes = new ArrayList<>();
    try {
      long generation = 0;
      for (String word : text.split(" ", -1)) {
        int at = word.indexOf('@');
        if (at == 0) {
          changes.add(new Made(generation, new ChangeId(word.substring(1)), false));
          continue;
        }
        generation = at < 0 ? generation + 1 : Long.parseLong(word.substring(0, at));
        changes.add(new Made(generation, new ChangeId(word.substring(at + 1)), true));
      }
    } catch (NumberFormatException | CatalogException notALog) {
      return startingAt(position);
    }
    ChangeLog log = new ChangeLog(changes);
    boolean whole = changes.get(0).changed && log.last().equals(position);
    return whole ? log : startingAt(position);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    long generation = Long.MIN_VALUE;
    for (Made made : changes) {
      text.append(text.isEmpty() ? "" : " ");
      if (!made.changed) {
        text.append('@');
      } else if (made.generation != generation + 1) {
        text.append(made.generation).append('@');
      }
      text.append(made.id);
      generation = made.generation;
    }
    return text.toString();
  }

  /** Where the catalog stands. */
  Position last() {
    for (int i = changes.size() - 1; ; i--) {
      if (changes.get(i).changed) {
        return new Position(changes.get(i).generation, changes.get(i).id);
      }
    }
  }

  boolean knows(Position position) {
    return changes.stream()
        .anyMatch(
            made ->
                made.changed
                    && made.generation == position.generation()
                    && made.id.equals(position.changeId()));
  }

  /** What was answered to a change. */
  Optional<Applied> answer(ChangeId id) {
    Position at = null;
    for (Made made : changes) {
      if (made.changed) {
        at = new Position(made.generation, made.id);
      }
      if (made.id.equals(id) && at != null) {
        return Optional.of(new Applied(at, made.changed));
      }
    }
    return Optional.empty();
  }

  ChangeLog with(Position next) {
    return plus(new Made(next.generation(), next.changeId(), true));
  }

  ChangeLog withUnchanged(ChangeId id) {
    return plus(new Made(last().generation(), id, false));
  }

  private ChangeLog plus(Made made) {
    List<Made> more = new ArrayList<>(changes);
    more.add(made);
    return new ChangeLog(more);
  }

  /** The newest only; a change that altered nothing stands behind the generation it found. */
  ChangeLog bounded(int most) {
    List<Made> kept = new ArrayList<>(changes);
    int length = text().length();
    while (kept.size() > 1 && (kept.size() > most || length > LONGEST_TEXT)) {
      Made oldest = kept.remove(kept.get(1).changed ? 0 : 1);
      length -= oldest.id.value().length() + 1;
    }
    return new ChangeLog(kept);
  }
}
