package com.multigres.meta.topo.zookeeper.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;

/**
 * What stands at a znode. The data of a node begin with a byte that names this form, the eight
 * bytes of its life's name, and eight that name the last write, by which whoever never heard of its
 * success knows it again; a directory without a value has no data.
 *
 * @param data what the znode holds
 * @param stat what the server knows of it; empty where nothing stands
 */
public record View(ByteString data, Optional<Stat> stat) {
  /** The data of a directory without a value. */
  public static final byte[] NOTHING = ByteString.EMPTY.toByteArray();

  public static final View MISSING = new View(ByteString.EMPTY, Optional.empty());
  private static final byte FORM = 1;
  private static final int HEADER = 1 + 2 * Long.BYTES;

  /** The data of a node. */
  public static byte[] data(String nonce, String write, ByteString value) {
    ByteBuffer data = ByteBuffer.allocate(HEADER + value.size());
    data.put(FORM);
    data.putLong(Long.parseUnsignedLong(nonce, 16)).putLong(Long.parseUnsignedLong(write, 16));
    value.copyTo(data);
    return data.array();
  }

  public boolean stands() {
    return stat.isPresent();
  }

  /** Whether a node stands here, not only a directory. */
  public boolean hasValue() {
    return stands() && !data.isEmpty();
  }

  public boolean isBound() {
    return owner() != 0;
  }

  private long owner() {
    return stat.map(Stat::getEphemeralOwner).orElse(0L);
  }

  public Optional<SessionId> session() {
    return isBound() ? Optional.of(sessionId(owner())) : Optional.empty();
  }

  public static SessionId sessionId(long id) {
    return new SessionId(Long.toHexString(id));
  }

  /** The znode's own counter. */
  public int counter() {
    return stat.map(Stat::getVersion).orElse(0);
  }

  /** When it was made, in the order of all writes. */
  public long madeAt() {
    return stat.map(Stat::getCzxid).orElse(0L);
  }

  /** Whether something lies below, which the life's own mark does not count for. */
  public boolean hasMoreBelow() {
    return stat.map(Stat::getNumChildren).orElse(0) > (hasValue() && !isBound() ? 1 : 0);
  }

  /** The name of the last write; only where a node stands. */
  public Stamp stamp(TopoPath path) {
    checkForm(path);
    return new Stamp(name(1), counter(), isBound());
  }

  private String name(int at) {
    return Stamp.hex(data.asReadOnlyByteBuffer().getLong(at));
  }

  /** Whether the last write is the one of that name. */
  public boolean isOf(TopoPath path, String write) {
    if (!hasValue()) {
      return false;
    }
    checkForm(path);
    return name(1 + Long.BYTES).equals(write);
  }

  private void checkForm(TopoPath path) {
    if (data.size() < HEADER || data.byteAt(0) != FORM) {
      throw new TopoException(
          TopoException.Code.CORRUPT,
          path,
          Outcome.NOT_APPLIED,
          path + ": what stands there was written by something else than this library",
          null);
    }
  }

  public ByteString value(TopoPath path) {
    checkForm(path);
    return data.substring(HEADER);
  }

  public Optional<Node> node(TopoPath path) {
    return hasValue()
        ? Optional.of(new Node(path, value(path), stamp(path).version(path), session()))
        : Optional.empty();
  }
}
