package com.multigres.meta.k8s.catalog;

import java.time.Duration;

/**
 * What a look at the resource saw.
 *
 * @param standing what stood there
 * @param atNanos when it certainly did
 */
record Seen(Standing standing, long atNanos) {
  Duration age() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - atNanos));
  }
}
