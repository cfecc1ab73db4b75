package com.multigres.meta.topo.etcd.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;

/** etcd's comparisons. A key that does not stand compares as if all its numbers were zero. */
public final class Compares {
  // In etcd's API since 3.3; the generated messages do not know it.
  private static final int TARGET_LEASE = 4;
  private static final int FIELD_LEASE = 8;
  private static final UnknownFieldSet NO_LEASE = leaseField(0);

  private Compares() {}

  public static Compare stands(ByteString key) {
    return version(key, CompareResult.GREATER);
  }

  public static Compare missing(ByteString key) {
    return version(key, CompareResult.EQUAL);
  }

  private static Compare version(ByteString key, CompareResult result) {
    return Compare.newBuilder()
        .setKey(key)
        .setTarget(CompareTarget.VERSION)
        .setResult(result)
        .setVersion(0)
        .build();
  }

  public static Compare written(ByteString key, long revision) {
    return Compare.newBuilder()
        .setKey(key)
        .setTarget(CompareTarget.MOD)
        .setResult(CompareResult.EQUAL)
        .setModRevision(revision)
        .build();
  }

  public static Compare created(ByteString key, long revision) {
    return created(key, CompareResult.EQUAL, revision).build();
  }

  /** No key of a range stands. */
  public static Compare empty(EtcdKeys.Span span) {
    return created(span.from(), CompareResult.EQUAL, 0).setRangeEnd(span.to()).build();
  }

  /** Every key of a range, of which one must stand, was made after a revision. */
  public static Compare allCreatedAfter(EtcdKeys.Span span, long revision) {
    return created(span.from(), CompareResult.GREATER, revision).setRangeEnd(span.to()).build();
  }

  private static Compare.Builder created(ByteString key, CompareResult result, long revision) {
    return Compare.newBuilder()
        .setKey(key)
        .setTarget(CompareTarget.CREATE)
        .setResult(result)
        .setCreateRevision(revision);
  }

  public static Compare leased(ByteString key, long lease) {
    return lease(key, CompareResult.EQUAL, lease).build();
  }

  /** Every key of a range, of which one must stand, is bound to a lease. */
  public static Compare allLeased(EtcdKeys.Span span) {
    return lease(span.from(), CompareResult.GREATER, 0).setRangeEnd(span.to()).build();
  }

  private static Compare.Builder lease(ByteString key, CompareResult result, long lease) {
    return Compare.newBuilder()
        .setKey(key)
        .setTargetValue(TARGET_LEASE)
        .setResult(result)
        .setUnknownFields(lease == 0 ? NO_LEASE : leaseField(lease));
  }

  private static UnknownFieldSet leaseField(long lease) {
    return UnknownFieldSet.newBuilder()
        .addField(FIELD_LEASE, UnknownFieldSet.Field.newBuilder().addVarint(lease).build())
        .build();
  }
}
