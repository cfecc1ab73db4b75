package com.multigres.meta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;

/** The threads of the library, as they were once: what comes later must have ended again. */
public final class LibraryThreads {
  private final Set<Thread> before = now();

  private LibraryThreads() {}

  /** Remembers which threads run now. */
  public static LibraryThreads remembered() {
    return new LibraryThreads();
  }

  /** Fails when threads run that did not run then; to be called until they had time to end. */
  public void assertNoneMore() {
    assertThat(now()).as("threads of the library after all stores were closed").isSubsetOf(before);
  }

  /** Those that run now and whose names begin with {@code multigres-}. */
  public static Set<Thread> now() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("multigres-") && thread.isAlive())
        .collect(Collectors.toSet());
  }
}
