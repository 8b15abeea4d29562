/**
 * A fixed team of threads that works through numbered pieces.
 *
 * <p>For: running a launch on several cores without allocation and with the same result whatever
 * the number of threads. May use: nothing of GradCL. May be used by: the other packages of {@code
 * backend.jvm}.
 *
 * <p>Threads: a {@link ThreadTeam} is run and closed by one thread at a time; a {@link Task} is
 * done by all of its threads at once.
 */
package org.gradcl.backend.jvm.team;
