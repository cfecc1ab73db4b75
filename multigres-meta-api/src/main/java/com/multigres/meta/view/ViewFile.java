package com.multigres.meta.view;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.view.ViewFileException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of sections: eight bytes that say what it is, four of the format's number, then for each
 * section its kind, the content's length, the CRC-32 of kind and content, four bytes each, and the
 * content. The last section is empty and says that nothing is missing. A file is replaced whole, or
 * not at all.
 */
final class ViewFile {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFile.class);
  private static final byte[] MAGIC = "MGRSVIEW".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES;
  private static final int SECTION_HEAD_BYTES = 3 * Integer.BYTES;
  private static final int END = 127;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_READERS = 4;
  private static final ReentrantLock WRITING = new ReentrantLock();

  private final Path file;

  ViewFile(Path file) {
    this.file = file;
  }

  /** A section to be written. */
  record Section(int kind, Content content) {}

  /** Writes the content of a section. */
  @FunctionalInterface
  interface Content {
    void to(CodedOutputStream out) throws IOException;
  }

  /** Reads the content of a section; of a kind that it does not know, nothing. */
  @FunctionalInterface
  interface Reader {
    void read(int kind, CodedInputStream in) throws IOException;
  }

  /** Replaces the file: whoever reads it meanwhile, or after a crash, finds the old or the new. */
  void write(List<Section> sections) {
    Path target = file.toAbsolutePath();
    String pid = "." + ProcessHandle.current().pid() + ".tmp";
    Path half = target.resolveSibling(target.getFileName() + pid);
    // Two views of one process may be saved to the same file.
    WRITING.lock();
    try {
      try (FileChannel out = openNew(half)) {
        writeTo(out, sections);
        out.force(true);
      }
      Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(half);
      throw ViewFileException.io(file, "the view cannot be saved: " + e, e);
    } finally {
      WRITING.unlock();
    }
    forceDirectory(target);
  }

  private static FileChannel openNew(Path path) throws IOException {
    return FileChannel.open(
        path,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void writeTo(FileChannel out, List<Section> sections) throws IOException {
    writeFully(out, ByteBuffer.allocate(HEAD_BYTES).put(MAGIC).putInt(FORMAT).flip());
    for (Section section : sections) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream coded = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);
      section.content().to(coded);
      coded.flush();
      writeSection(out, section.kind(), bytes.toByteArray());
    }
    writeSection(out, END, new byte[0]);
  }

  private static void writeSection(FileChannel out, int kind, byte[] content) throws IOException {
    int checksum = checksum(kind, ByteBuffer.wrap(content));
    ByteBuffer head = ByteBuffer.allocate(SECTION_HEAD_BYTES);
    writeFully(out, head.putInt(kind).putInt(content.length).putInt(checksum).flip());
    writeFully(out, ByteBuffer.wrap(content));
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static int checksum(int kind, ByteBuffer content) {
    CRC32 crc = new CRC32();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(kind).flip());
    crc.update(content);
    return (int) crc.getValue();
  }

  private static void discard(Path half) {
    try {
      Files.deleteIfExists(half);
    } catch (IOException e) {
      LOG.debug("{} is left over", half, e);
    }
  }

  /** That the new name survives a loss of power, too; not every file system can be asked. */
  private static void forceDirectory(Path target) {
    Path directory = target.getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("{} cannot be synchronised", directory, e);
    }
  }

  /**
   * Finds the sections, all of them whole, without understanding any.
   *
   * @return empty when there is no such file
   */
  Optional<List<Found>> sections() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (IOException e) {
      throw ViewFileException.io(file, "the saved view cannot be read: " + e, e);
    }
    checkHead(bytes);
    return Optional.of(found(bytes));
  }

  /** Reads sections, several at the same time: the reader is called by several threads. */
  void read(List<Found> sections, Reader reader) {
    Queue<Found> queue = new ConcurrentLinkedQueue<>(sections);
    Runnable work = () -> readAll(queue, reader);
    List<CompletableFuture<Void>> others = new ArrayList<>();
    for (int i = 1; i < Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors()); i++) {
      others.add(CompletableFuture.runAsync(work, ViewFile::start));
    }
    work.run();
    others.forEach(ViewFile::await);
  }

  private void readAll(Queue<Found> queue, Reader reader) {
    for (Found next = queue.poll(); next != null; next = queue.poll()) {
      read(next, reader);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "multigres-view-file");
    thread.setDaemon(true);
    thread.start();
  }

  private static void await(CompletableFuture<Void> task) {
    try {
      task.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ViewFileException known ? known : e;
    }
  }

  private void checkHead(byte[] bytes) {
    int magic = MAGIC.length;
    if (bytes.length < HEAD_BYTES || !Arrays.equals(bytes, 0, magic, MAGIC, 0, magic)) {
      throw corrupt(0, "this is no saved view", null);
    }
    int format = ByteBuffer.wrap(bytes).getInt(magic);
    if (format > FORMAT) {
      throw new ViewFileException(
          Code.TOO_NEW,
          file,
          OptionalLong.of(magic),
          "the saved view has format " + format + ", and this library reads up to " + FORMAT,
          null);
    }
    if (format < 1) {
      throw corrupt(magic, "there is no format " + format, null);
    }
  }

  /** A section that is whole, and not understood yet. */
  record Found(int kind, ByteBuffer content) {}

  private List<Found> found(byte[] bytes) {
    List<Found> found = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bytes).position(HEAD_BYTES);
    while (rest.remaining() >= SECTION_HEAD_BYTES) {
      int begin = rest.position();
      int kind = rest.getInt();
      int length = rest.getInt();
      int checksum = rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw corrupt(begin, "section " + kind + " is cut off", null);
      }
      ByteBuffer content = rest.slice(rest.position(), length);
      if (checksum(kind, content) != checksum) {
        throw corrupt(begin, "section " + kind + " is damaged: its checksum differs", null);
      }
      if (kind == END && !rest.hasRemaining()) {
        return found;
      }
      found.add(new Found(kind, content.rewind()));
      rest.position(rest.position() + length);
    }
    throw corrupt(rest.position(), "the file is cut off", null);
  }

  private void read(Found section, Reader reader) {
    CodedInputStream in = CodedInputStream.newInstance(section.content());
    try {
      reader.read(section.kind(), in);
    } catch (ViewFileException known) {
      throw known;
    } catch (IOException | RuntimeException e) {
      long at = (long) section.content().arrayOffset() + in.getTotalBytesRead();
      throw corrupt(at, "section " + section.kind() + " makes no sense: " + e.getMessage(), e);
    }
  }

  private ViewFileException corrupt(long at, String message, @Nullable Exception cause) {
    return new ViewFileException(Code.CORRUPT, file, OptionalLong.of(at), message, cause);
  }

  ViewFileException corrupt(String message) {
    return corrupt(HEAD_BYTES, message, null);
  }

  ViewFileException otherCluster(String saved, String wanted) {
    return new ViewFileException(
        Code.OTHER_CLUSTER,
        file,
        OptionalLong.empty(),
        "this is the view of cluster '" + saved + "', not of '" + wanted + "'",
        null);
  }
}
