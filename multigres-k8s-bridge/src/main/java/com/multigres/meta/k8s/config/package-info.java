/**
 * How a bridge finds the catalog, the topology and the secrets of each cluster that it serves:
 * {@link com.multigres.meta.k8s.config.BridgeConfig} is what a configuration file says, {@link
 * com.multigres.meta.k8s.config.ClusterAddresses} what follows from it for one resource. Pure.
 */
@NullMarked
package com.multigres.meta.k8s.config;

import org.jspecify.annotations.NullMarked;
