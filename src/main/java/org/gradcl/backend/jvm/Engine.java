package org.gradcl.backend.jvm;

import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.team.ThreadTeam;

/**
 * The arithmetic and the threads of an open device.
 *
 * @param arithmetic operators over blocks
 * @param products the memory of products, shared by all that the device runs
 * @param team threads; closed with the device
 */
record Engine(Arithmetic arithmetic, ProductScratch products, ThreadTeam team) {
  static Engine of(Arithmetic arithmetic, int threads) {
    return new Engine(arithmetic, new ProductScratch(arithmetic, threads), new ThreadTeam(threads));
  }
}
