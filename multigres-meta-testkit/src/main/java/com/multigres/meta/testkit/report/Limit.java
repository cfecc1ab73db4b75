package com.multigres.meta.testkit.report;

import java.util.OptionalLong;

/**
 * How much a store takes of something, found by trying.
 *
 * @param what of what, such as {@code value}
 * @param unit in what it is counted, such as {@code bytes}
 * @param declared what the store says; empty where it says nothing
 * @param accepted the most that it took
 * @param refused the least that it refused; empty where it refused nothing that was tried
 * @param refusal with which error; empty where it refused nothing
 */
public record Limit(
    String what,
    String unit,
    OptionalLong declared,
    long accepted,
    OptionalLong refused,
    String refusal) {}
