/**
 * Matrix products: packed, cut into tiles and computed by a thread team, each tile passed on while
 * it is in cache.
 *
 * <p>For: {@code C = op(A)·op(B)} of any size, the same bits with any number of threads. May use:
 * {@code backend.jvm.arithmetic} and {@code backend.jvm.team}. May be used by: {@code backend.jvm}
 * and its launches.
 *
 * <p>Threads: a {@link Product}, and with it its {@link ProductScratch}, each {@link Factor} and a
 * {@link PackedMatrix} that it keeps, is for one thread at a time. Within a run each thread of the
 * team has a {@link Tile} of its own, which it hands to the {@link TileEpilogue}.
 */
package org.gradcl.backend.jvm.product;
