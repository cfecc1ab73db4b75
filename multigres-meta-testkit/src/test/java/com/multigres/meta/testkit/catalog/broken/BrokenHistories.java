package com.multigres.meta.testkit.catalog.broken;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.HistoryEntry;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.testkit.broken.Defect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Stores that are wrong about who changed what (C8). */
final class BrokenHistories {
  private BrokenHistories() {}

  static List<Defect<CatalogStore>> all() {
    return List.of(
        Defect.of(
            "C8",
            "the history begins with the oldest",
            BrokenHistories::beginsWithTheOldest,
            "theHistoryIsReadInPagesNewestFirst"),
        Defect.of(
            "C8",
            "a page of the history has no end",
            BrokenHistories::ignoresLimits,
            "theHistoryIsReadInPagesNewestFirst"),
        Defect.of(
            "C8",
            "nobody is named",
            BrokenHistories::forgetsAuthors,
            "theHistoryNamesAuthorChangesAndTime"),
        Defect.of(
            "C8",
            "the history names no changes",
            BrokenHistories::forgetsChanges,
            "theHistoryNamesAuthorChangesAndTime",
            "randomChangesHaveTheSameEffectAsOnTheReference"),
        Defect.of(
            "C8",
            "the past is read as the present",
            BrokenHistories::readsThePresent,
            "theCatalogIsReadAsItWasAtEachGeneration"),
        Defect.opening(
            "C8",
            "the history has no bound",
            opener -> where -> opener.apply(where.replaceFirst("retention=.*", "retention=100000")),
            "theHistoryIsBounded"));
  }

  private static CatalogStore beginsWithTheOldest(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public List<HistoryEntry> history(long before, int limit) {
        List<HistoryEntry> reversed = new ArrayList<>(below.history(before, limit));
        Collections.reverse(reversed);
        return reversed;
      }
    };
  }

  private static CatalogStore ignoresLimits(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public List<HistoryEntry> history(long before, int limit) {
        return below.history(before, Math.max(limit, 1_000));
      }
    };
  }

  private static CatalogStore forgetsAuthors(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
        return below.apply(changes, options.withAuthor("somebody"));
      }
    };
  }

  private static CatalogStore forgetsChanges(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public List<HistoryEntry> history(long before, int limit) {
        return below.history(before, limit).stream()
            .map(
                entry ->
                    new HistoryEntry(
                        entry.position(), entry.time(), entry.author(), List.of(), entry.byHand()))
            .toList();
      }
    };
  }

  private static CatalogStore readsThePresent(CatalogStore real) {
    return new CatalogLayer(real) {
      @Override
      public CatalogSnapshot readAt(long generation) {
        return below.read();
      }
    };
  }
}
