package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.internal.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is told: the snapshot that it knew and the one that stands now. What happened in
 * between may be left out; the snapshot before is always the one after of the last call. Immutable.
 *
 * @param before what the listener was told last
 * @param after what stands now
 */
public record ViewChange(ClusterSnapshot before, ClusterSnapshot after) {

  /**
   * Which components came, went or say something new. Takes time by what differs, not by what there
   * is.
   *
   * @return one change for each, in no particular order
   */
  public List<ComponentChange> components() {
    List<ComponentChange> changes = new ArrayList<>();
    PersistentMap<String, CellSnapshot> old = before.parts().cells();
    after
        .parts()
        .cells()
        .differences(
            old, cell -> byId(cell.after()).differences(byId(cell.before()), add(changes)));
    return List.copyOf(changes);
  }

  private static PersistentMap<ComponentId, Component> byId(@Nullable CellSnapshot cell) {
    return cell == null ? PersistentMap.empty() : cell.byId();
  }

  private static Consumer<PersistentMap.Difference<ComponentId, Component>> add(
      List<ComponentChange> changes) {
    return found -> {
      Optional<Component> was = Optional.ofNullable(found.before());
      Optional<Component> is = Optional.ofNullable(found.after());
      if (!was.equals(is)) {
        changes.add(new ComponentChange(found.key(), was, is));
      }
    };
  }

  /**
   * Whether the catalog is another one; {@link com.multigres.meta.catalog.CatalogDiff} says in
   * what.
   *
   * @return true when its position differs
   */
  public boolean isCatalogChanged() {
    return !before
        .catalog()
        .map(CatalogSnapshot::position)
        .equals(after.catalog().map(CatalogSnapshot::position));
  }

  /**
   * Whether the catalog before belongs to a history that was lost (rule C9): generations may have
   * been counted back, and what was known of later ones never happened.
   *
   * @return true when that was found out in between
   */
  public boolean isHistoryLost() {
    return before.parts().catalog().losses() != after.parts().catalog().losses();
  }
}
