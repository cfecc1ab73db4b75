package com.multigres.meta.k8s.bridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What was opened one after the other; one that fails to close keeps no other open. */
final class Opened implements AutoCloseable {
  private final Deque<Runnable> closing = new ArrayDeque<>();

  void add(Runnable close) {
    closing.push(close);
  }

  /** Closes all, the last one first. */
  @Override
  public void close() {
    closeAll()
        .ifPresent(
            failed -> {
              throw failed;
            });
  }

  /** Closes all where something failed already, which is told. */
  void closeAfter(RuntimeException failure) {
    closeAll().ifPresent(failure::addSuppressed);
  }

  private Optional<RuntimeException> closeAll() {
    RuntimeException first = null;
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException failed) {
        if (first == null) {
          first = failed;
        } else {
          first.addSuppressed(failed);
        }
      }
    }
    return Optional.ofNullable(first);
  }
}
