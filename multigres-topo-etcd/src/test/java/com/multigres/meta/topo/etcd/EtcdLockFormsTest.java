package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdRoot;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Locks as the other components take them: both sides exclude each other (T22, T31). */
class EtcdLockFormsTest {
  private static final TopoPath SHARD = TopoPath.parse("databases/db/default/0-inf");
  private static final String HOLDER =
      """
      {
        "Action": "of another component",
        "HostName": "host",
        "UserName": "user",
        "Time": "2026-11-22T10:00:00Z",
        "Options": {},
        "Status": "Running"
      }""";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.shared();

  private EtcdRoot root;
  private TopoStore store;
  private ManagedChannel channel;

  @BeforeEach
  void open() {
    root = ETCD.freshRoot();
    store = TopoStores.open(root.uri() + "?connectTimeout=20s");
    channel =
        NettyChannelBuilder.forAddress(ETCD.server().host(), ETCD.server().port())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void close() {
    store.close();
    channel.shutdownNow();
  }

  private KVGrpc.KVBlockingStub kv() {
    return KVGrpc.newBlockingStub(channel);
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private String folder() {
    return root.path() + "/databases/db/default/0-inf/locks/";
  }

  /** Waits in the queue as another component does: a leased key named by its lease. */
  private long enter() {
    long lease =
        LeaseGrpc.newBlockingStub(channel)
            .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(30).build())
            .getID();
    assertThat(
            kv().put(
                    PutRequest.newBuilder()
                        .setKey(bytes(folder() + lease))
                        .setValue(bytes(HOLDER))
                        .setLease(lease)
                        .build())
                .hasHeader())
        .isTrue();
    return lease;
  }

  private void leave(long lease) {
    assertThat(
            LeaseGrpc.newBlockingStub(channel)
                .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(lease).build())
                .hasHeader())
        .isTrue();
  }

  private static LockOptions options() {
    return LockOptions.of("ours").ttl(Duration.ofSeconds(10)).waiting(Duration.ofSeconds(10));
  }

  @Test
  void ourPlaceIsALeasedKeyNamedByItsLease() {
    try (TopoLock lock = store.locks().lock(SHARD, options())) {
      List<KeyValue> found =
          kv().range(
                  RangeRequest.newBuilder()
                      .setKey(bytes(folder()))
                      .setRangeEnd(bytes(folder().replaceAll("/$", "0")))
                      .build())
              .getKvsList();

      assertThat(found).hasSize(1);
      KeyValue entry = found.get(0);
      assertThat(entry.getKey()).isEqualTo(bytes(folder() + entry.getLease()));
      assertThat(entry.getVersion()).isEqualTo(1);
      assertThat(entry.getCreateRevision()).isEqualTo(lock.token().number());
      assertThat(entry.getValue().toStringUtf8()).startsWith("{\n  \"Action\": \"ours\",\n");
    }
  }

  @Test
  void whoeverOfTheOthersHoldsIsReadAndWaitedFor() {
    long theirs = enter();
    assertThat(store.locks().holder(SHARD, LockKind.QUEUE).orElseThrow().content().action())
        .isEqualTo("of another component");
    TopoException held =
        catchThrowableOfType(TopoException.class, () -> store.locks().tryLock(SHARD, options()));
    assertThat(held.code()).isEqualTo(TopoException.Code.LOCK_HELD);

    leave(theirs);
    try (TopoLock lock = store.locks().lock(SHARD, options())) {
      assertThat(lock.isHeld()).isTrue();
      long later = enter();
      lock.check();
      assertThat(store.locks().queue(SHARD)).hasSize(2);
      leave(later);
    }
  }

  @Test
  void anOrdinaryNodeWhereTheQueueWouldStandIsNamed() {
    store.write(SHARD.child("locks").child("1"), ByteString.EMPTY, Expect.absent());
    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> store.locks().lock(SHARD, options()));
    assertThat(refused.code()).isEqualTo(TopoException.Code.BAD_INPUT);
    assertThat(refused).hasMessageContaining("0-inf/locks/1");
  }
}
