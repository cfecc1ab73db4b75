package com.multigres.meta.testkit.history.file;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.HistorySink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes every operation into a file before it begins and after it ended, each with one write of
 * the operating system: what a killed process had begun is known. Thread-safe.
 */
public final class HistoryJournal implements HistorySink, AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final OutputStream out;

  /**
   * A journal.
   *
   * @param file where to; what it held is gone
   * @throws IOException when it cannot be written
   */
  public HistoryJournal(Path file) throws IOException {
    this.out = Files.newOutputStream(file);
  }

  @Override
  public void began(long id, String client, Call call, long invoked) {
    write(
        new Fields.Draft()
            .put("id", id)
            .put("client", client)
            .put("invoked", invoked)
            .putAll(OperationText.call(call)));
  }

  @Override
  public void ended(long id, String client, Ending ending, long returned) {
    write(
        new Fields.Draft()
            .put("id", id)
            .put("client", client)
            .put("returned", returned)
            .putAll(EndingText.of(ending)));
  }

  private void write(Fields.Draft line) {
    byte[] bytes = (JsonWriter.text(line.members()) + "\n").getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      out.write(bytes);
    } catch (IOException lost) {
      throw new UncheckedIOException("the journal of the history cannot be written", lost);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
