package com.multigres.meta.testkit.history.file;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A history as a file of JSON lines, to be read and judged again. */
public final class HistoryFile {
  private HistoryFile() {}

  /**
   * Writes a history.
   *
   * @param file where to; what it held is gone
   * @param history the history
   * @throws IOException when it cannot be written
   */
  public static void write(Path file, History history) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Operation operation : history.operations()) {
        writer.write(OperationText.line(operation));
        writer.newLine();
      }
    }
  }

  /**
   * Reads a history, or the journals of several processes.
   *
   * @param files as {@link #write} or a {@link HistoryJournal} wrote them
   * @return all together
   * @throws IOException when one cannot be read
   * @throws IllegalArgumentException for a line that is no operation, which it names
   */
  public static History read(List<Path> files) throws IOException {
    History all = new History(List.of());
    for (Path file : files) {
      all = all.with(read(file));
    }
    return all;
  }

  private static History read(Path file) throws IOException {
    List<String> texts = Files.readAllLines(file);
    boolean cut = !endsALine(file);
    Lines lines = new Lines(file);
    for (int i = 0; i < texts.size(); i++) {
      lines.add(texts.get(i), cut && i == texts.size() - 1);
    }
    return lines.history();
  }

  private static boolean endsALine(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(Math.max(0, channel.size() - 1)).read(last);
      return last.get(0) == '\n';
    }
  }
}
