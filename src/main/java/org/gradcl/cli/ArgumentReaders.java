package org.gradcl.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the numbers and paths of arguments. Of what is no number picocli itself speaks in Java's
 * types, and an empty path, as of a variable of the shell that is not set, is for Java the current
 * folder.
 */
final class ArgumentReaders {
  private ArgumentReaders() {}

  /** Reads a text that names a file, or something else. */
  static final class Name implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (text.isBlank()) {
        throw new TypeConversionException("it is empty; is a variable of the shell not set?");
      }
      return text;
    }
  }

  /** Registers the readers with all commands. */
  static CommandLine register(CommandLine commands) {
    ITypeConverter<Integer> whole =
        reader(Integer::valueOf, whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
    ITypeConverter<Long> large = reader(Long::valueOf, whole(Long.MIN_VALUE, Long.MAX_VALUE));
    ITypeConverter<Double> real = reader(Double::valueOf, "number");
    return commands
        .registerConverter(Path.class, text -> Path.of(new Name().convert(text)))
        .registerConverter(int.class, whole)
        .registerConverter(Integer.class, whole)
        .registerConverter(long.class, large)
        .registerConverter(Long.class, large)
        .registerConverter(double.class, real)
        .registerConverter(Double.class, real);
  }

  private static String whole(long least, long most) {
    return String.format(Locale.ROOT, "whole number from %d to %d", least, most);
  }

  private static <T> ITypeConverter<T> reader(Function<String, T> read, String expected) {
    return text -> {
      try {
        return read.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no " + expected);
      }
    };
  }
}
