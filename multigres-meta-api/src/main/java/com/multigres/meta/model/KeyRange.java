package com.multigres.meta.model;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.internal.Bytes;
import com.multigres.meta.model.internal.EqualParts;
import com.multigres.meta.model.internal.HexBound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The keys from a start up to, not including, an end, as byte strings compared unsigned. Never
 * empty. An empty start is the open start (it contains the empty key), an empty end the open end.
 *
 * <p>{@link #parse} reads every text form of a shard's name, {@link #toString} writes the shortest:
 * {@code 0-8}, {@code 8-inf}, {@code 40-80} as {@code 4-8}, everything as {@code 0-inf}.
 *
 * @param start the first key in the range; empty: open
 * @param end the first key behind the range; empty: open
 */
public record KeyRange(ByteString start, ByteString end) implements Comparable<KeyRange> {
  /** The most parts that {@link #split} makes. */
  public static final int MAX_PARTS = 65_536;

  private static final KeyRange FULL = new KeyRange(ByteString.EMPTY, ByteString.EMPTY);

  /**
   * A range that contains at least one key.
   *
   * @throws IllegalArgumentException when the end is not behind the start
   */
  public KeyRange {
    if (!end.isEmpty() && Bytes.compare(start, end) >= 0) {
      throw new IllegalArgumentException(
          "key range " + spell(start, end) + " is empty: its end must be behind its start");
    }
  }

  /** {@return the whole key space} */
  public static KeyRange full() {
    return FULL;
  }

  /**
   * Reads a range as a shard's name spells it: {@code START-END} in lower-case hexadecimal digits,
   * an odd number of them read with a {@code 0} behind. {@code 0} alone as start or nothing means
   * an open start, {@code inf} or nothing an open end; where both ends are open, that is {@code
   * 0-inf} or {@code -}.
   *
   * @param text the name, such as {@code 0-8}, {@code -80} or {@code 8-inf}
   * @return the range
   * @throws IllegalArgumentException when the text is no range, with the reason
   */
  public static KeyRange parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0 || dash != text.lastIndexOf('-')) {
      throw unreadable(text, (dash < 0 ? "it has no" : "it has more than one") + " -");
    }
    String first = text.substring(0, dash);
    String second = text.substring(dash + 1);
    if ((first.equals("0") && second.isEmpty()) || (first.isEmpty() && second.equals("inf"))) {
      throw unreadable(text, "the whole key space is 0-inf or -");
    }
    ByteString start = first.equals("0") ? ByteString.EMPTY : bound(text, "start", first);
    ByteString end = second.equals("inf") ? ByteString.EMPTY : bound(text, "end", second);
    if (!end.isEmpty() && Bytes.compare(start, end) >= 0) {
      throw unreadable(text, "its end '" + second + "' is not behind its start '" + first + "'");
    }
    return start.isEmpty() && end.isEmpty() ? FULL : new KeyRange(start, end);
  }

  private static ByteString bound(String text, String which, String digits) {
    try {
      return HexBound.parse(digits);
    } catch (IllegalArgumentException e) {
      throw unreadable(text, "its " + which + " " + e.getMessage());
    }
  }

  private static IllegalArgumentException unreadable(String text, String reason) {
    return new IllegalArgumentException(
        "'" + text + "' is not a key range: " + reason + "; write START-END, as 0-8, -80 or 8-inf");
  }

  /** {@return whether the range has no first key but the empty one} */
  public boolean startsOpen() {
    return start.isEmpty();
  }

  /** {@return whether the range has no end} */
  public boolean endsOpen() {
    return end.isEmpty();
  }

  /** {@return the start's bytes as two hexadecimal digits each, empty when open} */
  public String startHex() {
    return HexBound.hex(start);
  }

  /** {@return the end's bytes as two hexadecimal digits each, empty when open} */
  public String endHex() {
    return HexBound.hex(end);
  }

  /**
   * Whether a key lies in the range. Allocates nothing.
   *
   * @param key the key
   * @return true when it does
   */
  public boolean contains(ByteString key) {
    return Bytes.compare(start, key) <= 0 && (end.isEmpty() || Bytes.compare(end, key) > 0);
  }

  /**
   * Whether a key lies in the range. Allocates nothing.
   *
   * @param key the key
   * @return true when it does
   */
  public boolean contains(byte[] key) {
    return Bytes.compare(start, key) <= 0 && (end.isEmpty() || Bytes.compare(end, key) > 0);
  }

  /**
   * Whether every key of another range lies in this one.
   *
   * @param other the other range
   * @return true when it does
   */
  public boolean containsRange(KeyRange other) {
    return Bytes.compare(start, other.start) <= 0 && compareEnds(end, other.end) >= 0;
  }

  /**
   * Whether a key lies in both ranges.
   *
   * @param other the other range
   * @return true when one does
   */
  public boolean overlaps(KeyRange other) {
    return (end.isEmpty() || Bytes.compare(other.start, end) < 0)
        && (other.end.isEmpty() || Bytes.compare(start, other.end) < 0);
  }

  /**
   * Whether one range starts where the other ends.
   *
   * @param other the other range
   * @return true for neighbours in either order
   */
  public boolean isAdjacent(KeyRange other) {
    return (!end.isEmpty() && end.equals(other.start))
        || (!other.end.isEmpty() && other.end.equals(start));
  }

  /**
   * Divides the range into equal parts: for everything into 4, {@code 0-4}, {@code 4-8}, {@code
   * 8-c}, {@code c-inf}. Where the number does not divide it evenly the widths differ by less than
   * two per cent.
   *
   * @param parts how many, from 1 to {@link #MAX_PARTS}
   * @return the parts, ascending
   * @throws IllegalArgumentException for another number, and for a range with too few keys to
   *     divide, like one that holds a single key
   */
  public List<KeyRange> split(int parts) {
    if (parts < 1 || parts > MAX_PARTS) {
      throw new IllegalArgumentException(
          "cannot split key range " + this + " into " + parts + " parts: 1 to " + MAX_PARTS);
    }
    try {
      return splitAt(EqualParts.boundaries(start, end, parts));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("key range " + this + " " + e.getMessage(), e);
    }
  }

  /**
   * Divides the range at boundaries.
   *
   * @param boundaries keys strictly inside the range, ascending
   * @return one part more than there are boundaries, ascending
   * @throws IllegalArgumentException when a boundary is not behind the one before it or not inside
   */
  public List<KeyRange> splitAt(List<ByteString> boundaries) {
    List<KeyRange> parts = new ArrayList<>(boundaries.size() + 1);
    ByteString from = start;
    for (ByteString boundary : boundaries) {
      if (boundary.isEmpty() || !contains(boundary)) {
        throw new IllegalArgumentException(
            "boundary '" + HexBound.hex(boundary) + "' is not inside key range " + this);
      }
      parts.add(new KeyRange(from, boundary));
      from = boundary;
    }
    parts.add(new KeyRange(from, end));
    return List.copyOf(parts);
  }

  /**
   * Joins two neighbours, in either order.
   *
   * @param neighbour a range that starts where this one ends, or the other way round
   * @return the range of both
   * @throws IllegalArgumentException when they are no neighbours
   */
  public KeyRange merge(KeyRange neighbour) {
    if (!isAdjacent(neighbour)) {
      throw new IllegalArgumentException(
          "key ranges " + this + " and " + neighbour + " are not neighbours");
    }
    return !end.isEmpty() && end.equals(neighbour.start)
        ? new KeyRange(start, neighbour.end)
        : new KeyRange(neighbour.start, end);
  }

  /**
   * Says why ranges do not tile this one, if they do not: each key of it in exactly one of them,
   * and no other key in any.
   *
   * @param parts the ranges, in any order
   * @return the first gap or overlap by its range, or nothing where they tile
   */
  public Optional<String> tilingFault(Collection<KeyRange> parts) {
    if (parts.isEmpty()) {
      return Optional.of("gap " + this);
    }
    List<KeyRange> sorted = parts.stream().sorted().toList();
    KeyRange first = sorted.get(0);
    int lead = Bytes.compare(start, first.start);
    if (lead < 0) {
      return Optional.of("gap " + spell(start, first.start));
    }
    if (lead > 0) {
      return Optional.of(first + " starts outside " + this);
    }
    for (int i = 1; i < sorted.size(); i++) {
      Optional<String> fault = seamFault(sorted.get(i - 1), sorted.get(i));
      if (fault.isPresent()) {
        return fault;
      }
    }
    KeyRange last = sorted.get(sorted.size() - 1);
    int tail = compareEnds(last.end, end);
    if (tail < 0) {
      return Optional.of("gap " + spell(last.end, end));
    }
    return tail > 0 ? Optional.of(last + " ends outside " + this) : Optional.empty();
  }

  private static Optional<String> seamFault(KeyRange left, KeyRange right) {
    int seam = left.end.isEmpty() ? 1 : Bytes.compare(left.end, right.start);
    if (seam == 0) {
      return Optional.empty();
    }
    return Optional.of(
        seam < 0 ? "gap " + spell(left.end, right.start) : "overlap of " + left + " and " + right);
  }

  static int compareStarts(KeyRange left, KeyRange right) {
    return Bytes.compare(left.start, right.start);
  }

  private static int compareEnds(ByteString left, ByteString right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    return Bytes.compare(left, right);
  }

  /** Orders by start, then by end; an open end is behind every other. */
  @Override
  public int compareTo(KeyRange other) {
    int order = Bytes.compare(start, other.start);
    return order != 0 ? order : compareEnds(end, other.end);
  }

  /** {@return the library's spelling of the range as a shard's name} */
  public String shardName() {
    return spell(start, end);
  }

  /** {@return the same as {@link #shardName()}} */
  @Override
  public String toString() {
    return shardName();
  }

  private static String spell(ByteString from, ByteString to) {
    return (from.isEmpty() ? "0" : HexBound.spell(from))
        + "-"
        + (to.isEmpty() ? "inf" : HexBound.spell(to));
  }
}
