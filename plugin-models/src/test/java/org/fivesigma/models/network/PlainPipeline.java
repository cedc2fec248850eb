package org.fivesigma.models.network;

import java.util.List;
import org.fivesigma.spi.data.Columns;
import org.fivesigma.spi.data.FeatureMatrix;
import org.fivesigma.spi.transform.FittedTransformer;
import org.fivesigma.spi.transform.Pipeline;

/** No preprocessing: features as they are. */
record PlainPipeline(List<String> inputs) implements Pipeline {
  @Override
  public List<String> outputs() {
    return inputs;
  }

  @Override
  public List<FittedTransformer> steps() {
    return List.of();
  }

  @Override
  public FeatureMatrix transform(Columns raw, int threads) {
    FeatureMatrix matrix = new FeatureMatrix(inputs, raw.rows());
    float[] column = new float[raw.rows()];
    for (int j = 0; j < inputs.size(); j++) {
      raw.read(j, 0, raw.rows(), column, 0);
      for (int i = 0; i < column.length; i++) {
        matrix.chunk(0)[i * inputs.size() + j] = column[i];
      }
    }
    return matrix;
  }

  @Override
  public void transform(float[][] in, int rows, float[] out) {
    for (int j = 0; j < in.length; j++) {
      for (int i = 0; i < rows; i++) {
        out[i * in.length + j] = in[j][i];
      }
    }
  }
}
