package org.gradcl.backend.jvm;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.jvm.arithmetic.ArithmeticChoice;
import org.gradcl.backend.jvm.arithmetic.ArithmeticSettings;
import org.gradcl.backend.jvm.arithmetic.ArithmeticUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider of the JVM engine: one device, always there, unless a system property asks for what
 * is not possible. The properties are read anew whenever the device is opened.
 */
public final class JvmBackendProvider implements BackendProvider {
  private static final Logger LOGGER = LoggerFactory.getLogger(JvmBackendProvider.class);
  private static final AtomicBoolean PLAIN_JAVA_TOLD = new AtomicBoolean();

  /** Touches nothing. */
  public JvmBackendProvider() {}

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public String title() {
    return "JVM engine";
  }

  @Override
  public List<Candidate> candidates() {
    try {
      JvmSettings settings = JvmSettings.current();
      ArithmeticChoice choice = ArithmeticChoice.of(settings.arithmetic());
      return List.of(
          Candidate.usable(
              JvmDescription.of(choice, settings.threads()),
              1,
              Runtime.getRuntime().maxMemory(),
              JvmBackendProvider::open));
    } catch (IllegalArgumentException | ArithmeticUnavailableException e) {
      return List.of(
          Candidate.rejected(
              JvmDescription.unusable(), JvmReason.SETTING_NOT_POSSIBLE, e.getMessage()));
    }
  }

  private static Device open() {
    try {
      JvmSettings settings = JvmSettings.current();
      ArithmeticChoice choice = ArithmeticChoice.of(settings.arithmetic());
      tellOfPlainJava(settings, choice);
      return new JvmDevice(
          JvmDescription.of(choice, settings.threads()),
          JvmTarget.of(choice.arithmetic()),
          Engine.of(choice.arithmetic(), settings.threads()));
    } catch (IllegalArgumentException | ArithmeticUnavailableException e) {
      throw new DeviceRejectedException(JvmReason.SETTING_NOT_POSSIBLE, e.getMessage());
    }
  }

  /** Plain Java is several times slower: said once a process, unless it was asked for. */
  private static void tellOfPlainJava(JvmSettings settings, ArithmeticChoice choice) {
    boolean asked = settings.arithmetic().preference() == ArithmeticSettings.Preference.PLAIN;
    boolean plain = choice.arithmetic().vectorBits() == 0;
    if (plain && !asked && PLAIN_JAVA_TOLD.compareAndSet(false, true)) {
      LOGGER.info("The JVM engine computes in plain Java: {}.", choice.reason());
    }
  }
}
