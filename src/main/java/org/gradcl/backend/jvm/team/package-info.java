/**
 * A fixed team of threads that works through numbered pieces.
 *
 * <p>For: running a launch on several cores without allocation and with the same result whatever
 * the number of threads. May use: nothing of GradCL. May be used by: the other packages of {@code
 * backend.jvm}.
 */
package org.gradcl.backend.jvm.team;
