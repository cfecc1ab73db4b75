package com.multigres.meta.topo.zookeeper.internal;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.jute.Record;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;

/** The client library's own client; reaches what it keeps for its heirs. */
@SuppressWarnings("try") // That its close() may be interrupted is the library's choice.
final class KeeperClient extends ZooKeeper {
  /** What a client needs to go on with a session. */
  record Former(long id, ByteString password) {}

  private KeeperClient(Dialer dialer, Duration timeout, Watcher watcher) throws IOException {
    super(
        dialer.options().servers(),
        Math.toIntExact(timeout.toMillis()),
        watcher,
        false,
        new Members(dialer.options().members()),
        dialer.config());
  }

  private KeeperClient(Dialer dialer, Duration timeout, Watcher watcher, Former session)
      throws IOException {
    super(
        dialer.options().servers(),
        Math.toIntExact(timeout.toMillis()),
        watcher,
        session.id,
        session.password.toByteArray(),
        false,
        new Members(dialer.options().members()),
        dialer.config());
  }

  /**
   * Begins to connect.
   *
   * @param session which to go on with; a new one where empty
   * @throws KeeperFailures.PasswordUnavailable when nothing was begun
   */
  static KeeperClient begin(
      Dialer dialer, Duration timeout, Watcher watcher, Optional<Former> session)
      throws IOException {
    ZooKeeperOptions options = dialer.options();
    Optional<byte[]> login = options.user().map(user -> login(user, options));
    KeeperClient made =
        session.isPresent()
            ? new KeeperClient(dialer, timeout, watcher, session.get())
            : new KeeperClient(dialer, timeout, watcher);
    login.ifPresent(secret -> made.addAuthInfo("digest", secret));
    return made;
  }

  private static byte[] login(String user, ZooKeeperOptions options) {
    try {
      String secret = options.password().map(Supplier::get).orElse("");
      return (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException failure) {
      throw new KeeperFailures.PasswordUnavailable(failure);
    }
  }

  Former session() {
    return new Former(getSessionId(), ByteString.copyFrom(getSessionPasswd()));
  }

  /** The last write that it has seen anything of. */
  long seen() {
    return cnxn.getLastZxid();
  }

  /**
   * Sends a request. The client library's own asynchronous calls are answered on a thread of their
   * own, one more that has to be woken for each.
   *
   * @param done told the result's code, on the thread that reads what the servers say or, when
   *     nothing can be sent any more, on this one; must not block
   */
  void queue(int type, Record request, Record response, IntConsumer done) {
    RequestHeader header = new RequestHeader();
    header.setType(type);
    cnxn.queuePacket(
        header, new ReplyHeader(), request, response, null, null, null, null, new Told(done));
  }

  /** What the client library tells of every request's end before it looks for who asked. */
  @SuppressWarnings("ClassCanBeStatic") // What it extends belongs to a client.
  private final class Told extends WatchRegistration {
    private final IntConsumer done;

    Told(IntConsumer done) {
      super(event -> {}, "");
      this.done = done;
    }

    @Override
    public void register(int rc) {
      done.accept(rc);
    }

    @Override
    protected Map<String, Set<Watcher>> getWatches(int rc) {
      return Map.of();
    }
  }

  /** Says whether the server answered so. Blocks. */
  boolean closeSession() throws InterruptedException {
    RequestHeader header = new RequestHeader();
    header.setType(ZooDefs.OpCode.closeSession);
    ReplyHeader reply = cnxn.submitRequest(header, null, null, null);
    return reply.getErr() == KeeperException.Code.OK.intValue();
  }

  void disconnect() {
    cnxn.disconnect();
  }
}
