package com.multigres.meta.topo.spi.lock;

import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.TopoPath;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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

  private final Consumer<TopoPath> begun;
  private final Consumer<TopoPath> ended;

  /** Signals that nobody asked for yet. */
  public LockSignals() {
    this(path -> {}, path -> {});
  }

  /**
   * The same for a backend that follows only the locks that somebody asks about.
   *
   * @param begun told a path when the first asks about it; must not block
   * @param ended told a path when the last has ended the asking; must not block
   */
  public LockSignals(Consumer<TopoPath> begun, Consumer<TopoPath> ended) {
    this.begun = begun;
    this.ended = ended;
  }

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
          if (others == null) {
            begun.accept(path);
          }
          return all;
        });
    return () ->
        asked.computeIfPresent(
            path,
            (at, all) -> {
              if (all.remove(mine) && all.isEmpty()) {
                ended.accept(path);
              }
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
