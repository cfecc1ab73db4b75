package com.multigres.meta.topo.etcd.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a store's paths lie among etcd's keys: the key is root, slash, path, names encoded where
 * they are not plain (rule T1), as the other components write it. Immutable.
 */
public final class EtcdKeys {
  private static final String LOCKS = "/locks/";
  private static final ByteString SLASH = ByteString.copyFromUtf8("/");
  // The byte behind the slash: where what lies below a key ends.
  private static final ByteString BEHIND_SLASH = ByteString.copyFromUtf8("0");
  // Behind the last digit: queue entries are decimal numbers.
  private static final ByteString BEHIND_DIGITS = ByteString.copyFromUtf8(":");
  private static final ByteString FIRST_DIGIT = BEHIND_SLASH;
  private static final int LONGEST_LEASE_ID = 19;

  private final String prefix;
  private final ByteString start;

  /**
   * Keys below a root.
   *
   * @param namespace what every key begins with, before the root; may be empty
   * @param root the store's root
   */
  public EtcdKeys(String namespace, TopoPath root) {
    this.prefix = namespace + (root.isRoot() ? "/" : "/" + root + "/");
    this.start = ByteString.copyFromUtf8(prefix);
  }

  /** Keys from one up to another, which is not among them. */
  public record Span(ByteString from, ByteString to) {
    public boolean contains(ByteString key) {
      return compare(from, key) <= 0 && compare(key, to) < 0;
    }

    private static int compare(ByteString one, ByteString other) {
      return ByteString.unsignedLexicographicalComparator().compare(one, other);
    }
  }

  public ByteString key(TopoPath path) {
    return path.isRoot()
        ? start.substring(0, start.size() - 1)
        : ByteString.copyFromUtf8(prefix + path);
  }

  /** Asks after a key that no node has: for what comes with every answer. */
  public RangeRequest probe() {
    return RangeRequest.newBuilder().setKey(start).setCountOnly(true).build();
  }

  /**
   * The node that a key stands for; none where another component's key cannot be a path of ours.
   */
  public Optional<TopoPath> path(ByteString key) {
    if (!key.startsWith(start)) {
      return Optional.empty();
    }
    String text = key.substring(start.size()).toStringUtf8();
    try {
      if (isPlain(text)) {
        return Optional.of(TopoPath.of(text.split("/", -1)));
      }
      if (!key.isValidUtf8()) {
        return Optional.empty();
      }
      TopoPath path = TopoPath.parse(text);
      boolean ours = path.toString().equals(text) && !path.isRoot();
      return ours ? Optional.of(path) : Optional.empty();
    } catch (TopoException notOurs) {
      return Optional.empty();
    }
  }

  /** Names that are stored as they are, as nearly all are: they come back as they are. */
  private static boolean isPlain(String text) {
    boolean begins = true;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      boolean inName =
          (one >= 'a' && one <= 'z')
              || (one >= 'A' && one <= 'Z')
              || (one >= '0' && one <= '9')
              || one == '-'
              || one == '_'
              || (one == '.' && !begins);
      if (!inName && (one != '/' || begins)) {
        return false;
      }
      begins = one == '/';
    }
    return !begins;
  }

  public Span below(TopoPath directory) {
    return below(key(directory));
  }

  public static Span below(ByteString key) {
    return new Span(key.concat(SLASH), key.concat(BEHIND_SLASH));
  }

  /** The node and what lies below it. Between the two lie keys of others, such as {@code a-b}. */
  public Span tree(TopoPath path) {
    return path.isRoot() ? below(path) : new Span(key(path), key(path).concat(BEHIND_SLASH));
  }

  public Span node(TopoPath path) {
    return new Span(key(path), key(path).concat(ByteString.copyFrom(new byte[1])));
  }

  /** The directories above a node that are nodes' places of this store, the nearest last. */
  public List<TopoPath> above(TopoPath path) {
    List<TopoPath> found = new ArrayList<>();
    for (TopoPath up = path.parent(); !up.isRoot(); up = up.parent()) {
      found.add(0, up);
    }
    return found;
  }

  /** Everything under {@code d/locks}: entries of the queue, and what does not belong there. */
  public Span lockFolder(TopoPath directory) {
    return below(folder(directory));
  }

  /** The entries of the queue, which are numbers. */
  public Span queue(TopoPath directory) {
    return numbersIn(folder(directory).concat(SLASH));
  }

  private static Span numbersIn(ByteString folder) {
    return new Span(folder.concat(FIRST_DIGIT), folder.concat(BEHIND_DIGITS));
  }

  /** The queue in which an entry stands. */
  public static Span queueOf(ByteString entry) {
    int end = entry.size();
    while (end > 0 && entry.byteAt(end - 1) != '/') {
      end--;
    }
    return numbersIn(entry.substring(0, end));
  }

  private ByteString folder(TopoPath directory) {
    return key(directory).concat(ByteString.copyFromUtf8(LOCKS.substring(0, LOCKS.length() - 1)));
  }

  public ByteString entry(TopoPath directory, long lease) {
    return folder(directory).concat(ByteString.copyFromUtf8("/" + lease));
  }

  /**
   * Whether a key is an entry of a lock's queue: a leased key directly under {@code locks} whose
   * name is its lease's id (rule T31).
   */
  public static boolean isQueueEntry(KeyValue kv) {
    return kv.getLease() != 0 && namedLease(kv.getKey()) == kv.getLease();
  }

  /** Whether a key has the name of a queue's entry, whatever it was. */
  public static boolean mayBeQueueEntry(ByteString key) {
    return namedLease(key) != 0;
  }

  private static long namedLease(ByteString key) {
    int end = key.size();
    int digits = 0;
    while (digits < end && digits <= LONGEST_LEASE_ID && isDigit(key.byteAt(end - 1 - digits))) {
      digits++;
    }
    int folder = end - digits;
    if (digits == 0 || digits > LONGEST_LEASE_ID || !isLocksFolder(key, folder)) {
      return 0;
    }
    try {
      return Long.parseLong(key.substring(folder).toStringUtf8());
    } catch (NumberFormatException tooLarge) {
      return 0;
    }
  }

  private static boolean isDigit(byte one) {
    return one >= '0' && one <= '9';
  }

  private static boolean isLocksFolder(ByteString key, int end) {
    int begin = end - LOCKS.length();
    return begin >= 0 && key.substring(begin, end).toStringUtf8().equals(LOCKS);
  }
}
