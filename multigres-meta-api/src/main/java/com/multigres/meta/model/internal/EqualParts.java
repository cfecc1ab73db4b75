package com.multigres.meta.model.internal;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The boundaries that divide a range of byte strings into equal parts. */
public final class EqualParts {
  /** Parts whose width is not exact have at least this many steps, so they differ by under 2 %. */
  private static final int FEWEST_STEPS = 64;

  private EqualParts() {}

  /**
   * The inner boundaries of n equal parts, each as short as it can be.
   *
   * @param start where the range starts; empty: open
   * @param end where it ends; empty: open
   * @param parts how many parts, at least 1
   * @return {@code parts - 1} ascending boundaries, all strictly inside the range
   * @throws IllegalArgumentException when the range has no room for so many boundaries, like one
   *     that holds a single key
   */
  public static List<ByteString> boundaries(ByteString start, ByteString end, int parts) {
    int width = Math.max(1, Math.max(start.size(), end.size()));
    BigInteger low = number(start, width);
    BigInteger high = end.isEmpty() ? BigInteger.ONE.shiftLeft(8 * width) : number(end, width);
    BigInteger span = high.subtract(low);
    if (parts > 1 && span.signum() == 0) {
      throw new IllegalArgumentException("has no room for " + parts + " parts");
    }
    BigInteger count = BigInteger.valueOf(parts);
    while (span.mod(count).signum() != 0
        && span.compareTo(count.multiply(BigInteger.valueOf(FEWEST_STEPS))) < 0) {
      width++;
      low = low.shiftLeft(8);
      span = span.shiftLeft(8);
    }
    List<ByteString> boundaries = new ArrayList<>(parts - 1);
    for (int i = 1; i < parts; i++) {
      BigInteger offset = span.multiply(BigInteger.valueOf(i)).divide(count);
      boundaries.add(shortest(low.add(offset), width));
    }
    return boundaries;
  }

  private static BigInteger number(ByteString bytes, int width) {
    return new BigInteger(1, bytes.toByteArray()).shiftLeft(8 * (width - bytes.size()));
  }

  private static ByteString shortest(BigInteger number, int width) {
    int zeroBytes = number.getLowestSetBit() / 8;
    byte[] digits = number.shiftRight(8 * zeroBytes).toByteArray();
    byte[] bytes = new byte[width - zeroBytes];
    int copied = Math.min(digits.length, bytes.length);
    System.arraycopy(digits, digits.length - copied, bytes, bytes.length - copied, copied);
    return ByteString.copyFrom(bytes);
  }
}
