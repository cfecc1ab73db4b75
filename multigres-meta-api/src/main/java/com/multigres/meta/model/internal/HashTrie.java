package com.multigres.meta.model.internal;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes of a {@link PersistentMap}. Immutable. */
final class HashTrie {
  static final int BITS = 6;
  static final int WIDTH = 1 << BITS;
  private static final int MASK = WIDTH - 1;

  private HashTrie() {}

  static int spread(Object key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  /** The place of a hash in a branch at the shift. */
  static int slot(int hash, int shift) {
    return (hash >>> shift) & MASK;
  }

  /** What is found below a node; a loop down the branches, because every query looks here. */
  static <K, V> @Nullable V get(Node<K, V> root, int hash, Object key) {
    Node<K, V> node = root;
    int shift = 0;
    while (node instanceof Branch<K, V> branch) {
      long bit = Branch.bit(hash, shift);
      if ((branch.bitmap & bit) == 0) {
        return null;
      }
      node = branch.parts[branch.index(bit)];
      shift += BITS;
    }
    return node.get(hash, shift, key);
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

  /** Up to 64 parts, by the next six bits of the hash; the bitmap says which there are. */
  static final class Branch<K, V> implements Node<K, V> {
    private final long bitmap;
    private final Node<K, V>[] parts;

    Branch(long bitmap, Node<K, V>[] parts) {
      this.bitmap = bitmap;
      this.parts = parts;
    }

    /** A node and a leaf whose hashes differ somewhere from the shift on. */
    static <K, V> Branch<K, V> of(int shift, Node<K, V> node, int nodeHash, Leaf<K, V> leaf) {
      long left = bit(nodeHash, shift);
      long right = bit(leaf.hash(), shift);
      if (left == right) {
        return new Branch<>(left, alone(of(shift + BITS, node, nodeHash, leaf)));
      }
      boolean inOrder = Long.compareUnsigned(left, right) < 0;
      return new Branch<>(left | right, inOrder ? nodes(node, leaf) : nodes(leaf, node));
    }

    private static long bit(int hash, int shift) {
      return 1L << slot(hash, shift);
    }

    private int index(long bit) {
      return Long.bitCount(bitmap & (bit - 1));
    }

    @Nullable Node<K, V> part(long bit) {
      return (bitmap & bit) == 0 ? null : parts[index(bit)];
    }

    @Override
    public @Nullable V get(int hash, int shift, Object key) {
      long bit = bit(hash, shift);
      return (bitmap & bit) == 0 ? null : parts[index(bit)].get(hash, shift + BITS, key);
    }

    @Override
    public Node<K, V> with(int shift, Leaf<K, V> leaf) {
      long bit = bit(leaf.hash(), shift);
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
      long bit = bit(hash, shift);
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
      for (long rest = left.bitmap | right.bitmap; rest != 0; rest &= rest - 1) {
        long bit = Long.lowestOneBit(rest);
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
  static <K, V> Node<K, V>[] nodes(int count) {
    return new Node[count];
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array knows no type arguments
  static <K, V> Leaf<K, V>[] leaves(int count) {
    return new Leaf[count];
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array knows no type arguments
  static <K, V> @Nullable Leaf<K, V>[][] shares() {
    return new Leaf[WIDTH][];
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array knows no type arguments
  private static <K, V> Leaf<K, V>[] leaves(Leaf<K, V> first, Leaf<K, V> second) {
    return new Leaf[] {first, second};
  }
}
