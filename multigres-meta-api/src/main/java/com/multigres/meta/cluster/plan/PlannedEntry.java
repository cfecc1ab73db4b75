package com.multigres.meta.cluster.plan;

import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import org.jspecify.annotations.Nullable;

/** Everything known of one path. */
record PlannedEntry(
    EntryPath path,
    @Nullable DesiredEntry desired,
    @Nullable String inCopy,
    @Nullable RetainedEntry retained,
    @Nullable BaseEntry base) {

  boolean isLive() {
    return desired != null && !desired.dropping();
  }

  boolean differs() {
    return desired != null && !desired.content().equals(inCopy);
  }

  /** Whether all agree on it, and that is written down. */
  boolean isSettled() {
    return desired != null
        && base != null
        && retained == null
        && !desired.dropping()
        && desired.content().equals(inCopy)
        && base.id() == desired.id()
        && base.name().equals(desired.name())
        && base.content().equals(inCopy);
  }

  /** Whether the copy's entry is that of an earlier database of the same name. */
  boolean isPredecessor() {
    return base != null && desired != null && base.id() != desired.id();
  }

  String wanted() {
    return desired == null || desired.dropping() ? "" : desired.content();
  }
}
