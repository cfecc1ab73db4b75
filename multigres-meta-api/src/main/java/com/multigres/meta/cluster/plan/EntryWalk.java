package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that is known of a copy, path by path in order: all maps are sorted, so
 * one pass over them is enough.
 */
final class EntryWalk {
  private final Head<DesiredEntry> desired;
  private final Head<String> entries;
  private final Head<RetainedEntry> retained;
  private final Head<BaseEntry> base;

  private EntryWalk(CopyInput input) {
    Optional<AppliedState> applied = input.copy().applied();
    desired = new Head<>(input.desired());
    entries = new Head<>(input.copy().entries());
    retained = new Head<>(applied.map(AppliedState::retained).orElseGet(TreeMap::new));
    base =
        new Head<>(
            input.trusted() ? applied.map(AppliedState::base).orElseThrow() : new TreeMap<>());
  }

  static void over(CopyInput input, Consumer<PlannedEntry> each) {
    EntryWalk walk = new EntryWalk(input);
    EntryPath path = walk.first();
    while (path != null) {
      each.accept(
          new PlannedEntry(
              path,
              walk.desired.take(path),
              walk.entries.take(path),
              walk.retained.take(path),
              walk.base.take(path)));
      path = walk.first();
    }
  }

  private @Nullable EntryPath first() {
    return least(least(desired.path(), entries.path()), least(retained.path(), base.path()));
  }

  private static @Nullable EntryPath least(@Nullable EntryPath left, @Nullable EntryPath right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.compareTo(right) <= 0 ? left : right;
  }

  /** Where one of the maps is read. */
  private static final class Head<T> {
    private final Iterator<Map.Entry<EntryPath, T>> rest;
    private Map.@Nullable Entry<EntryPath, T> next;

    Head(SortedMap<EntryPath, T> map) {
      rest = map.entrySet().iterator();
      next = rest.hasNext() ? rest.next() : null;
    }

    @Nullable EntryPath path() {
      return next == null ? null : next.getKey();
    }

    /** The value at a path, which is the least of all that are left. */
    @Nullable T take(EntryPath path) {
      Map.Entry<EntryPath, T> here = next;
      if (here == null || !here.getKey().equals(path)) {
        return null;
      }
      next = rest.hasNext() ? rest.next() : null;
      return here.getValue();
    }
  }
}
