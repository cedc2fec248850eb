package org.fivesigma.models.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivesigma.spi.UserError;

/** Precision of matrix products in training. Parameters and predictions are always float32. */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32,
  /** Products of hidden layers in bfloat16, everything else in single precision. */
  BFLOAT16_MIXED;

  private static final Path CPU = Path.of("/proc/cpuinfo");

  /**
   * Refuses a precision that a device has no instructions for.
   *
   * @throws UserError saying what is needed
   */
  void require(List<String> devices) {
    if (this == FLOAT32) {
      return;
    }
    for (String device : devices) {
      if (device.startsWith("cuda") && !Torch.bfloat16(device)) {
        throw UserError.of(
                "no-bfloat16",
                device + " has no bfloat16 instructions (compute capability 8.0 or later)")
            .at("precision")
            .hint("precision: float32");
      }
    }
    if (!Devices.gpu(devices) && !bfloat16(CPU)) {
      throw UserError.of(
              "no-bfloat16",
              "this processor has no bfloat16 instructions (avx512_bf16 or amx_bf16), without which"
                  + " bfloat16_mixed is slower than float32")
          .at("precision")
          .hint("precision: float32");
    }
  }

  /** Whether the processor described by that file multiplies bfloat16 numbers. */
  static boolean bfloat16(Path description) {
    try {
      return Files.exists(description)
          && Files.readString(description).matches("(?s).*\\b(avx512_bf16|amx_bf16)\\b.*");
    } catch (IOException e) {
      return false;
    }
  }
}
