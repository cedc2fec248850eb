package org.fivesigma.models.network;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.fivesigma.spi.engine.Engine;

/** What libtorch sees. */
final class TorchEngine implements Engine {
  @Override
  public Sight look() {
    try {
      List<Device> devices = new ArrayList<>();
      int gpus = Torch.cudaDevices();
      for (int i = 0; i < gpus; i++) {
        devices.add(new Device("cuda:" + i, "CUDA device " + i));
      }
      devices.add(
          new Device("cpu", Runtime.getRuntime().availableProcessors() + " hardware threads"));
      return new Sight(
          Torch.version(),
          devices,
          gpus == 0 ? List.of("no GPU is used: " + Devices.remedy()) : List.of());
    } catch (EngineException | LinkageError e) {
      return new Sight("", List.of(), List.of("the native library does not load: " + reason(e)));
    }
  }

  /** What the innermost cause says: the loader's own words. */
  private static String reason(Throwable thrown) {
    String reason = String.valueOf(thrown.getMessage());
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      reason = t.getMessage() == null ? reason : t.getMessage();
    }
    return reason;
  }
}
