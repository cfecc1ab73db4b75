package com.multigres.meta.model.internal;

import com.google.protobuf.ByteString;

/** One end of a key range in hexadecimal digits, as a shard's name spells it. */
public final class HexBound {
  private static final String DIGITS = "0123456789abcdef";

  private HexBound() {}

  /**
   * Reads lower-case hexadecimal digits; an odd number of them is read with a {@code 0} behind.
   *
   * @param digits at least one digit
   * @return the bytes
   * @throws IllegalArgumentException where something else than a digit stands
   */
  public static ByteString parse(String digits) {
    byte[] bytes = new byte[(digits.length() + 1) / 2];
    for (int i = 0; i < digits.length(); i++) {
      int value = DIGITS.indexOf(digits.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("'" + digits + "' is not lower-case hexadecimal");
      }
      bytes[i / 2] |= (byte) (i % 2 == 0 ? value << 4 : value);
    }
    return ByteString.copyFrom(bytes);
  }

  /**
   * Writes the bytes as digits, without one trailing {@code 0} digit, except from a lone {@code
   * 00}.
   *
   * @param bytes at least one byte
   * @return the shortest digits that {@link #parse} reads as these bytes
   */
  public static String spell(ByteString bytes) {
    String digits = hex(bytes);
    boolean lone = bytes.size() == 1 && bytes.byteAt(0) == 0;
    return digits.endsWith("0") && !lone ? digits.substring(0, digits.length() - 1) : digits;
  }

  /**
   * Writes every byte as two digits.
   *
   * @param bytes any bytes
   * @return the digits, empty for no bytes
   */
  public static String hex(ByteString bytes) {
    StringBuilder digits = new StringBuilder(2 * bytes.size());
    for (int i = 0; i < bytes.size(); i++) {
      digits.append(DIGITS.charAt((bytes.byteAt(i) >> 4) & 0xf));
      digits.append(DIGITS.charAt(bytes.byteAt(i) & 0xf));
    }
    return digits.toString();
  }
}
