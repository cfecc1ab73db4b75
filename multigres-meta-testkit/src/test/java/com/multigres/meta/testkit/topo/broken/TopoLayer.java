package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capabilities;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchListener;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.TopoLocks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store over another that passes everything on; what extends it says what it does instead. It
 * names the methods that some defect replaces; those that it does not name are passed on too.
 */
public class TopoLayer {
  protected final TopoStore below;

  public TopoLayer(TopoStore below) {
    this.below = below;
  }

  /** The layer as a store. */
  public final TopoStore store() {
    return (TopoStore)
        Proxy.newProxyInstance(
            TopoStore.class.getClassLoader(),
            new Class<?>[] {TopoStore.class},
            (proxy, method, given) -> call(method, given == null ? new Object[0] : given));
  }

  private @Nullable Object call(Method method, Object[] given) throws Throwable {
    try {
      Method own = TopoLayer.class.getMethod(method.getName(), method.getParameterTypes());
      return method.getDeclaringClass() == Object.class
          ? method.invoke(this, given)
          : own.invoke(this, given);
    } catch (NoSuchMethodException notNamed) {
      return passOn(method, given);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private @Nullable Object passOn(Method method, Object[] given) throws Throwable {
    try {
      return method.invoke(below, given);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  public Capabilities capabilities() {
    return below.capabilities();
  }

  public TopoStore withTimeout(Duration timeout) {
    return below.withTimeout(timeout);
  }

  public Optional<Node> read(TopoPath path) {
    return below.read(path);
  }

  public List<Node> list(TopoPath directory) {
    return below.list(directory);
  }

  public List<String> children(TopoPath directory) {
    return below.children(directory);
  }

  public Version write(TopoPath path, ByteString value, Expect expect) {
    return below.write(path, value, expect);
  }

  public void delete(TopoPath path, Expect expect) {
    below.delete(path, expect);
  }

  public Version write(TopoPath path, ByteString value, Expect expect, Guard guard) {
    return below.write(path, value, expect, guard);
  }

  public void delete(TopoPath path, Expect expect, Guard guard) {
    below.delete(path, expect, guard);
  }

  public TopoLocks locks() {
    return below.locks();
  }

  public Map<TopoPath, Version> commit(Batch batch) {
    return below.commit(batch);
  }

  public List<WriteResult> writeAll(List<Mutation> mutations) {
    return below.writeAll(mutations);
  }

  public Watch watch(TopoPath path, WatchOptions options, WatchListener listener) {
    return below.watch(path, options, listener);
  }

  public Session openSession(Duration ttl) {
    return below.openSession(ttl);
  }

  public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
    return below.register(path, value, options);
  }

  public ConnectionState connectionState() {
    return below.connectionState();
  }

  public Subscription onConnectionState(Consumer<ConnectionState> listener) {
    return below.onConnectionState(listener);
  }

  public void close() {
    below.close();
  }
}
