package com.multigres.meta.model.internal;

import com.google.protobuf.ByteString;

/** Unsigned lexicographic order of byte strings, without allocation. */
public final class Bytes {
  private Bytes() {}

  /**
   * Compares two byte strings as unsigned bytes.
   *
   * @param left one
   * @param right the other
   * @return negative, zero or positive
   */
  public static int compare(ByteString left, ByteString right) {
    int common = Math.min(left.size(), right.size());
    for (int i = 0; i < common; i++) {
      int order = (left.byteAt(i) & 0xff) - (right.byteAt(i) & 0xff);
      if (order != 0) {
        return order;
      }
    }
    return left.size() - right.size();
  }

  /**
   * Compares a byte string with a byte array as unsigned bytes.
   *
   * @param left one
   * @param right the other
   * @return negative, zero or positive
   */
  public static int compare(ByteString left, byte[] right) {
    int common = Math.min(left.size(), right.length);
    for (int i = 0; i < common; i++) {
      int order = (left.byteAt(i) & 0xff) - (right[i] & 0xff);
      if (order != 0) {
        return order;
      }
    }
    return left.size() - right.length;
  }

  static long prefix(ByteString bytes) {
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = (prefix << 8) | (i < bytes.size() ? bytes.byteAt(i) & 0xff : 0);
    }
    return prefix;
  }

  static long prefix(byte[] bytes) {
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = (prefix << 8) | (i < bytes.length ? bytes[i] & 0xff : 0);
    }
    return prefix;
  }
}
