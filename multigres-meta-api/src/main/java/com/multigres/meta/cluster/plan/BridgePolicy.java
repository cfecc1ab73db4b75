package com.multigres.meta.cluster.plan;

import java.util.Set;

/**
 * What people decided for the bridge.
 *
 * @param deletion what becomes of an entry whose database is dropped
 * @param confirmed whether a person has looked at what would be removed or overwritten: lifts the
 *     caution of a first contact and the limit on removals
 * @param adopt retained entries that the new database of the same name takes over
 * @param release retained entries that are to be removed after all
 * @param insist dropped entries to go through with: as if confirmed, and without waiting for the
 *     poolers that serve them
 */
public record BridgePolicy(
    DeletionPolicy deletion,
    boolean confirmed,
    Set<EntryPath> adopt,
    Set<EntryPath> release,
    Set<EntryPath> insist) {

  /** What holds where nobody decided: entries are retained, nothing is confirmed. */
  public static final BridgePolicy STANDARD =
      new BridgePolicy(DeletionPolicy.RETAIN, false, Set.of(), Set.of(), Set.of());

  /** Makes a policy with copies of the sets. */
  public BridgePolicy {
    adopt = Set.copyOf(adopt);
    release = Set.copyOf(release);
    insist = Set.copyOf(insist);
  }

  /**
   * The same with another deletion policy.
   *
   * @param policy the deletion policy
   * @return the policy
   */
  public BridgePolicy deleting(DeletionPolicy policy) {
    return new BridgePolicy(policy, confirmed, adopt, release, insist);
  }

  /**
   * The same, confirmed by a person.
   *
   * @return the policy
   */
  public BridgePolicy confirm() {
    return new BridgePolicy(deletion, true, adopt, release, insist);
  }

  /**
   * The same, going through with a dropped entry.
   *
   * @param path the entry
   * @return the policy
   */
  public BridgePolicy insistOn(EntryPath path) {
    return new BridgePolicy(deletion, confirmed, adopt, release, Set.of(path));
  }

  /**
   * The same, with a retained entry given to the new database of its name.
   *
   * @param path the entry
   * @return the policy
   */
  public BridgePolicy adopting(EntryPath path) {
    return new BridgePolicy(deletion, confirmed, Set.of(path), release, insist);
  }

  /**
   * The same, with a retained entry to be removed after all.
   *
   * @param path the entry
   * @return the policy
   */
  public BridgePolicy releasing(EntryPath path) {
    return new BridgePolicy(deletion, confirmed, adopt, Set.of(path), insist);
  }

  /** Whether a person has looked at an entry. */
  boolean confirms(EntryPath path) {
    return confirmed || holds(insist, path);
  }

  /** Whether an entry is to be removed although it is retained. */
  boolean releases(EntryPath path) {
    return holds(release, path);
  }

  /** Whether a retained entry goes to the new database of its name. */
  boolean adopts(EntryPath path) {
    return holds(adopt, path);
  }

  /** Whether a person asked for what a plan is to do with an entry. */
  boolean asksFor(EntryPath path) {
    return releases(path) || holds(insist, path);
  }

  private static boolean holds(Set<EntryPath> decided, EntryPath path) {
    return decided.stream().anyMatch(whole -> whole.holds(path));
  }
}
