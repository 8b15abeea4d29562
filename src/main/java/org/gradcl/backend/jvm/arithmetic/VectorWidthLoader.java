package org.gradcl.backend.jvm.arithmetic;

import java.io.IOException;
import java.io.InputStream;

/**
 * Defines the classes of {@code backend.jvm.vector} once more, for vectors of a width that is not
 * the machine's own.
 *
 * <p>The width must be a constant for the just-in-time compiler, so a second width in one process
 * needs classes of its own. Everything else comes from the ordinary class loader.
 */
public final class VectorWidthLoader extends ClassLoader {
  static final String PACKAGE = "org.gradcl.backend.jvm.vector.";

  static {
    registerAsParallelCapable();
  }

  private final int bits;

  VectorWidthLoader(int bits) {
    super(VectorWidthLoader.class.getClassLoader());
    this.bits = bits;
    // What it defines is in no named module; on the module path it must be let in.
    Module module = VectorWidthLoader.class.getModule();
    module.addExports(VectorWidthLoader.class.getPackageName(), getUnnamedModule());
  }

  /** The width of vectors in bits. */
  public int bits() {
    return bits;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream stream = getParent().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = stream.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
