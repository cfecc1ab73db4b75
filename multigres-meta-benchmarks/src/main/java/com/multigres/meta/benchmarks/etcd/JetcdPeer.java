package com.multigres.meta.benchmarks.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.multigres.meta.benchmarks.topo.TopoPeer;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The plainest code on jetcd that does the same: no deadline, no retry, no rule. */
final class JetcdPeer implements TopoPeer {
  private static final String ROOT = "/jetcd/";
  private static final ByteSequence VALUE = ByteSequence.from(new byte[200]);

  private final Client client;
  private final KV kv;
  private final long lease;

  JetcdPeer(String address) {
    client = Client.builder().endpoints("http://" + address).build();
    kv = client.getKVClient();
    lease = await(client.getLeaseClient().grant(600)).getID();
  }

  private static ByteSequence key(String path) {
    return ByteSequence.from(ROOT + path, UTF_8);
  }

  private static <T> T await(CompletableFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void fill(int nodes) {
    for (int i = 0; i < nodes; i++) {
      var unused = await(kv.put(key("nodes/n" + i), VALUE));
    }
  }

  @Override
  public void get(int number) {
    if (await(kv.get(key("nodes/n" + number))).getKvs().isEmpty()) {
      throw new IllegalStateException("not filled");
    }
  }

  private int count(String directory) {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return await(kv.get(key(directory), all)).getKvs().size();
  }

  @Override
  public int list() {
    return count("nodes/");
  }

  private static TxnResponse succeeded(Txn txn) {
    TxnResponse answer = await(txn.commit());
    if (!answer.isSucceeded()) {
      throw new IllegalStateException("refused");
    }
    return answer;
  }

  @Override
  public Caller caller(int number) {
    ByteSequence own = key("own/c" + number);
    long first = await(kv.put(own, VALUE)).getHeader().getRevision();
    return new Caller() {
      private long revision = first;

      @Override
      public void replace() {
        Cmp current = new Cmp(own, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
        revision =
            succeeded(kv.txn().If(current).Then(Op.put(own, VALUE, PutOption.DEFAULT)))
                .getHeader()
                .getRevision();
      }

      @Override
      public void batch() {
        Op[] ten = new Op[10];
        for (int i = 0; i < ten.length; i++) {
          ten[i] = Op.put(key("ten/c" + number + "/" + i), VALUE, PutOption.DEFAULT);
        }
        var unused = succeeded(kv.txn().Then(ten));
      }
    };
  }

  @Override
  public void register(int number) {
    ByteSequence pooler = key("poolers/p" + number + "/Pooler");
    Cmp absent = new Cmp(pooler, Cmp.Op.EQUAL, CmpTarget.version(0));
    PutOption bound = PutOption.builder().withLeaseId(lease).build();
    var unused = succeeded(kv.txn().If(absent).Then(Op.put(pooler, VALUE, bound)));
  }

  @Override
  public int discover() {
    return count("poolers/");
  }

  @Override
  public void watch(Runnable told) {
    var unused =
        client
            .getWatchClient()
            .watch(
                key("watched"),
                WatchOption.DEFAULT,
                Watch.listener(response -> response.getEvents().forEach(event -> told.run())));
  }

  @Override
  public void change() {
    var unused = await(kv.put(key("watched"), VALUE));
  }

  @Override
  public void close() {
    var unused = await(client.getLeaseClient().revoke(lease));
    client.close();
  }
}
