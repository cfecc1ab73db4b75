package com.multigres.meta.model.internal;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * Finds the last of many sorted range starts that is not behind a key.
 *
 * <p>The first eight bytes of every start lie in one array of longs: a search over 100,000 starts
 * then stays in the processor's cache and looks at the bytes themselves only where eight are equal.
 * Immutable; lookups allocate nothing.
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
    long prefix = Bytes.prefix(key);
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(prefixes[middle], prefix);
      if (order == 0) {
        order = Bytes.compare(starts[middle], key);
      }
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /**
   * Finds the last start that is not behind the key.
   *
   * @param key the key
   * @return its position, -1 when every start is behind the key
   */
  public int floor(ByteString key) {
    long prefix = Bytes.prefix(key);
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(prefixes[middle], prefix);
      if (order == 0) {
        order = Bytes.compare(starts[middle], key);
      }
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
