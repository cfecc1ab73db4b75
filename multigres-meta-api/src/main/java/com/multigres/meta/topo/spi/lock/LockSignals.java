package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a lock may have passed on, to those who then look for themselves. A signal too many
 * costs a look, a missing one costs the time until the next regular look. Thread-safe.
 */
public final class LockSignals {
  private final Map<TopoPath, Set<Asked>> asked = new ConcurrentHashMap<>();

  // Each asking is its own, also of one runnable twice.
  private static final class Asked {
    private final Runnable told;

    Asked(Runnable told) {
      this.told = told;
    }
  }

  /** Signals that nobody asked for yet. */
  public LockSignals() {}

  /**
   * Asks for signals.
   *
   * @param path what is locked
   * @param told called by whoever signals; must not block
   * @return ends the asking
   */
  public Subscription on(TopoPath path, Runnable told) {
    Asked mine = new Asked(told);
    asked.compute(
        path,
        (at, others) -> {
          Set<Asked> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(mine);
          return all;
        });
    return () ->
        asked.computeIfPresent(
            path,
            (at, all) -> {
              all.remove(mine);
              return all.isEmpty() ? null : all;
            });
  }

  /**
   * Signals for one path.
   *
   * @param path what is locked
   */
  public void changed(TopoPath path) {
    asked.getOrDefault(path, Set.of()).forEach(each -> each.told.run());
  }

  /** Signals for every path: something may have been missed. */
  public void changedAll() {
    asked.values().forEach(all -> all.forEach(each -> each.told.run()));
  }
}
