package com.multigres.meta.topology;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one kind in one store, each under its key. A write goes on top of what stands
 * there: fields that this library does not know come through. Safe for any number of threads.
 *
 * <p>Every method may throw a {@link TopoException} as the store does, {@code BAD_INPUT} for a key
 * that has no place in the layout, and {@code CORRUPT} where what stands there cannot be read.
 *
 * @param <K> what a record is known by
 * @param <T> the kind of record
 */
public final class Records<K, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  private final TopoStore store;
  private final RecordKind<K, T> kind;

  Records(TopoStore store, RecordKind<K, T> kind) {
    this.store = store;
    this.kind = kind;
  }

  /**
   * Where the record of a key lies.
   *
   * @param key the key
   * @return the path below the store's root
   */
  public TopoPath path(K key) {
    return kind.path(key);
  }

  /**
   * Reads one record.
   *
   * @param key the key
   * @return the record; empty when there is none of that key
   */
  public Optional<Entry<T>> get(K key) {
    return store
        .read(kind.path(key))
        .map(kind::decode)
        .filter(entry -> kind.key(entry.record()).equals(key));
  }

  /**
   * Reads all records.
   *
   * @return the readable ones, and an error for each of the others
   */
  public Listing<T> list() {
    List<Entry<T>> entries = new ArrayList<>();
    List<TopoException> unreadable = new ArrayList<>();
    for (Node node : kind.nodes(store)) {
      try {
        entries.add(kind.decode(node));
      } catch (TopoException e) {
        unreadable.add(e);
      }
    }
    entries.removeIf(entry -> !kind.ours(entry.record()));
    return new Listing<>(entries, unreadable);
  }

  /**
   * Writes a record that must not be there yet.
   *
   * @param record the record
   * @return the record as it stands now
   * @throws TopoException {@code NODE_EXISTS} when it is there, or another record in its place
   */
  public Entry<T> create(T record) {
    return write(creating(record), Optional.empty());
  }

  /**
   * Makes a record say this, whether it is there or not. Writes nothing when it says so already.
   *
   * @param record what to say
   * @return what that did
   * @throws TopoException {@code NODE_EXISTS} when another record stands in its place
   */
  public PutResult<T> put(T record) {
    return put(record, entry -> {});
  }

  /** A put that somebody may refuse on seeing what stands there. */
  PutResult<T> put(T record, Consumer<Entry<T>> guard) {
    K key = kind.key(record);
    TopoPath path = kind.path(key);
    return Conflicts.retry(path, () -> putOnce(key, path, record, guard));
  }

  private Optional<PutResult<T>> putOnce(K key, TopoPath path, T record, Consumer<Entry<T>> guard) {
    Optional<Node> node = store.read(path);
    if (node.isEmpty()) {
      return Conflicts.unlessLost(() -> create(record))
          .map(entry -> new PutResult<>(PutResult.Effect.CREATED, entry));
    }
    Entry<T> entry = kind.requireKey(kind.decode(node.get()), key);
    guard.accept(entry);
    return replace(entry, record);
  }

  /**
   * Makes many records say this, in as few round trips as the store allows. Each succeeds or fails
   * by itself.
   *
   * @param records what to say; the last one of a key wins
   * @return why a record does not stand, by key; empty when all do
   */
  public Map<K, TopoException> putAll(Collection<T> records) {
    return new BulkPut<>(store, this, kind).put(records);
  }

  /**
   * Changes a record: reads it, changes it, writes it on condition that nobody else did meanwhile,
   * and starts again when somebody did.
   *
   * @param key the key
   * @param change makes the new record of the old one; called once for each attempt; what it
   *     returns has the same key
   * @return what that did
   * @throws TopoException {@code NO_NODE} when there is no such record; {@code BAD_VERSION} when
   *     others were faster a hundred times
   */
  public PutResult<T> update(K key, UnaryOperator<T> change) {
    TopoPath path = kind.path(key);
    return Conflicts.retry(path, () -> updateOnce(key, path, change));
  }

  private Optional<PutResult<T>> updateOnce(K key, TopoPath path, UnaryOperator<T> change) {
    Entry<T> entry =
        get(key)
            .orElseThrow(
                () ->
                    TopoException.refused(
                        TopoException.Code.NO_NODE, path, "there is no record of " + key));
    T changed = change.apply(entry.record());
    if (!kind.key(changed).equals(key)) {
      throw TopoException.badInput(
          path, "an update of " + key + " cannot make it " + kind.key(changed));
    }
    return replace(entry, changed);
  }

  private Optional<PutResult<T>> replace(Entry<T> entry, T record) {
    Mutation.Put mutation = replacing(entry, record);
    if (mutation.value().equals(entry.node().value())) {
      return Optional.of(new PutResult<>(PutResult.Effect.UNCHANGED, entry));
    }
    return Conflicts.unlessLost(() -> write(mutation, entry.node().session()))
        .map(written -> new PutResult<>(PutResult.Effect.CHANGED, written));
  }

  /** A write leaves a node bound to the session that it was bound to (T21). */
  private Entry<T> write(Mutation.Put mutation, Optional<SessionId> session) {
    Version version = store.write(mutation.path(), mutation.value(), mutation.expect());
    return kind.decode(new Node(mutation.path(), mutation.value(), version, session));
  }

  /**
   * Removes a record. Removing what is not there is harmless.
   *
   * @param key the key
   * @return whether there was one
   */
  public boolean delete(K key) {
    TopoPath path = kind.path(key);
    return Conflicts.retry(path, () -> deleteOnce(key, path));
  }

  private Optional<Boolean> deleteOnce(K key, TopoPath path) {
    Optional<Node> node = store.read(path).filter(found -> removable(found, key));
    if (node.isEmpty()) {
      return Optional.of(false);
    }
    return Conflicts.unlessLost(
        () -> {
          store.delete(path, Expect.version(node.get().version()));
          return true;
        });
  }

  /** What nobody can read may go; the record of another key may not. */
  private boolean removable(Node node, K key) {
    try {
      return kind.key(kind.decode(node).record()).equals(key);
    } catch (TopoException unreadable) {
      LOG.warn("removing a record that cannot be read", unreadable);
      return true;
    }
  }

  /**
   * Removes a record as it was read.
   *
   * @param entry the record
   * @throws TopoException {@code NO_NODE} or {@code BAD_VERSION} when it is no longer so
   */
  public void delete(Entry<T> entry) {
    store.delete(entry.path(), Expect.version(entry.version()));
  }

  /**
   * Watches all records.
   *
   * @param listener told of every record and every change, one at a time, on a thread of the store
   * @return the watch; closing it ends the telling
   */
  public Watch watch(Consumer<RecordEvent<T>> listener) {
    return store.watch(
        kind.directory(), WatchOptions.tree(), new RecordWatch<>(kind, listener)::on);
  }

  /**
   * The write of a record that must not be there yet, as part of a batch.
   *
   * @param record the record
   * @return the mutation
   */
  public Mutation.Put creating(T record) {
    ByteString value = kind.codec().encode(kind.spelled(record));
    return new Mutation.Put(kind.path(kind.key(record)), value, Expect.absent(), Optional.empty());
  }

  /**
   * The write of a record on top of what was read, as part of a batch.
   *
   * @param entry what stands there
   * @param record what to say
   * @return the mutation, on condition that the entry still stands
   */
  public Mutation.Put replacing(Entry<T> entry, T record) {
    ByteString value = valueOver(entry.path(), entry.node().value(), entry.record(), record);
    return new Mutation.Put(entry.path(), value, Expect.version(entry.version()), Optional.empty());
  }

  /** The bytes that say this, on top of what stands there, be it whose it may. */
  ByteString valueOver(TopoPath path, T record) {
    return store
        .read(path)
        .map(kind::decode)
        .map(entry -> kind.requireKey(entry, kind.key(record)))
        .map(entry -> valueOver(path, entry.node().value(), entry.record(), record))
        .orElseGet(() -> creating(record).value());
  }

  /** The bytes that say this, on top of bytes that say that. */
  ByteString valueOver(TopoPath path, ByteString standing, T said, T record) {
    return kind.codec().merge(path, standing, kind.spelled(record, said));
  }

  /** What bytes say, when they are a record of that key. */
  Optional<T> read(TopoPath path, K key, ByteString value) {
    try {
      return Optional.of(kind.completed(path, kind.codec().decode(path, value)))
          .filter(record -> kind.key(record).equals(key));
    } catch (TopoException unreadable) {
      LOG.debug("a record cannot be read", unreadable);
      return Optional.empty();
    }
  }
}
