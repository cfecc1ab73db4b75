package com.multigres.meta.testkit.proxy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The first time that given bytes travel one way through a {@link TcpProxy}, on any connection. */
public final class Sighting {

  private final Direction direction;
  private final byte[] bytes;
  private final Supplier<Fate> reaction;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);

  Sighting(Direction direction, byte[] bytes, Supplier<Fate> reaction) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("No bytes to look for");
    }
    this.direction = direction;
    this.bytes = bytes.clone();
    this.reaction = reaction;
  }

  /** Whether the bytes have come and the reaction to them has run. */
  public boolean happened() {
    return over.getCount() == 0;
  }

  /** Waits until they have come; false if they have not within the limit. */
  public boolean await(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  int length() {
    return bytes.length;
  }

  /** Reacts if these are the bytes and nobody has seen them before. */
  Fate look(Direction way, byte[] text) {
    boolean first = way == direction && contains(text) && taken.compareAndSet(false, true);
    if (!first) {
      return Fate.FORWARD;
    }
    try {
      return reaction.get();
    } finally {
      over.countDown();
    }
  }

  private boolean contains(byte[] text) {
    for (int start = 0; start + bytes.length <= text.length; start++) {
      if (matches(text, start)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(byte[] text, int start) {
    for (int i = 0; i < bytes.length; i++) {
      if (text[start + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
