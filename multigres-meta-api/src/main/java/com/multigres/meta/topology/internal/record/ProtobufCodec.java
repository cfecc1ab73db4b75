package com.multigres.meta.topology.internal.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodec;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A codec by one protobuf message.
 *
 * @param <M> the message
 * @param <T> the record
 * @param empty the message that says nothing
 * @param parser reads the message
 * @param reader makes a record of a message
 * @param writer writes a record onto the message that stood there before
 */
public record ProtobufCodec<M extends Message, T>(
    M empty, Parser<M> parser, Function<M, T> reader, BiFunction<M, T, M> writer)
    implements RecordCodec<T> {

  @Override
  public String messageType() {
    return empty.getDescriptorForType().getName();
  }

  @Override
  public T decode(TopoPath path, ByteString value) {
    return read(path, parse(path, value));
  }

  @Override
  public ByteString encode(T record) {
    return writer.apply(empty, record).toByteString();
  }

  @Override
  public ByteString merge(TopoPath path, ByteString previous, T record) {
    M before = parse(path, previous);
    read(path, before);
    return writer.apply(before, record).toByteString();
  }

  private M parse(TopoPath path, ByteString value) {
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw corrupt(path, e);
    }
  }

  /** The model refuses what cannot be. */
  private T read(TopoPath path, M message) {
    try {
      return reader.apply(message);
    } catch (IllegalArgumentException e) {
      throw corrupt(path, e);
    }
  }

  private TopoException corrupt(TopoPath path, Exception reason) {
    String text = path + ": its value is no readable " + messageType() + ": " + reason.getMessage();
    return new TopoException(TopoException.Code.CORRUPT, path, Outcome.NOT_APPLIED, text, reason);
  }
}
