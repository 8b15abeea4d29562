/**
 * The seam between what is to be computed and who computes it: devices, the state that outlives a
 * step, loaded plans, and how a device is chosen, with a report that gives every candidate's
 * reason.
 *
 * <p>For: everything that runs plans. May use: {@code plan} and what it may use. May be used by:
 * {@code train}, {@code cli} and the backends below this package, which are found by {@code
 * ServiceLoader} and named by nobody.
 */
package org.gradcl.backend;
