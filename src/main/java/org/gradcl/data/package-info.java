/**
 * Sources of samples: batches, the order of a pass, and a linear baseline.
 *
 * <p>{@link org.gradcl.data.BatchSource} is the interface to training; programs can implement it.
 * An {@link org.gradcl.data.ArrayDataSet} holds samples in memory; an {@link
 * org.gradcl.data.IndexedSource} gives each by its number. New sources are made of existing ones by
 * mapping, augmenting, taking, splitting and concatenating; their {@link org.gradcl.data.Capability
 * capabilities} say what they can do. Rows of a file become samples in {@code data.csv} and {@code
 * data.table}.
 *
 * <p>For: feeding {@code train}. May use: {@code tensor}, {@code random}. May be used by: {@code
 * data.table} and the other rooms of data, {@code train}, {@code cli}.
 *
 * <p>Threads: orders and data sets are immutable and safe for use by several threads, as long as
 * nobody writes into an array that was handed in. A program's own {@link BatchSource} must be safe,
 * too; a {@link BatchCursor}, a {@link Sample} and its {@link SampleRandom} are for one thread at a
 * time.
 */
package org.gradcl.data;
