/**
 * A model on a device: its state, the plans loaded over that state, and copies of the state.
 *
 * <p>For: everything that trains or predicts. May use: {@code train.report}, {@code step}, {@code
 * backend} and what they may use. May be used by: {@code train} and its other rooms.
 *
 * <p>Threads: a {@link DeviceSession} with its {@link LoadedPlans} is for one thread at a time, and
 * so is a {@link LearningRate}. All other types are immutable and safe for use by several threads,
 * as long as nobody writes into the arrays of a snapshot.
 */
package org.gradcl.train.session;
