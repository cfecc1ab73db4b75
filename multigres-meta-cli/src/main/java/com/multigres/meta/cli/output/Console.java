package com.multigres.meta.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one place that prints: answers on standard output, everything else on standard error.
 * Thread-safe.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final ReentrantLock printing = new ReentrantLock();
  private volatile OutputFormat format = OutputFormat.TEXT;

  /**
   * A console.
   *
   * @param terminal whether people look at {@code out}, so that colours help
   */
  public Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Chooses the form of what follows. */
  public void format(OutputFormat chosen) {
    format = chosen;
  }

  /** The form of what is printed. */
  public OutputFormat format() {
    return format;
  }

  /**
   * Prints an answer, at once.
   *
   * @return false when nobody reads any more
   */
  public boolean print(Answer answer) {
    if (format == OutputFormat.JSON) {
      return document(answer.json());
    }
    Paint paint = terminal ? Paint.COLOURED : Paint.PLAIN;
    return printed(String.join("\n", answer.text(paint)));
  }

  private boolean document(JsonNode document) {
    return printed(Json.write(document));
  }

  private boolean printed(String text) {
    printing.lock();
    try {
      out.print(text + "\n");
      return !out.checkError();
    } finally {
      printing.unlock();
    }
  }

  /** Writes bytes to standard output as they are. */
  public void raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Tells what is going on, beside the answer. */
  public void note(String line) {
    err.print(line + "\n");
    err.flush();
  }

  /** Says what went wrong: in one line for people, as the one document for programs. */
  public void fail(Failure failure) {
    if (format == OutputFormat.JSON) {
      document(failure.json());
    } else {
      note("multigres-meta: " + failure.line());
    }
  }

  /** Standard output for whoever writes help texts. */
  public PrintWriter out() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** Standard error for whoever writes help texts. */
  public PrintWriter err() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Shows where an error came from. */
  public void trace(Throwable error) {
    error.printStackTrace(err);
    err.flush();
  }
}
