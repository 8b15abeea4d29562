package org.gradcl.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A property: a test that is run once a case, each time with a {@link Draw} of another seed, from
 * which it takes its values. The seeds are 1 to the number of cases, so that every run sees the
 * same values and a failure names the seed that shows it again.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(SeededCases.Source.class)
public @interface SeededCases {
  /** How many cases. */
  int value() default 1000;

  /** The draws of an annotated test. */
  final class Source implements ArgumentsProvider, AnnotationConsumer<SeededCases> {
    private int cases;

    @Override
    public void accept(SeededCases property) {
      cases = property.value();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return LongStream.rangeClosed(1, cases).mapToObj(Draw::new).map(Arguments::of);
    }
  }
}
