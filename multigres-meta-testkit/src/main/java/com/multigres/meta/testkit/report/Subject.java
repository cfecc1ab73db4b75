package com.multigres.meta.testkit.report;

/**
 * What was tested.
 *
 * @param kind {@code topology} or {@code catalog}
 * @param address where it is, without any secret
 * @param store the class of the store
 * @param storeVersion the version of its library, empty where its jar names none
 * @param server what stands behind it, as whoever ran the test says; empty where nobody did
 */
public record Subject(
    String kind, String address, String store, String storeVersion, String server) {}
