package com.multigres.meta.catalog.spi;

import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Authority;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.store.Outcome;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What every store decides alike about changes, on the catalog that it holds under its lock. */
public final class Judgement {
  private Judgement() {}

  /**
   * Refuses an expectation that does not hold (rules C5 and C9).
   *
   * @param expected where the caller believes the catalog to stand
   * @param current where it stands
   * @param known whether a position belongs to this history; asked only when the two differ
   * @throws CatalogException {@code STALE_POSITION} or {@code LOST_HISTORY}, with the current one
   */
  public static void expect(Position expected, Position current, Predicate<Position> known) {
    if (expected.equals(current)) {
      return;
    }
    if (known.test(expected)) {
      throw refused(
          Code.STALE_POSITION,
          "C5",
          "expected the catalog at position " + expected + ", but it stands at " + current,
          current);
    }
    throw lost(expected, current);
  }

  /**
   * The error about a position that this history does not hold (rule C9).
   *
   * @param position the position
   * @param current where the catalog stands
   * @return the error
   */
  public static CatalogException lost(Position position, Position current) {
    return refused(
        Code.LOST_HISTORY,
        "C9",
        "position "
            + position
            + " belongs to a history that was lost; the catalog stands at "
            + current,
        current);
  }

  /**
   * The catalog that changes make of another (rules C2–C4), by who may make them (rule C12).
   *
   * @param now the catalog as it stands
   * @param fence the current fence token, 0 where none was ever raised
   * @param changes the changes
   * @param options as whom
   * @return the next catalog; an equal one where they alter nothing
   * @throws CatalogException {@code NOT_ALLOWED}, or the model's refusal
   */
  public static Catalog next(
      CatalogSnapshot now, long fence, List<CatalogChange> changes, ApplyOptions options) {
    checkFence(options.fence(), fence);
    Catalog next = now.catalog();
    if (changes.stream().noneMatch(CatalogChange.SetAuthority.class::isInstance)) {
      checkAuthority(next.authority(), changes, options.fence());
      return accepted(next.apply(changes));
    }
    for (CatalogChange change : changes) {
      checkAuthority(next.authority(), List.of(change), options.fence());
      next = accepted(next.apply(change));
    }
    return next;
  }

  private static void checkFence(OptionalLong presented, long current) {
    if (presented.isPresent() && presented.getAsLong() != current) {
      throw refused(
          Code.NOT_ALLOWED,
          "C12",
          "fence token "
              + presented.getAsLong()
              + " is not the current one, "
              + current
              + ": another bridge has taken over",
          null);
    }
  }

  private static void checkAuthority(
      Authority authority, List<CatalogChange> changes, OptionalLong fence) {
    if (authority != Authority.KUBERNETES || fence.isPresent()) {
      return;
    }
    for (CatalogChange change : changes) {
      if (!isForEveryone(change)) {
        throw refused(
            Code.NOT_ALLOWED,
            "C12",
            "the authority is KUBERNETES: databases, tablegroups and shards are changed in the"
                + " MultigresCluster resource, not by "
                + change.getClass().getSimpleName(),
            null);
      }
    }
  }

  private static boolean isForEveryone(CatalogChange change) {
    return change instanceof CatalogChange.PlaceTable
        || change instanceof CatalogChange.MoveTable
        || change instanceof CatalogChange.RemoveTable
        || change instanceof CatalogChange.RenameTable
        || change instanceof CatalogChange.SetAuthority;
  }

  private static Catalog accepted(ChangeResult result) {
    if (result instanceof ChangeResult.Changed changed) {
      return changed.catalog();
    }
    if (result instanceof ChangeResult.Unchanged unchanged) {
      return unchanged.catalog();
    }
    ChangeResult.Refused refusal = (ChangeResult.Refused) result;
    Code code = Code.valueOf(refusal.code().name());
    String rule = refusal.rule().orElse(null);
    String message = rule == null ? refusal.message() : rule + ": " + refusal.message();
    throw new CatalogException(code, rule, Outcome.NOT_APPLIED, message, null, null);
  }

  private static CatalogException refused(
      Code code, String rule, String message, @Nullable Position current) {
    return new CatalogException(
        code, rule, Outcome.NOT_APPLIED, rule + ": " + message, current, null);
  }
}
