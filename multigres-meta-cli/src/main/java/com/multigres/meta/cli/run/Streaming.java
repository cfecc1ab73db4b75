package com.multigres.meta.cli.run;

import com.multigres.meta.cli.output.Answer;
import java.util.Optional;

/** Answers that go on until interrupted, until nobody reads them, or until they fail. */
public final class Streaming {
  private final Context context;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /** A stream to a context's console. */
  public Streaming(Context context) {
    this.context = context;
  }

  /** Where a stream comes from. */
  public interface Source extends AutoCloseable {
    @Override
    void close();
  }

  /** Prints one more. */
  public void print(Answer answer) {
    if (!context.console().print(answer)) {
      context.interruption().ask();
    }
  }

  /** Ends the stream with an error. */
  public void fail(RuntimeException error) {
    failure = Optional.of(error);
    context.interruption().ask();
  }

  /**
   * Waits for the end, then closes what the stream came from.
   *
   * @throws RuntimeException what the stream failed with
   */
  public int untilInterrupted(Source source) {
    try (source) {
      context.interruption().await();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return ExitStatus.DONE;
  }
}
