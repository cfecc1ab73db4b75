package com.multigres.meta.model.internal;

import java.util.Arrays;

/**
 * Sorted entries in chunks of a few hundred, each with keys and values in turn: how they are
 * searched, cut and compared. No chunk is empty, and none is ever altered.
 */
final class Chunks {
  /** A chunk of more entries is cut in two. */
  static final int MAX_ENTRIES = 512;

  private Chunks() {}

  /** The last chunk whose first key is not behind the key, -1 when all are. */
  static <K extends Comparable<? super K>> int of(Object[][] chunks, K key) {
    int low = 0;
    int high = chunks.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Chunks.<K>cast(chunks[middle][0]).compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The slot of the key, or where it would stand as {@code -slot - 1}. */
  static <K extends Comparable<? super K>> int slot(Object[] chunk, K key) {
    int low = 0;
    int high = chunk.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Chunks.<K>cast(chunk[2 * middle]).compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Other chunks in the place of some. */
  static Object[][] replaced(Object[][] chunks, int at, int count, Object[]... by) {
    Object[][] changed = new Object[chunks.length - count + by.length][];
    System.arraycopy(chunks, 0, changed, 0, at);
    System.arraycopy(by, 0, changed, at, by.length);
    int rest = chunks.length - at - count;
    System.arraycopy(chunks, at + count, changed, at + by.length, rest);
    return changed;
  }

  /** A chunk, or two where it is too large for one. */
  static Object[][] halves(Object[] chunk) {
    if (chunk.length <= 2 * MAX_ENTRIES) {
      return new Object[][] {chunk};
    }
    int cut = chunk.length / 4 * 2;
    return new Object[][] {
      Arrays.copyOfRange(chunk, 0, cut), Arrays.copyOfRange(chunk, cut, chunk.length)
    };
  }

  /** Two neighbours as one. */
  static Object[] joined(Object[] left, Object[] right) {
    Object[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  /** Whether two hold the same entries, which are as many, however they are cut. */
  static boolean equal(Object[][] lefts, Object[][] rights) {
    int mine = 0;
    int theirs = 0;
    int i = 0;
    int j = 0;
    while (mine < lefts.length) {
      Object[] left = lefts[mine];
      Object[] right = rights[theirs];
      if (left == right && i == 0 && j == 0) {
        mine++;
        theirs++;
        continue;
      }
      int run = Math.min(left.length - i, right.length - j);
      if (!Arrays.equals(left, i, i + run, right, j, j + run)) {
        return false;
      }
      i += run;
      j += run;
      if (i == left.length) {
        mine++;
        i = 0;
      }
      if (j == right.length) {
        theirs++;
        j = 0;
      }
    }
    return true;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // keys and values alone are in
  static <T> T cast(Object part) {
    return (T) part;
  }
}
