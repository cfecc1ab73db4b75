package com.multigres.meta.postgres.topo.internal;

import com.google.protobuf.ByteString;
import java.util.Comparator;

/**
 * A range of keys.
 *
 * @param from the first key in it
 * @param to the first key behind it
 */
public record KeySpan(ByteString from, ByteString to) {
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  public boolean contains(ByteString key) {
    return ORDER.compare(key, from) >= 0 && ORDER.compare(key, to) < 0;
  }
}
