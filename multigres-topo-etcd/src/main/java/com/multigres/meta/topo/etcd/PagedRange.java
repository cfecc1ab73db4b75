package com.multigres.meta.topo.etcd;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.etcd.internal.Asked;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Done;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range read page by page, as of the moment of the first page. While one page is looked at, the
 * next is under way. Not thread-safe.
 */
final class PagedRange {
  private static final ByteString NEXT = ByteString.copyFrom(new byte[1]);

  private final EtcdCalls calls;
  private final PageSizes sizes;
  private final EtcdKeys.Span span;
  private final boolean keysOnly;
  private final Deadline deadline;
  private final String doing;
  private ByteString from;
  private long revision;
  private int limit;
  private int pages;
  private @Nullable Asked<RangeRequest, RangeResponse> ahead;
  private boolean last;

  PagedRange(
      EtcdCalls calls,
      PageSizes sizes,
      EtcdKeys.Span span,
      boolean keysOnly,
      Deadline deadline,
      String doing) {
    this.calls = calls;
    this.sizes = sizes;
    this.span = span;
    this.keysOnly = keysOnly;
    this.deadline = deadline;
    this.doing = doing;
    this.from = span.from();
    this.limit = sizes.first(span, keysOnly);
  }

  /** The moment; known from the first page on. */
  long revision() {
    return revision;
  }

  /** Whether no page follows the one given last. */
  boolean isLast() {
    return last;
  }

  /** The next page, of which there is at least one. */
  Done<RangeResponse> next() {
    Done<RangeResponse> page = fitting();
    pages++;
    revision = revision == 0 ? page.revision() : revision;
    List<KeyValue> found = page.answer().getKvsList();
    if (!found.isEmpty()) {
      limit = sizes.next(span, keysOnly, page.answer(), pages);
    }
    last = found.isEmpty() || !page.answer().getMore();
    if (!last) {
      from = found.get(found.size() - 1).getKey().concat(NEXT);
      ahead = calls.begin(request(), deadline);
    }
    return page;
  }

  private RangeRequest request() {
    return RangeRequest.newBuilder()
        .setKey(from)
        .setRangeEnd(span.to())
        .setLimit(limit)
        .setRevision(revision)
        .setKeysOnly(keysOnly)
        .build();
  }

  /** In fewer nodes where they are too much for one message. */
  private Done<RangeResponse> fitting() {
    while (true) {
      try {
        return page();
      } catch (TopoException failure) {
        boolean tooLarge = failure.getCause() instanceof CallFailed cause && cause.tooLarge();
        if (limit == 1 || !tooLarge) {
          throw failure;
        }
        limit = Math.max(1, limit / 8);
        sizes.forget(span);
      }
    }
  }

  /**
   * The first page travels with others' reads and proves the moment; the rest are of that moment.
   */
  private Done<RangeResponse> page() {
    Asked<RangeRequest, RangeResponse> begun = ahead;
    if (begun == null && revision == 0) {
      return calls.read(request(), deadline, doing);
    }
    ahead = null;
    RangeResponse answer =
        calls.finish(begun == null ? calls.begin(request(), deadline) : begun, doing);
    return new Done<>(answer, answer.getHeader());
  }
}
