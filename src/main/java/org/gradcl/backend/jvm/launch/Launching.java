package org.gradcl.backend.jvm.launch;

/**
 * What every runner works with.
 *
 * @param memory the arrays behind the regions
 * @param checks what gradient launches leave for the update
 * @param arithmetic operators over blocks
 * @param products matrix products
 * @param team threads
 * @param squares whether checks include sums of squares, for clipping
 */
public record Launching(
    Memory memory,
    Checks checks,
    BlockArithmetic arithmetic,
    Products products,
    Team team,
    boolean squares) {}
