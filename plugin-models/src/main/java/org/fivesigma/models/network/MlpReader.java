package org.fivesigma.models.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.ModelReader;
import org.fivesigma.spi.transform.Pipeline;

/** Reads networks from a bundle. */
final class MlpReader implements ModelReader {
  @Override
  public Model read(Folder folder) throws IOException {
    Map<String, Object> manifest = folder.manifest();
    if (!(manifest.get("format") instanceof Number format) || format.longValue() != 1) {
      throw new IOException(
          "this network has format " + manifest.get("format") + "; this version reads 1");
    }
    if (!(manifest.get("architecture") instanceof Map<?, ?> map)) {
      throw new IOException("network manifest: 'architecture' is missing");
    }
    Architecture architecture = ArchitectureFile.read(map);
    int networks = manifest.get("networks") instanceof Number n ? n.intValue() : 1;
    Map<String, Safetensors.Tensor> tensors = Safetensors.read(folder.file(MlpModel.FILE));
    List<MlpModel.Weights> weights = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      weights.add(ArchitectureFile.weights(architecture, MlpModel.prefix(i, networks), tensors));
    }
    Pipeline pipeline = folder.pipeline();
    if (pipeline.outputs().size() != architecture.inputs()) {
      throw new IOException(
          "the network takes "
              + architecture.inputs()
              + " features, its preprocessing gives "
              + pipeline.outputs().size());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    if (manifest.get("facts") instanceof Map<?, ?> stored) {
      stored.forEach((k, v) -> facts.put(String.valueOf(k), v));
    }
    Copies copies =
        manifest.get("copies") instanceof Map<?, ?> state
            ? Copies.read(state, pipeline.inputs().size())
            : Copies.NONE;
    return new MlpModel(pipeline, architecture, weights, copies, facts);
  }
}
