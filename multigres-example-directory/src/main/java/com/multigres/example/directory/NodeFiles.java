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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The files: {@code counter}, one for each node in {@code nodes}, an empty one for each session in
 * {@code sessions}, whose time is when the session ends. Nodes are replaced whole, so a process
 * that dies leaves the old one or the new one. Plain streams, because an interrupt would close a
 * channel.
 */
final class NodeFiles {
  private static final String EACH = "[0-9a-f]*";

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

  /** A name that was never given out before. */
  static String newName() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  Counter counter() throws IOException {
    Path file = folder.resolve("counter");
    if (!Files.exists(file)) {
      Path first = folder.resolve("first");
      Files.writeString(first, new Counter(newName(), 0).toString());
      Files.move(first, file); // not over one that came back with its directory meanwhile
    }
    String[] parts = new String(bytes(file), StandardCharsets.UTF_8).split("-", 2);
    return new Counter(parts[0], Long.parseLong(parts[1]));
  }

  void write(Counter counter) throws IOException {
    replace(folder.resolve("counter"), counter.toString().getBytes(StandardCharsets.UTF_8));
  }

  NavigableMap<TopoPath, StoredNode> nodes() throws IOException {
    NavigableMap<TopoPath, StoredNode> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(nodes, EACH)) {
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

  /** Deletes a node that stands; where its directory is away, it does so still. */
  void delete(TopoPath path) throws IOException {
    Files.delete(file(path));
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

  /** The sessions that ended before a moment, in milliseconds of the machine's clock. */
  List<SessionId> endedBefore(long moment) throws IOException {
    List<SessionId> ended = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sessions, EACH)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toMillis() < moment) {
          ended.add(new SessionId(sessions.relativize(file).toString()));
        }
      }
    }
    return ended;
  }

  /** Whether a session stands; an id may come from anywhere, and need not be one of ours. */
  boolean exists(SessionId id) throws IOException {
    boolean stands = id.value().matches("[0-9a-f]+") && Files.exists(sessions.resolve(id.value()));
    if (!stands && !Files.isDirectory(sessions)) {
      throw new NoSuchFileException(sessions.toString());
    }
    return stands;
  }

  void create(SessionId id) throws IOException {
    Files.createFile(sessions.resolve(id.value()));
  }

  void endAt(SessionId id, long moment) throws IOException {
    Files.setLastModifiedTime(sessions.resolve(id.value()), FileTime.fromMillis(moment));
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
