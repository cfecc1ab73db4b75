package com.multigres.meta.catalog;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.Violation;
import com.multigres.meta.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a cluster's catalog: read all the time, changed rarely, never wrong.
 *
 * <p>Every call blocks until it is done or fails with a {@link CatalogException}, which says
 * whether it may have had an effect (rule C11). Every call has a deadline: the store's, or that of
 * {@link #withTimeout}. Any call may also fail with {@code UNAVAILABLE}, {@code TIMEOUT}, {@code
 * INTERRUPTED}, {@code ACCESS_DENIED}, {@code SCHEMA_TOO_NEW} or {@code INTERNAL}, and after {@link
 * #close} with {@code CLOSED}; any call but {@link #initialise} with {@code NOT_INITIALISED}.
 * Thread-safe throughout.
 */
public interface CatalogStore extends AutoCloseable {

  /**
   * What this store can do.
   *
   * @return the capabilities; they do not change while the store is open
   */
  Set<CatalogCapability> capabilities();

  /**
   * This store, with another deadline for each call made through the returned view. Both share
   * everything else; closing either closes both.
   *
   * @param timeout how long a call may take, more than zero
   * @return the view
   */
  CatalogStore withTimeout(Duration timeout);

  /**
   * Makes the catalog, once: the default database with its default tablegroup and its only shard
   * (rule C1). Any number of concurrent or repeated calls end in the same catalog; one that stands
   * is left as it is.
   *
   * @return the catalog as it stands
   */
  CatalogSnapshot initialise();

  /**
   * Brings the stored schema to this library's version (rule P3); does nothing where it is that or
   * newer.
   *
   * @return one line for each step that was taken, empty when there was none
   */
  List<String> migrate();

  /**
   * Reads the catalog from the primary (rule C6).
   *
   * @return one consistent catalog that shows every change acknowledged before the call
   */
  default CatalogSnapshot read() {
    return read(ReadOptions.primary());
  }

  /**
   * Reads the catalog (rule C6).
   *
   * @param options from where, and how fresh
   * @return one consistent catalog
   * @throws CatalogException {@code LOST_HISTORY} when the awaited position belongs to a lost
   *     history; {@code UNSUPPORTED} for a standby where there can be none
   */
  CatalogSnapshot read(ReadOptions options);

  /**
   * Reads the catalog as it was (rule C8).
   *
   * @param generation a generation that the history still holds
   * @return the catalog of that generation
   * @throws CatalogException {@code NOT_FOUND} when the history does not reach back so far, or not
   *     that far yet; {@code UNSUPPORTED} without {@code HISTORY}
   */
  CatalogSnapshot readAt(long generation);

  /**
   * Applies changes, whole or not at all, as one generation (rules C2–C5, C11, C12).
   *
   * @param changes what to change, in order
   * @param options under which conditions
   * @return where the catalog stands after them
   * @throws CatalogException {@code RULE_BROKEN}, {@code NOT_FOUND} or {@code ALREADY_EXISTS} when
   *     a change is refused; {@code STALE_POSITION} or {@code LOST_HISTORY} when the expectation
   *     failed, with the current position; {@code NOT_ALLOWED} when another authority decides
   */
  Applied apply(List<CatalogChange> changes, ApplyOptions options);

  /**
   * Follows the catalog (rule C7): across disconnection, restart and failover of the server.
   *
   * @param from the last position that is known; empty to begin with a whole catalog
   * @param listener receives the events
   * @return the running subscription; once its {@code close()} has returned the listener is not
   *     called again, except where it closes itself
   */
  Subscription subscribe(Optional<Position> from, CatalogListener listener);

  /**
   * Reads who changed what, newest first (rule C8).
   *
   * @param before only generations below this one; {@link Long#MAX_VALUE} for the newest
   * @param limit the most entries to return
   * @return the entries that the history still holds
   * @throws CatalogException {@code UNSUPPORTED} without {@code HISTORY}
   */
  List<HistoryEntry> history(long before, int limit);

  /**
   * Checks everything that is stored against every rule, also what was broken by force (rule P2).
   *
   * @return what is wrong; empty when all is well
   */
  List<Violation> check();

  /**
   * Makes a token the bridge's current fence (rule C12): from then on only changes that present it
   * pass where the authority is Kubernetes.
   *
   * @param token larger than every token before; the same one again changes nothing
   * @throws CatalogException {@code NOT_ALLOWED} when a larger one is there already
   */
  void raiseFence(long token);

  /**
   * Releases every thread, connection and subscription that was opened. Closing twice is harmless.
   */
  @Override
  void close();
}
