package org.gradcl.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ByteSizeTest {
  @Test
  void sizesAreReadable() {
    Map<Long, String> sizes =
        Map.of(0L, "0 B", 1023L, "1023 B", 1024L, "1.0 KiB", 3_328_599_654L, "3.1 GiB");
    sizes.forEach((bytes, text) -> assertThat(ByteSize.text(bytes)).isEqualTo(text));
  }
}
