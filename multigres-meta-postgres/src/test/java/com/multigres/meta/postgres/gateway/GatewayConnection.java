package com.multigres.meta.postgres.gateway;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client's way through a gateway. A client asks in rounds, each ended by a Sync or a simple
 * query; a round is passed on, or answered here.
 */
final class GatewayConnection {
  private final Gateway gateway;
  private final Socket client;
  private final Socket server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, String> prepared = new HashMap<>();
  // What the client gets for the server's whole answer to the round that is under way.
  private @Nullable Refusal instead;

  /** A message of the protocol: its kind, and all that follows its length. */
  private record Message(char kind, ByteString body) {

    static Message of(char kind, String text) {
      return new Message(kind, ByteString.copyFromUtf8(text));
    }

    static Message read(DataInputStream in) throws IOException {
      char kind = (char) in.readUnsignedByte();
      return new Message(kind, ByteString.copyFrom(in.readNBytes(in.readInt() - 4)));
    }

    void write(DataOutputStream out) throws IOException {
      out.writeByte(kind);
      out.writeInt(body.size() + 4);
      body.writeTo(out);
    }

    String text(int number) {
      return body.toStringUtf8().split("\0", -1)[number];
    }
  }

  GatewayConnection(Gateway gateway, Socket client, Socket server) {
    this.gateway = gateway;
    this.client = client;
    this.server = server;
  }

  void start() {
    Gateway.thread("gateway-to-server", () -> run(this::toServer));
    Gateway.thread("gateway-to-client", () -> run(this::toClient));
  }

  private interface Pump {
    void run() throws IOException;
  }

  private void run(Pump pump) {
    try {
      pump.run();
    } catch (IOException ended) {
      // Either side went: so does the other.
    } finally {
      close();
      gateway.forget(this);
    }
  }

  private void toServer() throws IOException {
    DataInputStream in = from(client);
    DataOutputStream out = to(server);
    int length = in.readInt();
    byte[] startup = in.readNBytes(length - 4);
    Optional<Refusal> refused = gateway.loginRefused();
    if (refused.isPresent()) {
      DataOutputStream back = to(client);
      error("FATAL", refused.get()).write(back);
      back.flush();
      return;
    }
    out.writeInt(length);
    out.write(startup);
    out.flush();
    while (true) {
      round(readRound(in), out);
    }
  }

  private static DataInputStream from(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  private static DataOutputStream to(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** All up to the message that the server answers with ReadyForQuery, or a message of its own. */
  private static List<Message> readRound(DataInputStream in) throws IOException {
    List<Message> round = new ArrayList<>();
    char kind;
    do {
      Message message = Message.read(in);
      round.add(message);
      kind = message.kind();
    } while (kind == 'P' || kind == 'B' || kind == 'D' || kind == 'E' || kind == 'C');
    return round;
  }

  private void round(List<Message> round, DataOutputStream out) throws IOException {
    Optional<Refusal> refusal = Optional.empty();
    for (Message message : round) {
      if (refusal.isEmpty()) {
        refusal = statement(message).flatMap(gateway::refused);
      }
    }
    if (refusal.isPresent()) {
      lock.lock();
      try {
        instead = refusal.get();
      } finally {
        lock.unlock();
      }
    }
    if (refusal.isPresent() && !refusal.get().executed()) {
      Message.of('Q', "ROLLBACK\0").write(out);
    } else {
      for (Message message : round) {
        message.write(out);
      }
    }
    out.flush();
  }

  private Optional<String> statement(Message message) {
    return switch (message.kind()) {
      case 'Q' -> Optional.of(message.text(0));
      case 'P' -> {
        prepared.put(message.text(0), message.text(1));
        yield Optional.of(message.text(1));
      }
      case 'B' -> Optional.ofNullable(prepared.get(message.text(1)));
      default -> Optional.empty();
    };
  }

  private void toClient() throws IOException {
    DataInputStream in = from(server);
    DataOutputStream out = to(client);
    while (true) {
      Message message = Message.read(in);
      Refusal refusal = answeredHere(message);
      if (refusal == null) {
        message.write(out);
      } else if (message.kind() == 'Z') {
        error("ERROR", refusal).write(out);
        Message.of('Z', "I").write(out);
      }
      out.flush();
    }
  }

  /** What is said instead of the server's message; its last one ends that. */
  private @Nullable Refusal answeredHere(Message message) {
    lock.lock();
    try {
      Refusal now = instead;
      if (message.kind() == 'Z') {
        instead = null;
      }
      return now;
    } finally {
      lock.unlock();
    }
  }

  private static Message error(String severity, Refusal refusal) {
    String fields =
        "S" + severity + "\0V" + severity + "\0C" + refusal.state() + "\0M" + refusal.message();
    return Message.of('E', fields + "\0\0");
  }

  void close() {
    for (Socket socket : List.of(client, server)) {
      try {
        socket.close();
      } catch (IOException gone) {
        // That is what was wanted.
      }
    }
  }
}
