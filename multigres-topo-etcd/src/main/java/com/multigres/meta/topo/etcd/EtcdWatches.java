package com.multigres.meta.topo.etcd;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Contact;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.Failures;
import com.multigres.meta.topo.etcd.internal.Requests;
import com.multigres.meta.topo.spi.CallbackThreads;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The watches of one store, and what they work with. */
final class EtcdWatches {
  private final EtcdParts parts;
  private final Map<WatchDelivery, FollowedWatch> open = new ConcurrentHashMap<>();

  EtcdWatches(EtcdParts parts) {
    this.parts = parts;
  }

  Watch add(TopoPath path, WatchOptions options, WatchListener listener) {
    WatchDelivery delivery =
        new WatchDelivery(
            parts.threads,
            listener,
            parts.options.timeout(),
            closed -> {
              FollowedWatch watch = open.remove(closed);
              if (watch != null) {
                watch.close();
              }
              parts.life.release(closed);
            });
    FollowedWatch watch = new FollowedWatch(this, parts.keys, path, options, delivery);
    open.put(delivery, watch);
    parts.life.adopt(delivery);
    watch.start();
    return delivery;
  }

  void tick() {
    open.values().forEach(FollowedWatch::tick);
  }

  void restartAll(String reason) {
    open.values().forEach(watch -> watch.restart(reason));
  }

  CallbackThreads threads() {
    return parts.threads;
  }

  Duration timeout() {
    return parts.options.timeout();
  }

  EtcdReads reads() {
    return parts.reads;
  }

  EtcdCalls calls() {
    return parts.calls;
  }

  Requests requests() {
    return parts.requests;
  }

  Contact contact() {
    return parts.contact;
  }

  private boolean mayPass(CallFailed refusal) {
    return (refusal.loginExpired() && parts.requests.logsIn())
        || (refusal.isTlsRefusal() && parts.history.isKnown());
  }

  /** How far the history has come, as far as is known. */
  long latest() {
    return parts.history.now().revision();
  }

  String cluster() {
    return parts.history.cluster();
  }

  TopoException translated(CallFailed failure, String doing) {
    return Failures.translate(failure, parts.options.where(), doing, false);
  }

  /**
   * Whether access is refused for good: not for a login that has run out, nor for certificates of
   * servers that were trusted before and may be so again.
   */
  boolean isRefusal(TopoException failure) {
    if (failure.code() != Code.ACCESS_DENIED) {
      return false;
    }
    return !(failure.getCause() instanceof CallFailed cause && mayPass(cause));
  }

  void later(Runnable task, Duration pause) {
    // Ends with the store's threads if not before.
    var unused = parts.threads.schedule(task, pause);
  }
}
