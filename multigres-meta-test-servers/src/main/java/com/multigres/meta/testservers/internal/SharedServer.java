package com.multigres.meta.testservers.internal;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A server that is found once for the whole JVM; so is the reason why there is none, which may have
 * taken minutes to find out. Thread-safe.
 */
public final class SharedServer<S> implements Supplier<S> {

  private final ReentrantLock finding = new ReentrantLock();
  private final Supplier<S> finder;
  private Optional<S> found = Optional.empty();
  private Optional<RuntimeException> refusal = Optional.empty();

  public SharedServer(Supplier<S> finder) {
    this.finder = finder;
  }

  @Override
  public S get() {
    finding.lock();
    try {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      S server = found.orElseGet(finder);
      found = Optional.of(server);
      return server;
    } catch (RuntimeException e) {
      // An interrupted search says nothing about the next one.
      if (!Thread.currentThread().isInterrupted()) {
        refusal = Optional.of(e);
      }
      throw e;
    } finally {
      finding.unlock();
    }
  }
}
