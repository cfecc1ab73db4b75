package com.multigres.meta.catalog.sql;

import com.multigres.meta.catalog.Position;
import java.util.List;

/**
 * What came of a list of statements. Immutable.
 *
 * @param position where the catalog stood after the list's change; without one, where it was read
 * @param changed whether the list altered anything
 * @param answers one for each statement, in order
 */
public record Answers(Position position, boolean changed, List<Answer> answers) {
  /** Keeps a copy of the list. */
  public Answers {
    answers = List.copyOf(answers);
  }
}
