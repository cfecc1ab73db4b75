package com.multigres.meta.model.internal;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * Finds the last of many sorted range starts that is not behind a key.
 *
 * <p>The first eight bytes of every start lie in one array of longs; only where eight are equal are
 * the bytes themselves looked at. The search begins where the key would be if the starts were
 * spread evenly, as they mostly are, and goes from there in doubling steps: a few neighbouring
 * cells for even starts, a logarithmic number for any. Immutable; lookups allocate nothing.
 */
public final class StartIndex {
  private final long[] prefixes;
  private final ByteString[] starts;

  /**
   * Indexes the starts.
   *
   * @param sorted the starts, in ascending order
   */
  public StartIndex(List<ByteString> sorted) {
    starts = sorted.toArray(new ByteString[0]);
    prefixes = new long[starts.length];
    for (int i = 0; i < starts.length; i++) {
      prefixes[i] = Bytes.prefix(starts[i]);
    }
  }

  /**
   * Finds the last start that is not behind the key.
   *
   * @param key the key
   * @return its position, -1 when every start is behind the key
   */
  public int floor(byte[] key) {
    return floor(Bytes.prefix(key), key);
  }

  /**
   * Finds the last start that is not behind the key.
   *
   * @param key the key
   * @return its position, -1 when every start is behind the key
   */
  public int floor(ByteString key) {
    return floor(Bytes.prefix(key), key);
  }

  private int floor(long prefix, Object key) {
    int guess = (int) (((prefix >>> 32) * starts.length) >>> 32);
    int low = -1; // this one and all before are not behind the key
    int high = starts.length; // this one and all after are
    int step = 1;
    if (guess < high && isBehind(guess, prefix, key)) {
      high = guess;
      while (high - step > low && isBehind(high - step, prefix, key)) {
        high -= step;
        step *= 2;
      }
      low = Math.max(low, high - step);
    } else if (guess < high) {
      low = guess;
      while (low + step < high && !isBehind(low + step, prefix, key)) {
        low += step;
        step *= 2;
      }
      high = Math.min(high, low + step);
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (isBehind(middle, prefix, key)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private boolean isBehind(int at, long prefix, Object key) {
    int order = Long.compareUnsigned(prefixes[at], prefix);
    if (order == 0) {
      order =
          key instanceof byte[] bytes
              ? Bytes.compare(starts[at], bytes)
              : Bytes.compare(starts[at], (ByteString) key);
    }
    return order > 0;
  }
}
