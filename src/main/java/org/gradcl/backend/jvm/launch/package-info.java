/**
 * Runs each kind of launch on the JVM engine: expressions over blocks of floats, products with
 * their epilogues, rows, reductions, the update.
 *
 * <p>For: {@code backend.jvm}. May use: what {@code backend.jvm} may use. May be used by: {@code
 * backend.jvm}.
 *
 * <p>Threads: a {@link Runner} is run by one thread at a time, and with it go {@link Memory},
 * {@link CheckWords}, {@link StepRecord} and {@link PackedWeights}; the pieces of its work are done
 * by the threads of the team, each with working memory of its own.
 */
package org.gradcl.backend.jvm.launch;
