package com.multigres.meta.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.model.CatalogChange;
import java.util.List;

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
      Applied applied = store.apply(changes, options.toApply());
      Carrying.carry(context, store);
      return context.answer(answer(applied, done));
    }
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
