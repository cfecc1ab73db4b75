/**
 * What every backend needs and none should write twice: for authors of a {@link
 * com.multigres.meta.topo.TopoStore}, not for its users.
 *
 * <ul>
 *   <li>{@link com.multigres.meta.topo.spi.CallbackThreads} runs listeners, off the client
 *       library's threads (rule T16); {@link com.multigres.meta.topo.spi.CallbackLane} keeps one
 *       listener's calls in order and knows when it may be closed.
 *   <li>{@link com.multigres.meta.topo.spi.WatchDelivery} is a {@link
 *       com.multigres.meta.topo.Watch}: feed it, and it coalesces, orders and delivers (rules
 *       T13–T16).
 *   <li>{@link com.multigres.meta.topo.spi.ConnectionStates} and {@link
 *       com.multigres.meta.topo.spi.SessionLife} hold a state and tell who asked (rules T17, T20).
 *   <li>{@link com.multigres.meta.topo.spi.LeaseClock} is what leases are judged by (rule T22).
 *   <li>{@link com.multigres.meta.topo.spi.SessionRegistration} is a {@link
 *       com.multigres.meta.topo.Registration} over any store's sessions (rules T20, T21).
 *   <li>{@link com.multigres.meta.topo.spi.TopoArguments} refuses what no backend takes (rules T2,
 *       T7, T10, T18); {@link com.multigres.meta.topo.spi.StoreLife} refuses what comes after close
 *       (rule T28).
 *   <li>{@link com.multigres.meta.topo.spi.Waits} waits under a deadline and says what ended the
 *       wait (rule T30).
 * </ul>
 *
 * <p>What locks and elections need lies in {@link com.multigres.meta.topo.spi.lock}.
 */
@NullMarked
package com.multigres.meta.topo.spi;

import org.jspecify.annotations.NullMarked;
