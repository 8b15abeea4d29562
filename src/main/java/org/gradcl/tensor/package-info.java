/**
 * Numbers on the host: shapes, element types and named arrays.
 *
 * <p>For: passing values in and out of every other room. May use: nothing of GradCL. May be used
 * by: every room.
 */
package org.gradcl.tensor;
