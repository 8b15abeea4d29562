package org.gradcl.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test, or all tests of a class, that needs a usable OpenCL device. What happens without one says
 * the system property {@code gradcl.tests.opencl}: {@code required} fails, {@code auto} skips with
 * a visible word, {@code absent} skips and fails where there is one after all. The tag {@code
 * opencl} names these tests.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag("opencl")
@ExtendWith(RequiresOpenClExtension.class)
public @interface RequiresOpenCl {}
