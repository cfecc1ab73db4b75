package com.multigres.meta.cluster.plan;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.EndRetention;
import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.BridgeAction.Retain;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is written down beside a copy once actions on it are done. */
public final class NextState {
  private NextState() {}

  /**
   * The state after some actions.
   *
   * @param input the copy as it was read, and what the catalog has for it
   * @param done the actions that are done
   * @param position the catalog's position that they were made from
   * @return what is to be written down
   */
  public static AppliedState after(CopyInput input, List<BridgeAction> done, Position position) {
    SortedMap<EntryPath, String> entries = new TreeMap<>(input.copy().entries());
    SortedMap<EntryPath, RetainedEntry> retained = new TreeMap<>();
    input.copy().applied().ifPresent(applied -> retained.putAll(applied.retained()));
    for (BridgeAction action : done) {
      if (action instanceof Add add) {
        entries.put(add.path(), add.content());
      } else if (action instanceof Update update) {
        entries.put(update.path(), update.content());
      } else if (action instanceof Remove remove) {
        entries.remove(remove.path());
        retained.remove(remove.path());
      } else if (action instanceof Retain retain) {
        retained.put(retain.path(), retain.entry());
      } else if (action instanceof EndRetention end) {
        retained.remove(end.path());
      }
    }
    SortedMap<EntryPath, BaseEntry> base = base(input, entries, retained);
    return new AppliedState(position, base, retained);
  }

  /**
   * What both agree on now; and, while it may be trusted, what they agreed on before and one of
   * them has left since: its fate is still open.
   */
  private static SortedMap<EntryPath, BaseEntry> base(
      CopyInput input,
      SortedMap<EntryPath, String> entries,
      SortedMap<EntryPath, RetainedEntry> retained) {
    SortedMap<EntryPath, BaseEntry> base = new TreeMap<>();
    entries.forEach(
        (path, content) -> {
          BaseEntry noted = noted(input, path, content);
          if (noted != null && input.scope().covers(path) && !retained.containsKey(path)) {
            base.put(path, noted);
          }
        });
    if (input.edited() && input.trusted()) {
      input.copy().applied().ifPresent(applied -> keepOpen(input, applied, entries, base));
    }
    return base;
  }

  /**
   * What people took out of the copy, and the catalog still has: that they did is not forgotten.
   */
  private static void keepOpen(
      CopyInput input,
      AppliedState applied,
      SortedMap<EntryPath, String> entries,
      SortedMap<EntryPath, BaseEntry> base) {
    applied
        .base()
        .forEach(
            (path, before) -> {
              DesiredEntry desired = input.desired().get(path);
              boolean open = desired != null && !desired.dropping() && desired.id() == before.id();
              if (open && !entries.containsKey(path)) {
                base.put(path, before);
              }
            });
  }

  private static @Nullable BaseEntry noted(CopyInput input, EntryPath path, String content) {
    BaseEntry before = before(input, path);
    DesiredEntry desired = input.desired().get(path);
    boolean agreed =
        desired != null
            && !desired.dropping()
            && desired.content().equals(content)
            && (before == null || before.id() == desired.id());
    return desired != null && agreed
        ? new BaseEntry(desired.id(), desired.name(), content)
        : before;
  }

  /** What both agreed on before, unless the copy lost that entry: one added since is a new one. */
  private static @Nullable BaseEntry before(CopyInput input, EntryPath path) {
    return input.trusted() && input.copy().entries().containsKey(path)
        ? input.copy().applied().map(applied -> applied.base().get(path)).orElse(null)
        : null;
  }
}
