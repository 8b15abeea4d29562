package org.gradcl.train;

import java.util.Objects;
import java.util.Optional;

/** A setting that can be made at most once. Not safe for use by several threads. */
final class Setting<T> {
  private final String name;
  private T value;

  Setting(String name) {
    this.name = name;
  }

  /**
   * Sets the value.
   *
   * @throws IllegalStateException naming both values if it was made before
   */
  void set(T given) {
    Objects.requireNonNull(given, name);
    if (value != null) {
      throw twice(name, value, given);
    }
    value = given;
  }

  /** The value, if it was set. */
  Optional<T> get() {
    return Optional.ofNullable(value);
  }

  String name() {
    return name;
  }

  static IllegalStateException twice(String name, Object first, Object second) {
    return new IllegalStateException(
        String.format("The %s was set to %s and then to %s; set it once", name, first, second));
  }
}
