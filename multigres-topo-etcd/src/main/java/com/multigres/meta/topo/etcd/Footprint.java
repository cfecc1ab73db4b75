package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a transaction looks at and what it writes. Nested transactions all see the state before the
 * whole, so two may travel together only if neither looks at what the other writes.
 *
 * @param looks the keys that it compares or reads
 * @param spans the ranges that it compares or reads
 * @param writes the keys that it writes
 */
record Footprint(Set<ByteString> looks, List<EtcdKeys.Span> spans, Set<ByteString> writes) {
  Footprint {
    looks = Set.copyOf(looks);
    spans = List.copyOf(spans);
    writes = Set.copyOf(writes);
  }

  /** Grows as transactions join; not thread-safe. */
  static final class Union {
    private final Set<ByteString> looks = new HashSet<>();
    private final Set<ByteString> writes = new HashSet<>();
    private boolean hasSpans;

    boolean admits(Footprint more) {
      if (hasSpans || (!more.spans.isEmpty() && !looks.isEmpty())) {
        // Ranges are rare: who looks at one travels alone.
        return false;
      }
      for (ByteString key : more.looks) {
        if (writes.contains(key)) {
          return false;
        }
      }
      for (ByteString key : more.writes) {
        if (writes.contains(key) || looks.contains(key)) {
          return false;
        }
      }
      return true;
    }

    void add(Footprint more) {
      looks.addAll(more.looks);
      writes.addAll(more.writes);
      hasSpans |= !more.spans.isEmpty();
    }
  }
}
