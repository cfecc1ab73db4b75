package com.multigres.meta.topo.etcd.internal;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a transaction looks at and what it writes. Nested transactions all see the state before the
 * whole, so two may travel together only if neither looks at what the other writes.
 *
 * @param looks the keys that it compares or reads
 * @param under the directories, with their slash, in which it compares or reads a range
 * @param writes the keys that it writes
 */
public record Footprint(Set<ByteString> looks, Set<ByteString> under, Set<ByteString> writes) {
  public Footprint {
    looks = Set.copyOf(looks);
    under = Set.copyOf(under);
    writes = Set.copyOf(writes);
  }

  private static final byte SLASH = '/';

  /** Every directory above a key, with its slash. */
  private static List<ByteString> directories(ByteString key) {
    List<ByteString> found = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      if (key.byteAt(i) == SLASH) {
        found.add(key.substring(0, i + 1));
      }
    }
    return found;
  }

  /** Grows as transactions join; not thread-safe. */
  public static final class Union {
    private final Set<ByteString> looks = new HashSet<>();
    private final Set<ByteString> under = new HashSet<>();
    private final Set<ByteString> writes = new HashSet<>();
    // Of the writes, as far as somebody looked at a range.
    private final Set<ByteString> writtenUnder = new HashSet<>();
    private final List<ByteString> notYetUnder = new ArrayList<>();

    /** Whether neither looks at what the other writes. */
    public boolean admits(Footprint more) {
      return !containsAny(writes, more.looks)
          && !containsAny(writes, more.writes)
          && !containsAny(looks, more.writes)
          && !writesUnder(more.under)
          && !looksUnder(more.writes);
    }

    private static boolean containsAny(Set<ByteString> keys, Set<ByteString> some) {
      for (ByteString one : some) {
        if (keys.contains(one)) {
          return true;
        }
      }
      return false;
    }

    private boolean writesUnder(Set<ByteString> directories) {
      if (directories.isEmpty()) {
        return false;
      }
      notYetUnder.forEach(key -> writtenUnder.addAll(directories(key)));
      notYetUnder.clear();
      return directories.stream().anyMatch(writtenUnder::contains);
    }

    private boolean looksUnder(Set<ByteString> keys) {
      return !under.isEmpty()
          && keys.stream().flatMap(key -> directories(key).stream()).anyMatch(under::contains);
    }

    public void add(Footprint more) {
      looks.addAll(more.looks);
      under.addAll(more.under);
      writes.addAll(more.writes);
      notYetUnder.addAll(more.writes);
    }
  }
}
