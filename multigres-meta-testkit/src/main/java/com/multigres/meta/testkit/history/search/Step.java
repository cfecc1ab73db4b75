package com.multigres.meta.testkit.history.search;

import com.multigres.meta.testkit.history.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an operation does at one moment: everything that it requires holds, and all its effects come
 * about.
 *
 * @param origin the operation
 * @param optional whether it need not happen at all
 * @param earliest the moment lies no sooner
 * @param latest the moment lies no later
 * @param requires what must hold, each once
 * @param effects what comes about; none for a read
 * @param chain steps of one chain take effect in the order in which they are listed; {@link #ALONE}
 */
public record Step(
    Operation origin,
    boolean optional,
    long earliest,
    long latest,
    List<Requirement> requires,
    List<Effect> effects,
    int chain) {
  /** Of no chain. */
  public static final int ALONE = -1;

  // Drops what is required twice.
  public Step {
    requires = List.copyOf(new LinkedHashSet<>(requires));
    effects = List.copyOf(effects);
  }

  /** A mandatory step that changes nothing. */
  public static Step read(Operation origin, List<Requirement> requires) {
    return new Step(origin, false, origin.invoked(), origin.returned(), requires, List.of(), ALONE);
  }

  /** Whether it changes anything. */
  public boolean mutates() {
    return !effects.isEmpty();
  }

  /** Where it looks or writes. */
  public Set<Integer> paths() {
    Set<Integer> paths = new LinkedHashSet<>();
    requires.forEach(requirement -> paths.add(requirement.path()));
    effects.forEach(effect -> paths.add(effect.path()));
    return paths;
  }

  /** The same, but it may never have happened. */
  Step doubted() {
    return new Step(origin, true, earliest, Operation.NEVER, requires, effects, chain);
  }

  /** The same, whatever stood there. */
  Step unconditional() {
    return new Step(origin, optional, earliest, latest, List.of(), effects, chain);
  }
}
