package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import io.etcd.jetcd.api.RangeResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many nodes make a page. The first pages are small, so that the next one is under way soon; as
 * the servers count the whole rest of the range for each, the later ones are larger. What is read
 * again begins with what was learnt of it. Thread-safe.
 */
final class PageSizes {
  private static final int UNKNOWN = 256;
  private static final int KEYS = 8_192;
  private static final int LARGEST = 16_384;
  private static final int FIRST_BYTES = 512 << 10;
  private static final int MOST_BYTES = 3 << 20;
  private static final int MOST_KNOWN = 256;

  // The bytes of one node, as far as is known, by where the range begins.
  private final Map<ByteString, Integer> each = new ConcurrentHashMap<>();

  int first(EtcdKeys.Span span, boolean keysOnly) {
    if (keysOnly) {
      return KEYS;
    }
    Integer known = each.get(span.from());
    return known == null ? UNKNOWN : fitting(FIRST_BYTES, known);
  }

  /**
   * After a page.
   *
   * @param pages how many there were
   */
  int next(EtcdKeys.Span span, boolean keysOnly, RangeResponse page, int pages) {
    int bytes = Math.max(1, page.getSerializedSize() / page.getKvsCount());
    if (!keysOnly && page.getKvsCount() >= UNKNOWN / 2) {
      remember(span, bytes);
    }
    return fitting(Math.min(MOST_BYTES, FIRST_BYTES << Math.min(pages, 3)), bytes);
  }

  private void remember(EtcdKeys.Span span, int bytes) {
    if (each.size() >= MOST_KNOWN) {
      each.clear();
    }
    each.put(span.from(), bytes);
  }

  /** What was known of it is wrong: a page was too large for one message. */
  void forget(EtcdKeys.Span span) {
    each.remove(span.from());
  }

  private static int fitting(int pageBytes, int nodeBytes) {
    return Math.max(1, Math.min(LARGEST, pageBytes / nodeBytes));
  }
}
