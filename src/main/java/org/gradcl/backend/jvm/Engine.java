package org.gradcl.backend.jvm;

import org.gradcl.backend.jvm.launch.BlockArithmetic;
import org.gradcl.backend.jvm.launch.Products;
import org.gradcl.backend.jvm.launch.Team;

/**
 * What the JVM engine computes with.
 *
 * @param name for people, such as {@code 256-bit vectors} or {@code plain Java}
 * @param lanes floats in a vector, 1 in plain Java
 * @param arithmetic operators over blocks
 * @param products matrix products
 * @param team threads; closed with the device
 */
record Engine(String name, int lanes, BlockArithmetic arithmetic, Products products, Team team) {}
