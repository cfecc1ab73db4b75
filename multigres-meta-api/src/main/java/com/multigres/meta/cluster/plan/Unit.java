package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What can be edited as one: a database, or a tablegroup with its shards. What it says is one line:
 * its content, and behind it the shards.
 *
 * @param path where it stands
 * @param inBase what both agreed on last
 * @param inCatalog what the catalog has
 * @param inCopy what the copy says
 */
record Unit(
    EntryPath path, Optional<String> inBase, Optional<String> inCatalog, Optional<String> inCopy) {
  private static final String BEHIND = ": ";

  /** Which way a difference goes. */
  enum Verdict {
    SETTLED,
    TO_COPY,
    TO_CATALOG,
    WAITS,
    CONFLICT
  }

  /** The unit that a path belongs to. */
  static EntryPath of(EntryPath path) {
    return path.names().size() < 3 ? path : path.parent().orElseThrow();
  }

  static String line(String content, SortedSet<String> shards) {
    return shards.isEmpty() ? content : content + BEHIND + String.join(" ", shards);
  }

  String contentInCopy() {
    return inCopy.map(line -> line.split(BEHIND, 2)[0]).orElse("");
  }

  SortedSet<String> shardsInCopy() {
    String line = inCopy.orElse("");
    int at = line.indexOf(BEHIND);
    return at < 0
        ? new TreeSet<>()
        : new TreeSet<>(Arrays.asList(line.substring(at + BEHIND.length()).split(" ", -1)));
  }

  Verdict verdict(CopyInput copy, boolean copyWins, boolean confirmed) {
    if (inCopy.equals(inCatalog) || isDropping(copy)) {
      return inCopy.equals(inCatalog) ? Verdict.SETTLED : Verdict.TO_COPY;
    }
    if (isImplied()) {
      return Verdict.TO_COPY;
    }
    return copyWins ? underCopy(confirmed) : merged(copy.trusted(), confirmed);
  }

  /** Whether it is a default, which the catalog always has: the copy may leave it unlisted. */
  boolean isImplied() {
    return inCopy.isEmpty() && inCatalog.filter(CatalogEntries::isDefault).isPresent();
  }

  private boolean isDropping(CopyInput copy) {
    DesiredEntry desired = copy.desired().get(path);
    return desired != null && desired.dropping() && inBase.equals(inCopy);
  }

  /** What is missing from the copy was dropped only if it stood in the base. */
  private Verdict underCopy(boolean confirmed) {
    boolean known = inBase.isPresent() || (inCopy.isPresent() && inCatalog.isEmpty());
    return known || confirmed ? Verdict.TO_CATALOG : Verdict.WAITS;
  }

  private Verdict merged(boolean trusted, boolean confirmed) {
    if (!trusted) {
      if (!confirmed) {
        return Verdict.WAITS;
      }
      if (inCopy.isPresent() && inCatalog.isPresent()) {
        return Verdict.CONFLICT;
      }
      return inCopy.isPresent() ? Verdict.TO_CATALOG : Verdict.TO_COPY;
    }
    if (inCopy.equals(inBase)) {
      return Verdict.TO_COPY;
    }
    return inCatalog.equals(inBase) ? Verdict.TO_CATALOG : Verdict.CONFLICT;
  }

  /** Whether a side changed it, or added it. */
  boolean changedTo(Optional<String> side) {
    return side.isPresent() && !side.equals(inBase);
  }

  /** Whether a side took it away. */
  boolean takenFrom(Optional<String> side) {
    return side.isEmpty() && inBase.isPresent();
  }
}
