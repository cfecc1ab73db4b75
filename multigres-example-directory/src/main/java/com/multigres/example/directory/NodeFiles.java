package com.multigres.example.directory;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The files: {@code counter}, one for each node in {@code nodes}, one for each session in {@code
 * sessions}. Each is replaced whole, so a process that dies leaves the old one or the new one.
 * Plain streams, because an interrupt would close a channel.
 */
final class NodeFiles {
  private final Path folder;
  private final Path nodes;
  private final Path sessions;

  /** How often the directory changed since it was made; its name tells it from one made later. */
  record Counter(String incarnation, long revision) {
    Counter next() {
      return new Counter(incarnation, revision + 1);
    }

    @Override
    public String toString() {
      return incarnation + "-" + revision;
    }
  }

  NodeFiles(Path folder) throws IOException {
    this.folder = folder;
    this.nodes = Files.createDirectories(folder.resolve("nodes"));
    this.sessions = Files.createDirectories(folder.resolve("sessions"));
  }

  Counter counter() throws IOException {
    Path file = folder.resolve("counter");
    if (!Files.exists(file)) {
      write(new Counter(UUID.randomUUID().toString().replace("-", ""), 0));
    }
    String[] parts = new String(bytes(file), StandardCharsets.UTF_8).split("-", 2);
    return new Counter(parts[0], Long.parseLong(parts[1]));
  }

  void write(Counter counter) throws IOException {
    replace(folder.resolve("counter"), counter.toString().getBytes(StandardCharsets.UTF_8));
  }

  NavigableMap<TopoPath, StoredNode> nodes() throws IOException {
    NavigableMap<TopoPath, StoredNode> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(nodes, "[0-9a-f]*")) {
      for (Path file : files) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(file)));
        TopoPath path = TopoPath.parse(in.readUTF());
        String version = in.readUTF();
        Optional<SessionId> session =
            Optional.of(in.readUTF()).filter(id -> !id.isEmpty()).map(SessionId::new);
        found.put(path, new StoredNode(ByteString.readFrom(in), version, session));
      }
    }
    return found;
  }

  void write(TopoPath path, StoredNode node) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(path.toString());
    out.writeUTF(node.version());
    out.writeUTF(node.session().map(SessionId::value).orElse(""));
    node.value().writeTo(out);
    replace(file(path), bytes.toByteArray());
  }

  void delete(TopoPath path) throws IOException {
    Files.deleteIfExists(file(path));
  }

  /** Paths are longer than names of files may be, so those are hashes. */
  private Path file(TopoPath path) {
    try {
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      return nodes.resolve(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Every session and when it ends, in milliseconds of the machine's clock. */
  Map<SessionId, Long> sessions() throws IOException {
    Map<SessionId, Long> found = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sessions, "[0-9a-f]*")) {
      for (Path file : files) {
        SessionId id = new SessionId(sessions.relativize(file).toString());
        found.put(id, end(id));
      }
    }
    return found;
  }

  long end(SessionId id) throws IOException {
    Path file = sessions.resolve(id.value());
    return Files.exists(file)
        ? Long.parseLong(new String(bytes(file), StandardCharsets.UTF_8))
        : Long.MIN_VALUE;
  }

  void write(SessionId id, long end) throws IOException {
    replace(sessions.resolve(id.value()), String.valueOf(end).getBytes(StandardCharsets.UTF_8));
  }

  void delete(SessionId id) throws IOException {
    Files.deleteIfExists(sessions.resolve(id.value()));
  }

  private static byte[] bytes(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    }
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path next = folder.resolve("next"); // one writer at a time: all hold the lock
    try (FileOutputStream out = new FileOutputStream(next.toFile())) {
      out.write(content);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
