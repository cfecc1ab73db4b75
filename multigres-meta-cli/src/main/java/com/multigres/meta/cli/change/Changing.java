package com.multigres.meta.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange;
import java.util.List;
import java.util.Optional;

/** Applies changes to the catalog, as one generation, carries them on, and answers. */
public final class Changing {
  private Changing() {}

  /**
   * Applies one change.
   *
   * @param done what was done, for people
   */
  public static int apply(
      Context context, ChangeOptions options, String done, CatalogChange change) {
    return apply(context, options, done, List.of(change));
  }

  /**
   * Applies changes, all or none.
   *
   * @param done what was done, for people
   */
  public static int apply(
      Context context, ChangeOptions options, String done, List<CatalogChange> changes) {
    try (CatalogStore store = context.stores().openCatalog()) {
      Carrying carrying = Carrying.prepare(context, store);
      Made made = make(store, changes, options);
      Applied applied = made.applied();
      carrying.carry(applied.changed() && made.before().isEmpty());
      return context.answer(
          made.before()
              .map(before -> Answer.line(() -> json(applied), before))
              .orElseGet(() -> answer(applied, done)));
    }
  }

  /**
   * What became of changes.
   *
   * @param applied what the store answered
   * @param before says so, when a change of that name was made before and nothing was made now
   */
  public record Made(Applied applied, Optional<String> before) {}

  /** Applies changes, all or none, and finds out whether that was done now. */
  public static Made make(CatalogStore store, List<CatalogChange> changes, ChangeOptions options) {
    ApplyOptions asked = options.toApply();
    // Only a change with a name of its own can be answered for one that was made before.
    long earlier = asked.changeId().isEmpty() ? -1 : store.read().position().generation();
    Applied applied = store.apply(changes, asked);
    Position position = applied.position();
    boolean repeated = applied.changed() && position.generation() <= earlier;
    return new Made(applied, repeated ? Optional.of(madeBefore(position)) : Optional.empty());
  }

  private static String madeBefore(Position position) {
    return "change "
        + position.changeId()
        + " was made before, as generation "
        + position.generation()
        + ", and nothing is made now";
  }

  /** The answer to a change. */
  public static Answer answer(Applied applied, String done) {
    return Answer.line(
        () -> json(applied),
        (applied.changed() ? done : "nothing to change")
            + "; the catalog is at "
            + applied.position());
  }

  /** The document that answers a change. */
  public static ObjectNode json(Applied applied) {
    ObjectNode json = Json.object();
    json.set("position", position(applied.position()));
    return json.put("changed", applied.changed());
  }

  /** A position as JSON. */
  public static ObjectNode position(Position position) {
    return Json.object()
        .put("generation", position.generation())
        .put("changeId", position.changeId().value());
  }
}
