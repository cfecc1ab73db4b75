package com.multigres.meta.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Subscription;
import java.time.Duration;

/**
 * A sign of life to which nodes are bound: it is renewed in the background, and when its owner
 * closes it or dies its nodes go (rules T18–T21). Thread-safe.
 */
public interface Session extends AutoCloseable {

  /**
   * The session's name.
   *
   * @return the id that bound nodes show
   */
  SessionId id();

  /**
   * The granted time to live: how long the nodes outlive an owner that stopped renewing.
   *
   * @return the time to live
   */
  Duration ttl();

  /**
   * Whether the session is over, by loss or by close.
   *
   * @return true when no node can be bound to it any more
   */
  boolean isOver();

  /**
   * Creates a node bound to this session.
   *
   * @param path the node
   * @param value the value
   * @return its version
   * @throws TopoException {@code NODE_EXISTS} where one stands; {@code BAD_INPUT} where one lies
   *     below (rule T3); {@code SESSION_LOST} when the session was lost, {@code CLOSED} when its
   *     owner closed it
   */
  Version create(TopoPath path, ByteString value);

  /**
   * Binds a node that is bound to no session to this one. Its value stays.
   *
   * @param path the node
   * @param expected the version it must have
   * @return its new version
   * @throws TopoException {@code NO_NODE} or {@code BAD_VERSION}; {@code NODE_EXISTS} when it is
   *     bound to another session; {@code BAD_INPUT} where nodes lie below; {@code SESSION_LOST} or
   *     {@code CLOSED} as for {@link #create}
   */
  Version bind(TopoPath path, Version expected);

  /**
   * Binds a node to this session, whatever it was bound to. Its value stays. The former owner is
   * told (rule T21).
   *
   * @param path the node
   * @param expected the version it must have
   * @return its new version
   * @throws TopoException as for {@link #bind}, but for another session's binding
   */
  Version takeOver(TopoPath path, Version expected);

  /**
   * Makes a node of this session one that stays until deleted. Its value stays.
   *
   * @param path the node
   * @param expected the version it must have
   * @return its new version
   * @throws TopoException {@code NO_NODE} or {@code BAD_VERSION}; {@code BAD_INPUT} when it is not
   *     bound to this session
   */
  Version unbind(TopoPath path, Version expected);

  /**
   * Asks to be told when the session is lost (rule T20). A session that is lost already tells at
   * once. Closing tells nobody.
   *
   * @param listener called once, on a thread of the store
   * @return ends the asking
   */
  Subscription onLost(Runnable listener);

  /**
   * Ends the session and removes its nodes before it returns (rule T19). Closing twice is harmless,
   * and so is closing a lost session.
   *
   * @throws TopoException with outcome {@code UNKNOWN} when the store was out of reach until the
   *     deadline: the nodes go by their time to live
   */
  @Override
  void close();
}
