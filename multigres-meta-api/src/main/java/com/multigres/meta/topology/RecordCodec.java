package com.multigres.meta.topology;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;

/**
 * Between a record and the bytes of its node: the protobuf messages that components in other
 * languages read and write too. Stateless and safe for any number of threads.
 *
 * @param <T> the record
 */
public interface RecordCodec<T> {
  /**
   * The name of the protobuf message.
   *
   * @return for instance {@code Multipooler}
   */
  String messageType();

  /**
   * Reads a record.
   *
   * @param path where the bytes were found; for the error only
   * @param value the node's value
   * @return what it says
   * @throws TopoException {@code CORRUPT}, naming path and message type, when the bytes are no such
   *     message or say what cannot be
   */
  T decode(TopoPath path, ByteString value);

  /**
   * Writes a record where there was none.
   *
   * @param record what to say
   * @return the bytes; equal records have equal bytes
   */
  ByteString encode(T record);

  /**
   * Writes a record over what stood there: fields that this library does not know, at any depth,
   * come through, and what does not change keeps its bytes.
   *
   * @param path where the bytes were found; for the error only
   * @param previous the value that the node has now
   * @param record what to say
   * @return the bytes to write on condition that the node still has the previous value
   * @throws TopoException {@code CORRUPT} when the previous value cannot be read
   */
  ByteString merge(TopoPath path, ByteString previous, T record);
}
