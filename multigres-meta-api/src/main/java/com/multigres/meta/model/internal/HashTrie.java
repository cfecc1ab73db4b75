package com.multigres.meta.model.internal;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes of a {@link PersistentMap}. Immutable. */
final class HashTrie {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private HashTrie() {}

  static int spread(Object key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  /** A part of the map: all keys whose hashes agree in the bits below the shift. */
  interface Node<K, V> {
    @Nullable V get(int hash, int shift, Object key);

    Node<K, V> with(int shift, Leaf<K, V> leaf);

    /** The same node where the key is not there, null where nothing remains. */
    @Nullable Node<K, V> without(int hash, int shift, Object key);

    void forEach(Consumer<Leaf<K, V>> visitor);
  }

  /** One entry. */
  record Leaf<K, V>(int hash, K key, V value) implements Node<K, V> {
    private boolean holds(int wanted, Object other) {
      return hash == wanted && key.equals(other);
    }

    @Override
    public @Nullable V get(int wanted, int shift, Object other) {
      return holds(wanted, other) ? value : null;
    }

    @Override
    public Node<K, V> with(int shift, Leaf<K, V> leaf) {
      if (holds(leaf.hash, leaf.key)) {
        return leaf;
      }
      return hash == leaf.hash
          ? new Bucket<>(hash, leaves(this, leaf))
          : Branch.of(shift, this, hash, leaf);
    }

    @Override
    public @Nullable Node<K, V> without(int wanted, int shift, Object other) {
      return holds(wanted, other) ? null : this;
    }

    @Override
    public void forEach(Consumer<Leaf<K, V>> visitor) {
      visitor.accept(this);
    }
  }

  /** Entries with different keys of one hash. */
  private static final class Bucket<K, V> implements Node<K, V> {
    private final int hash;
    private final Leaf<K, V>[] leaves;

    Bucket(int hash, Leaf<K, V>[] leaves) {
      this.hash = hash;
      this.leaves = leaves;
    }

    private int find(Object key) {
      for (int i = 0; i < leaves.length; i++) {
        if (leaves[i].key().equals(key)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public @Nullable V get(int wanted, int shift, Object key) {
      int at = wanted == hash ? find(key) : -1;
      return at < 0 ? null : leaves[at].value();
    }

    @Override
    public Node<K, V> with(int shift, Leaf<K, V> leaf) {
      if (leaf.hash() != hash) {
        return Branch.of(shift, this, hash, leaf);
      }
      int at = find(leaf.key());
      Leaf<K, V>[] next = at < 0 ? Arrays.copyOf(leaves, leaves.length + 1) : leaves.clone();
      next[at < 0 ? leaves.length : at] = leaf;
      return new Bucket<>(hash, next);
    }

    @Override
    public Node<K, V> without(int wanted, int shift, Object key) {
      int at = wanted == hash ? find(key) : -1;
      if (at < 0) {
        return this;
      }
      if (leaves.length == 2) {
        return leaves[1 - at];
      }
      Leaf<K, V>[] next = Arrays.copyOf(leaves, leaves.length - 1);
      System.arraycopy(leaves, at + 1, next, at, next.length - at);
      return new Bucket<>(hash, next);
    }

    @Override
    public void forEach(Consumer<Leaf<K, V>> visitor) {
      for (Leaf<K, V> leaf : leaves) {
        visitor.accept(leaf);
      }
    }
  }

  /** Up to 32 parts, by the next five bits of the hash; the bitmap says which there are. */
  private static final class Branch<K, V> implements Node<K, V> {
    private final int bitmap;
    private final Node<K, V>[] parts;

    Branch(int bitmap, Node<K, V>[] parts) {
      this.bitmap = bitmap;
      this.parts = parts;
    }

    /** A node and a leaf whose hashes differ somewhere from the shift on. */
    static <K, V> Branch<K, V> of(int shift, Node<K, V> node, int nodeHash, Leaf<K, V> leaf) {
      int left = bit(nodeHash, shift);
      int right = bit(leaf.hash(), shift);
      if (left == right) {
        return new Branch<>(left, alone(of(shift + BITS, node, nodeHash, leaf)));
      }
      boolean inOrder = Integer.compareUnsigned(left, right) < 0;
      return new Branch<>(left | right, inOrder ? nodes(node, leaf) : nodes(leaf, node));
    }

    private static int bit(int hash, int shift) {
      return 1 << ((hash >>> shift) & MASK);
    }

    private int index(int bit) {
      return Integer.bitCount(bitmap & (bit - 1));
    }

    @Nullable Node<K, V> part(int bit) {
      return (bitmap & bit) == 0 ? null : parts[index(bit)];
    }

    @Override
    public @Nullable V get(int hash, int shift, Object key) {
      int bit = bit(hash, shift);
      return (bitmap & bit) == 0 ? null : parts[index(bit)].get(hash, shift + BITS, key);
    }

    @Override
    public Node<K, V> with(int shift, Leaf<K, V> leaf) {
      int bit = bit(leaf.hash(), shift);
      int at = index(bit);
      if ((bitmap & bit) != 0) {
        return replaced(at, parts[at].with(shift + BITS, leaf));
      }
      Node<K, V>[] next = Arrays.copyOf(parts, parts.length + 1);
      System.arraycopy(parts, at, next, at + 1, parts.length - at);
      next[at] = leaf;
      return new Branch<>(bitmap | bit, next);
    }

    private Node<K, V> replaced(int at, Node<K, V> part) {
      if (part == parts[at]) {
        return this;
      }
      Node<K, V>[] next = parts.clone();
      next[at] = part;
      return new Branch<>(bitmap, next);
    }

    @Override
    public @Nullable Node<K, V> without(int hash, int shift, Object key) {
      int bit = bit(hash, shift);
      if ((bitmap & bit) == 0) {
        return this;
      }
      int at = index(bit);
      Node<K, V> part = parts[at].without(hash, shift + BITS, key);
      if (part != null) {
        boolean alone = parts.length == 1 && !(part instanceof Branch);
        return alone ? part : replaced(at, part);
      }
      if (parts.length == 1) {
        return null;
      }
      if (parts.length == 2 && !(parts[1 - at] instanceof Branch)) {
        return parts[1 - at];
      }
      Node<K, V>[] next = Arrays.copyOf(parts, parts.length - 1);
      System.arraycopy(parts, at + 1, next, at, next.length - at);
      return new Branch<>(bitmap & ~bit, next);
    }

    @Override
    public void forEach(Consumer<Leaf<K, V>> visitor) {
      for (Node<K, V> part : parts) {
        part.forEach(visitor);
      }
    }
  }

  static <K, V> void differences(
      @Nullable Node<K, V> before,
      @Nullable Node<K, V> after,
      int shift,
      Consumer<PersistentMap.Difference<K, V>> told) {
    if (before == after) {
      return;
    }
    if (before instanceof Branch<K, V> left && after instanceof Branch<K, V> right) {
      for (int rest = left.bitmap | right.bitmap; rest != 0; rest &= rest - 1) {
        int bit = Integer.lowestOneBit(rest);
        differences(left.part(bit), right.part(bit), shift + BITS, told);
      }
      return;
    }
    if (after != null) {
      after.forEach(
          leaf -> {
            V old = before == null ? null : before.get(leaf.hash(), shift, leaf.key());
            if (old != leaf.value()) {
              told.accept(new PersistentMap.Difference<>(leaf.key(), old, leaf.value()));
            }
          });
    }
    if (before != null) {
      before.forEach(
          leaf -> {
            if (after == null || after.get(leaf.hash(), shift, leaf.key()) == null) {
              told.accept(new PersistentMap.Difference<>(leaf.key(), leaf.value(), null));
            }
          });
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array knows no type arguments
  private static <K, V> Node<K, V>[] nodes(Node<K, V> first, Node<K, V> second) {
    return new Node[] {first, second};
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array knows no type arguments
  private static <K, V> Node<K, V>[] alone(Node<K, V> only) {
    return new Node[] {only};
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array knows no type arguments
  private static <K, V> Leaf<K, V>[] leaves(Leaf<K, V> first, Leaf<K, V> second) {
    return new Leaf[] {first, second};
  }
}
