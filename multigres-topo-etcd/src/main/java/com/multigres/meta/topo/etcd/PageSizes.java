package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import io.etcd.jetcd.api.RangeResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many nodes make a page. As the servers count the whole rest of the range for each page, what
 * is known to fit into one is asked for in one. Of what does not, the first pages are small, so
 * that the next one is under way soon. What is read again begins with what was learnt of it.
 * Thread-safe.
 */
final class PageSizes {
  private static final int UNKNOWN = 256;
  private static final int KEYS = 8_192;
  private static final int LARGEST = 16_384;
  private static final int FIRST_BYTES = 512 << 10;
  private static final int MOST_BYTES = 3 << 20;
  private static final int MOST_KNOWN = 256;

  // By where the range begins.
  private final Map<ByteString, Known> known = new ConcurrentHashMap<>();

  /**
   * What was learnt of a range.
   *
   * @param count its nodes
   * @param each the bytes of one of them, by the page whose nodes were the largest
   */
  private record Known(long count, int each) {

    /** The whole, and what may have come meanwhile. */
    long roomFor() {
      return count + count / 16 + 16;
    }

    int first() {
      boolean one = roomFor() <= fitting(MOST_BYTES, each);
      return one ? (int) roomFor() : fitting(FIRST_BYTES, each);
    }
  }

  int first(EtcdKeys.Span span, boolean keysOnly) {
    if (keysOnly) {
      return KEYS;
    }
    Known learnt = known.get(span.from());
    return learnt == null ? UNKNOWN : learnt.first();
  }

  /**
   * After a page.
   *
   * @param pages how many there were
   */
  int next(EtcdKeys.Span span, boolean keysOnly, RangeResponse page, int pages) {
    int each = Math.max(1, page.getSerializedSize() / page.getKvsCount());
    if (!keysOnly && page.getKvsCount() >= UNKNOWN / 2) {
      remember(span, page, pages, each);
    }
    return fitting(Math.min(MOST_BYTES, FIRST_BYTES << Math.min(pages, 3)), each);
  }

  /** The first page says how many nodes there are in all, the others how many are left. */
  private void remember(EtcdKeys.Span span, RangeResponse page, int pages, int each) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.compute(
        span.from(),
        (from, before) ->
            pages == 1 || before == null
                ? new Known(page.getCount(), each)
                : new Known(before.count, Math.max(before.each, each)));
  }

  /** What was known of it is wrong: a page was too large for one message. */
  void forget(EtcdKeys.Span span) {
    known.remove(span.from());
  }

  private static int fitting(int pageBytes, int nodeBytes) {
    return Math.max(1, Math.min(LARGEST, pageBytes / nodeBytes));
  }
}
