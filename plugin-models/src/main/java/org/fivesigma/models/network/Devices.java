package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivesigma.spi.UserError;

/** What libtorch can compute on, and what to do when something else is asked for. */
public final class Devices {
  private Devices() {}

  /** Devices that are there: {@code cpu} and every {@code cuda:i}. Loads the native library. */
  public static List<String> found() {
    List<String> found = new ArrayList<>();
    found.add("cpu");
    for (int i = 0; i < Torch.cudaDevices(); i++) {
      found.add("cuda:" + i);
    }
    return found;
  }

  /** How to get a GPU to work. */
  public static String remedy() {
    return remedy(System.getenv("PYTORCH_LIBRARY_PATH"));
  }

  /**
   * How to get a GPU to work.
   *
   * @param given where the user said that libtorch lies; null where nothing was said
   */
  static String remedy(String given) {
    return given == null
        ? "the library that comes with fivesigma is libtorch 2.7.1 for the CPU; for a GPU:"
            + " pip install torch==2.7.1, then set PYTORCH_LIBRARY_PATH to its folder torch/lib,"
            + " PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128"
        : "libtorch in PYTORCH_LIBRARY_PATH ("
            + given
            + ") sees no GPU: does nvidia-smi show one, does a file libcudart.so.* lie in that"
            + " folder or in ../../nvidia/*/lib, and is PYTORCH_FLAVOR=cu128 set?";
  }

  /** What is wrong with the devices of a file; the native library is loaded for CUDA only. */
  static Optional<UserError> check(List<String> wanted) {
    for (String device : wanted) {
      if (device.equals("auto") || device.equals("cpu")) {
        continue;
      }
      List<String> found = found();
      String exact = device.equals("cuda") ? "cuda:0" : device;
      if (!found.contains(exact)) {
        return Optional.of(
            UserError.of(
                    "no-such-device",
                    "device '"
                        + device
                        + "' is not there for networks; found: "
                        + String.join(", ", found))
                .at("device")
                .hint(found.size() > 1 ? "name one of these" : remedy()));
      }
    }
    return Optional.empty();
  }

  /** Whether a CUDA device is among them. */
  static boolean gpu(List<String> devices) {
    return devices.stream().anyMatch(device -> device.startsWith("cuda"));
  }

  /**
   * The same when a training begins.
   *
   * @throws UserError for a device that networks cannot use
   */
  static void require(List<String> wanted) {
    Optional<UserError> error = check(wanted);
    if (error.isPresent()) {
      throw error.get();
    }
  }
}
