package org.gradcl.backend.opencl.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Set;
import org.gradcl.testing.LeavesOpen;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceLedgerTest {
  private final LogCapture log = LogCapture.of(ResourceLedger.class);

  private static final class Thing extends NativeObject {
    private int releases;

    Thing(ResourceLedger ledger) {
      super(ledger, "thing");
    }

    @Override
    protected void release() {
      releases++;
    }
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void anObjectIsReleasedOnceAndCounted() {
    ResourceLedger ledger = new ResourceLedger();
    long before = ResourceLedger.openInProcess();
    Thing thing = new Thing(ledger);
    assertThat(ledger.open()).containsExactly("thing");
    assertThat(ResourceLedger.openInProcess()).isEqualTo(before + 1);
    thing.close();
    thing.close();
    assertThat(thing.releases).isEqualTo(1);
    assertThat(ledger.open()).isEmpty();
    assertThat(ResourceLedger.openInProcess()).isEqualTo(before);
    assertThatThrownBy(thing::requireOpen).hasMessageContaining("thing is closed");
  }

  @Test
  void whatIsOpenWhenTheContextClosesIsReportedWithItsPlace() {
    ResourceLedger ledger = new ResourceLedger();
    try (Thing forgotten = new Thing(ledger)) {
      ledger.reportLeaks(Set.of());
      assertThat(forgotten.isClosed()).isFalse();
    }
    assertReported("still open");
  }

  @Test
  @LeavesOpen
  void whatTheGarbageCollectorFindsIsReportedWithItsPlace() {
    ResourceLedger ledger = new ResourceLedger();
    long before = ResourceLedger.openInProcess();
    forget(ledger);
    log.collectGarbageUntilLogged();
    assertReported("never released");
    assertThat(ResourceLedger.openInProcess()).isEqualTo(before + 1);
  }

  private static void forget(ResourceLedger ledger) {
    assertThat(new Thing(ledger).isClosed()).isFalse();
  }

  private void assertReported(String words) {
    List<ILoggingEvent> events = log.events();
    assertThat(events).hasSize(1);
    assertThat(events.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(events.get(0).getFormattedMessage()).contains("thing").contains(words);
    assertThat(events.get(0).getThrowableProxy().getStackTraceElementProxyArray())
        .anyMatch(e -> e.getStackTraceElement().getClassName().contains("ResourceLedgerTest"));
  }
}
