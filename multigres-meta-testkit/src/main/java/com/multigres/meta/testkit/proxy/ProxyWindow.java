package com.multigres.meta.testkit.proxy;

import java.util.Arrays;

/** The last bytes of one way, so that what two chunks hold between them is found as well. */
final class ProxyWindow {

  private byte[] tail = new byte[0];

  /** The new bytes behind those old ones that a sighting of the given length can begin in. */
  byte[] with(byte[] chunk, int length, int longest) {
    byte[] text = Arrays.copyOf(tail, tail.length + length);
    System.arraycopy(chunk, 0, text, tail.length, length);
    tail =
        Arrays.copyOfRange(text, Math.max(0, text.length - Math.max(0, longest - 1)), text.length);
    return text;
  }
}
