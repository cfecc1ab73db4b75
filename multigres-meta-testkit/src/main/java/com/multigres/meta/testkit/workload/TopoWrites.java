package com.multigres.meta.testkit.workload;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.history.ClientLog;
import com.multigres.meta.testkit.history.Ending;
import com.multigres.meta.testkit.history.Result;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Batch.Condition;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.lock.Guard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What one client reads and writes, by what it believes to stand where. */
final class TopoWrites {
  private final String name;
  private final TopoStore store;
  private final TopoPlaces places;
  private final Random random;
  private final Notes notes;
  private final List<Notes> hands;
  private final Map<TopoPath, Version> known = new HashMap<>();
  private int written;

  TopoWrites(String name, TopoStore store, TopoPlaces places, Random random, Ledger ledger) {
    this.name = name;
    this.store = store;
    this.places = places;
    this.random = random;
    this.notes = ledger.notes(name);
    // Independent writes are under way together, so each is a client's of its own.
    this.hands =
        List.of(ledger.notes(name + ".a"), ledger.notes(name + ".b"), ledger.notes(name + ".c"));
  }

  private ByteString next() {
    return ByteString.copyFromUtf8(name + "-" + ++written);
  }

  void read() {
    TopoPath path = places.node(random);
    notes
        .tried(new TopoCall.Get(path), () -> store.read(path), Result::of)
        .ifPresent(
            found ->
                found.ifPresentOrElse(
                    node -> known.put(path, node.version()), () -> known.remove(path)));
  }

  void list(boolean snapshot) {
    TopoPath directory = random.nextInt(3) == 0 ? places.root() : places.directory(random);
    notes
        .tried(
            new TopoCall.ListBelow(directory, snapshot),
            () -> store.list(directory),
            nodes -> Result.of(nodes))
        .ifPresent(nodes -> nodes.forEach(node -> known.put(node.path(), node.version())));
  }

  /** What is expected mostly is what stands there, for all that this client knows. */
  private Expect expectation(TopoPath path) {
    Version version = known.get(path);
    return switch (random.nextInt(6)) {
      case 0, 1 -> Expect.any();
      case 2 -> Expect.absent();
      default -> version == null ? Expect.absent() : Expect.version(version);
    };
  }

  private Mutation mutation(TopoPath path) {
    Expect expect = expectation(path);
    return random.nextInt(4) == 0 && !expect.equals(Expect.absent())
        ? Mutation.delete(path, expect)
        : Mutation.put(path, next(), expect);
  }

  void write() {
    Mutation mutation = mutation(places.node(random));
    TopoPath path = mutation.path();
    Batch batch = Batch.builder().add(mutation).build();
    if (mutation instanceof Mutation.Put put) {
      notes
          .tried(
              new TopoCall.Commit(batch),
              () -> store.write(path, put.value(), put.expect()),
              version -> new Result.Written(Map.of(path, version)))
          .ifPresent(version -> known.put(path, version));
    } else {
      notes.tried(
          new TopoCall.Commit(batch),
          () -> {
            store.delete(path, mutation.expect());
            known.remove(path);
            return path;
          },
          deleted -> new Result.Written(Map.of()));
    }
  }

  void guardedWrite(Guard guard) {
    TopoPath path = places.node(random);
    ByteString value = next();
    Expect expect = expectation(path);
    notes
        .tried(
            new TopoCall.Commit(Batch.builder().when(guard).put(path, value, expect).build()),
            () -> store.write(path, value, expect, guard),
            version -> new Result.Written(Map.of(path, version)))
        .ifPresent(version -> known.put(path, version));
  }

  /** Writes whatever stands there; whether that came about. */
  boolean writeOnce() {
    return put(places.node(random), next());
  }

  private boolean put(TopoPath path, ByteString value) {
    return notes
        .tried(
            TopoCall.put(path, value, Expect.any()),
            () -> store.write(path, value, Expect.any()),
            version -> new Result.Written(Map.of(path, version)))
        .isPresent();
  }

  /** Writes two nodes at once, whatever stands there; whether that came about. */
  boolean commitOnce() {
    Batch.Builder batch = Batch.builder();
    places.nodes(random, 2).forEach(path -> batch.put(path, next(), Expect.any()));
    return commit(batch.build());
  }

  private boolean commit(Batch whole) {
    Optional<Map<TopoPath, Version>> versions =
        notes.tried(new TopoCall.Commit(whole), () -> store.commit(whole), Result.Written::new);
    versions.ifPresent(known::putAll);
    return versions.isPresent();
  }

  void commit() {
    List<TopoPath> paths = places.nodes(random, 3);
    Batch.Builder batch = Batch.builder();
    batch.add(mutation(paths.get(0)));
    if (random.nextBoolean()) {
      batch.add(mutation(paths.get(1)));
    }
    if (random.nextInt(3) == 0) {
      batch.when(condition(paths.get(2)));
    }
    commit(batch.build());
  }

  private Condition condition(TopoPath path) {
    Version version = known.get(path);
    return version == null
        ? new Condition.Missing(path)
        : random.nextBoolean()
            ? new Condition.Exists(path)
            : new Condition.HasVersion(path, version);
  }

  void writeAll() {
    List<Mutation> mutations =
        places.nodes(random, hands.size()).stream().map(this::mutation).toList();
    List<ClientLog.Started> begun = new ArrayList<>();
    for (int i = 0; i < mutations.size(); i++) {
      Batch alone = Batch.builder().add(mutations.get(i)).build();
      begun.add(hands.get(i).log().begin(new TopoCall.Commit(alone)));
    }
    try {
      List<WriteResult> results = store.writeAll(mutations);
      for (int i = 0; i < begun.size(); i++) {
        begun.get(i).ended(ending(mutations.get(i).path(), results.get(i)));
      }
    } catch (TopoException failed) {
      begun.forEach(one -> one.ended(Ending.of(failed)));
    }
  }

  private static Ending ending(TopoPath path, WriteResult result) {
    if (result instanceof WriteResult.Written written) {
      return new Ending.Done(new Result.Written(Map.of(path, written.version())));
    }
    return result instanceof WriteResult.Failed failed
        ? Ending.of(failed.error())
        : new Ending.Done(new Result.Written(Map.of()));
  }

  /** Reads everything, so that the history ends with what stands; what was refused, in words. */
  List<String> readAll() {
    return places.allNodes().stream()
        .filter(
            path ->
                notes
                    .insisted(new TopoCall.Get(path), () -> store.read(path), Result::of)
                    .isEmpty())
        .map(path -> name + " could not read " + path)
        .toList();
  }
}
