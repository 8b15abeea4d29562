package org.gradcl.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test, or all tests of a class, that needs the compilers which {@code src/gpu/get-tools.sh}
 * fetches, and no GPU. What happens without them says the system property {@code gradcl.tests.gpu}:
 * {@code required} fails, {@code auto} skips with a visible word, {@code absent} skips whether they
 * are there or not.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag(RequiresGpuCompilers.TAG)
@ExtendWith(RequiresGpuCompilersExtension.class)
public @interface RequiresGpuCompilers {
  /** For runs that leave these tests out instead of skipping them. */
  String TAG = "gpu-compilers";
}
