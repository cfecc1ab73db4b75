package com.multigres.meta.testkit.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the run of this JVM tests. There is one at a time: the contract looks for threads that were
 * left behind, and reads its seed and patience from properties of the JVM.
 */
final class UnderTest {
  private static final AtomicReference<@Nullable Target> CURRENT = new AtomicReference<>();

  private UnderTest() {}

  static void set(Target target) {
    if (!CURRENT.compareAndSet(null, target)) {
      throw new IllegalStateException("another conformance run goes on in this JVM");
    }
  }

  static void clear(Target target) {
    CURRENT.compareAndSet(target, null);
  }

  static <T extends Target> T as(Class<T> kind) {
    Target target = CURRENT.get();
    if (target == null) {
      throw new IllegalStateException("no conformance run goes on: this class is for its use");
    }
    return kind.cast(target);
  }
}
