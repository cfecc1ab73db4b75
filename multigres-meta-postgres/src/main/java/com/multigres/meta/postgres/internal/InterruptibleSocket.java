package com.multigres.meta.postgres.internal;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.TimeUnit;

/**
 * A socket that is closed when a thread is interrupted which waits on it, and whose timeout is for
 * all that is read from when it was set (rule T30). A plain one ignores interrupts, and grants its
 * timeout to each read anew. A channel's own socket could be interrupted too, but with a timeout it
 * pays six system calls a read where this one pays three.
 */
final class InterruptibleSocket extends Socket {
  private final Waits waits = new Waits();
  private volatile Limit limit = new Limit(0, 0);

  /** A timeout in milliseconds, 0 for none, and when it ends. */
  private record Limit(int millis, long atNanos) {}

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    boolean done = false;
    waits.enter();
    try {
      super.connect(endpoint, timeout);
      done = true;
    } finally {
      waits.leave(done);
    }
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one assignment
  public void setSoTimeout(int millis) throws SocketException {
    super.setSoTimeout(millis);
    limit = new Limit(millis, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public int getSoTimeout() {
    return limit.millis();
  }

  private void limitNextRead() throws IOException {
    Limit now = limit;
    if (now.millis() == 0) {
      return;
    }
    long left = now.atNanos() - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("nothing more was read within " + now.millis() + " ms");
    }
    // Rounded up, so that whoever set the limit finds that it has passed.
    long millis = TimeUnit.NANOSECONDS.toMillis(left) + 1;
    super.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Reading(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Writing(super.getOutputStream());
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the channel has a lock of its own
  public void close() throws IOException {
    waits.close();
  }

  private void closeSocket() throws IOException {
    super.close();
  }

  /** Knows who waits, as a channel does, and closes the socket under whoever is interrupted. */
  private final class Waits extends AbstractInterruptibleChannel {
    void enter() {
      begin();
    }

    void leave(boolean done) throws AsynchronousCloseException {
      end(done);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      closeSocket();
    }
  }

  private final class Reading extends FilterInputStream {
    Reading(InputStream from) {
      super(from);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      limitNextRead();
      boolean done = false;
      waits.enter();
      try {
        int count = in.read(into, offset, length);
        done = true;
        return count;
      } finally {
        waits.leave(done);
      }
    }
  }

  private final class Writing extends FilterOutputStream {
    Writing(OutputStream to) {
      super(to);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      boolean done = false;
      waits.enter();
      try {
        out.write(from, offset, length);
        done = true;
      } finally {
        waits.leave(done);
      }
    }
  }
}
