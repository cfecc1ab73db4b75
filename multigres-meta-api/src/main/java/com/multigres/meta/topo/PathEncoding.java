package com.multigres.meta.topo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How a name becomes text without a slash in it, and back (rule T1). */
final class PathEncoding {
  private static final String HEX = "0123456789ABCDEF";

  private PathEncoding() {}

  static String encode(String name) {
    boolean dots = name.equals(".") || name.equals("..");
    if (!dots && isPlain(name)) {
      return name;
    }
    StringBuilder text = new StringBuilder(name.length());
    for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (one & 0xff);
      if (isPlain(character) && !dots) {
        text.append(character);
      } else {
        text.append('%').append(HEX.charAt(character >> 4)).append(HEX.charAt(character & 15));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '_'
        || character == '.';
  }

  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream name = new ByteArrayOutputStream(from.length);
    for (int i = 0; i < from.length; i++) {
      if (from[i] != '%') {
        name.write(from[i]);
      } else {
        name.write(escaped(text, from, i));
        i += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(name.toByteArray()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw TopoException.badInput("the path's part '" + text + "' does not decode to UTF-8 (T1)");
    }
  }

  private static int escaped(String text, byte[] from, int at) {
    int high = at + 2 < from.length ? Character.digit(from[at + 1], 16) : -1;
    int low = high < 0 ? -1 : Character.digit(from[at + 2], 16);
    if (low < 0) {
      throw TopoException.badInput(
          "the path's part '" + text + "' has a % without two hexadecimal digits (T1)");
    }
    return (high << 4) | low;
  }

  /** Compares as unsigned UTF-8 bytes, which is the order of code points, without encoding. */
  static int compareUtf8(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int i = 0; i < shared; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // A surrogate stands for a code point above every other char, although its value is not the
        // largest.
        boolean aHigh = Character.isSurrogate(a);
        return aHigh == Character.isSurrogate(b) ? Character.compare(a, b) : aHigh ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
