package com.multigres.meta.topo.etcd;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between clients and an etcd and sees single messages, where a proxy of bytes sees only
 * that something travels: loses the renewals alone, or the answer to one transaction.
 */
final class GrpcRelay implements AutoCloseable {

  /** What becomes of a message. */
  enum Fate {
    FORWARD,
    /** Nobody is told. */
    LOSE,
    /** The call ends as if the connection had broken. */
    BREAK
  }

  /** Decides over every message; called by many threads. */
  interface Tap {

    /** Of what a client calls with. */
    default void called(String method, Metadata headers) {}

    /** Of a client's message. */
    default Fate asked(String method, byte[] message) {
      return Fate.FORWARD;
    }

    /** Of the server's. */
    default Fate answered(String method, byte[] message) {
      return Fate.FORWARD;
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  private final ManagedChannel server;
  private final Server relay;
  private volatile Tap tap = new Tap() {};

  private GrpcRelay(String host, int port) throws IOException {
    this.server =
        NettyChannelBuilder.forAddress(host, port)
            .usePlaintext()
            .directExecutor()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    this.relay =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .fallbackHandlerRegistry(
                new HandlerRegistry() {
                  @Override
                  public ServerMethodDefinition<?, ?> lookupMethod(
                      String name, @org.jspecify.annotations.Nullable String authority) {
                    return ServerMethodDefinition.create(method(name), handler(name));
                  }
                })
            .build()
            .start();
  }

  static GrpcRelay to(String host, int port) {
    try {
      return new GrpcRelay(host, port);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  String host() {
    return "127.0.0.1";
  }

  int port() {
    return relay.getPort();
  }

  void tap(Tap decides) {
    tap = decides;
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
        .setFullMethodName(name)
        .build();
  }

  private ServerCallHandler<byte[], byte[]> handler(String name) {
    return (client, headers) -> {
      tap.called(name, headers);
      Relayed call = new Relayed(name, client, server.newCall(method(name), CallOptions.DEFAULT));
      call.begin(headers);
      return call.questions;
    };
  }

  /** One call, whose client gets one end whatever ends first. */
  private final class Relayed {
    private final String name;
    private final ServerCall<byte[], byte[]> client;
    private final ClientCall<byte[], byte[]> onward;
    private final Questions questions = new Questions();
    private final AtomicBoolean over = new AtomicBoolean();

    Relayed(String name, ServerCall<byte[], byte[]> client, ClientCall<byte[], byte[]> onward) {
      this.name = name;
      this.client = client;
      this.onward = onward;
    }

    void begin(Metadata headers) {
      onward.start(new Answers(), headers);
      onward.request(Integer.MAX_VALUE);
      client.request(Integer.MAX_VALUE);
    }

    private void end(Status status, Metadata trailers) {
      if (over.compareAndSet(false, true) && !client.isCancelled()) {
        client.close(status, trailers);
      }
    }

    private void broken() {
      end(Status.UNAVAILABLE.withDescription("broken"), new Metadata());
      onward.cancel("broken", null);
    }

    private final class Questions extends ServerCall.Listener<byte[]> {
      @Override
      public void onMessage(byte[] message) {
        switch (tap.asked(name, message)) {
          case FORWARD -> onward.sendMessage(message);
          case LOSE -> {}
          case BREAK -> broken();
        }
      }

      @Override
      public void onHalfClose() {
        if (!over.get()) {
          onward.halfClose();
        }
      }

      @Override
      public void onCancel() {
        onward.cancel("cancelled", null);
      }
    }

    private final class Answers extends ClientCall.Listener<byte[]> {
      private boolean begun;

      private void begin(Metadata headers) {
        if (!begun) {
          begun = true;
          client.sendHeaders(headers);
        }
      }

      @Override
      public void onHeaders(Metadata headers) {
        if (!over.get()) {
          begin(headers);
        }
      }

      @Override
      public void onMessage(byte[] message) {
        if (over.get()) {
          return;
        }
        switch (tap.answered(name, message)) {
          case FORWARD -> {
            begin(new Metadata());
            client.sendMessage(message);
          }
          case LOSE -> {}
          case BREAK -> broken();
        }
      }

      @Override
      public void onClose(Status status, Metadata trailers) {
        end(status, trailers);
      }
    }
  }

  /** Ends every call through it. */
  @Override
  public void close() {
    relay.shutdownNow();
    server.shutdownNow();
  }
}
