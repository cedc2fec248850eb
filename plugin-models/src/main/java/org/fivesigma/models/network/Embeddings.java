package org.fivesigma.models.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fivesigma.spi.UserError;

/**
 * Learned vectors for the values of categories (Guo and Berkhahn 2016). A vector is a linear map of
 * a category's columns of 0 and 1, so that after training it is multiplied into the layers that see
 * it: the finished network takes the columns themselves and knows of no embedding.
 */
final class Embeddings {
  private Embeddings() {}

  /**
   * The columns of each category, by the names that one_hot gives them: {@code <feature>_<value>}.
   *
   * @param sizes length of the vector by feature
   * @param columns the network's inputs
   * @throws UserError for a feature without such columns, or whose columns are not side by side
   */
  static List<Architecture.Embedding> of(Map<String, Integer> sizes, List<String> columns) {
    List<Architecture.Embedding> embeddings = new ArrayList<>();
    sizes.forEach(
        (feature, size) -> {
          List<Integer> own = new ArrayList<>();
          for (int c = 0; c < columns.size(); c++) {
            String name = columns.get(c);
            if (name.startsWith(feature + "_")
                && name.substring(feature.length() + 1).matches("-?[0-9.]+(e-?[0-9]+)?")) {
              own.add(c);
            }
          }
          if (own.isEmpty() || own.get(own.size() - 1) - own.get(0) != own.size() - 1) {
            throw UserError.of(
                    "no-category",
                    "preprocessing leaves no columns of the values of '" + feature + "'")
                .at("embedding." + feature)
                .hint("put {type: one_hot, columns: [" + feature + "]} into preprocess");
          }
          embeddings.add(new Architecture.Embedding(feature, own.get(0), own.size(), size));
        });
    embeddings.sort(Comparator.comparingInt(Architecture.Embedding::from));
    return embeddings;
  }

  /** The parameters of {@link Architecture#plain} that give the same outputs. */
  static float[] multipliedIn(Architecture a, float[] parameters) {
    if (a.embeddings().isEmpty()) {
      return parameters;
    }
    Architecture plain = a.plain();
    float[] result = new float[Math.toIntExact(plain.parameters())];
    List<Architecture.Tensor> from = a.tensors();
    List<Architecture.Tensor> to = plain.tensors();
    int skipped = a.embeddings().size();
    for (int t = 0; t < to.size(); t++) {
      Architecture.Tensor source = from.get(t + skipped);
      Architecture.Tensor target = to.get(t);
      if (source.columns() == target.columns()) {
        System.arraycopy(parameters, source.offset(), result, target.offset(), target.size());
      } else {
        for (int row = 0; row < target.rows(); row++) {
          row(a, parameters, source, result, target, row);
        }
      }
    }
    return result;
  }

  /** One unit's weights. */
  private static void row(
      Architecture a,
      float[] parameters,
      Architecture.Tensor source,
      float[] result,
      Architecture.Tensor target,
      int row) {
    int in = source.offset() + row * source.columns();
    int out = target.offset() + row * target.columns();
    int alone = a.inputs() - a.embeddings().stream().mapToInt(Architecture.Embedding::count).sum();
    int vector = in + alone;
    int input = 0;
    int next = in;
    for (int e = 0; e < a.embeddings().size(); e++) {
      Architecture.Embedding own = a.embeddings().get(e);
      Architecture.Tensor table = a.tensors().get(e);
      for (; input < own.from(); input++) {
        result[out + input] = parameters[next++];
      }
      for (int k = 0; k < own.count(); k++, input++) {
        double sum = 0;
        for (int d = 0; d < own.size(); d++) {
          sum += (double) parameters[vector + d] * parameters[table.offset() + d * own.count() + k];
        }
        result[out + input] = (float) sum;
      }
      vector += own.size();
    }
    for (; input < a.inputs(); input++) {
      result[out + input] = parameters[next++];
    }
    // under dense connections, what earlier layers gave
    System.arraycopy(
        parameters, in + a.seen(), result, out + a.inputs(), source.columns() - a.seen());
  }

  /** The vectors by feature and column, for the model's facts. */
  static Map<String, Object> facts(Architecture a, float[] parameters, List<String> columns) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int e = 0; e < a.embeddings().size(); e++) {
      Architecture.Embedding own = a.embeddings().get(e);
      Architecture.Tensor table = a.tensors().get(e);
      Map<String, Object> vectors = new LinkedHashMap<>();
      for (int k = 0; k < own.count(); k++) {
        List<Double> vector = new ArrayList<>();
        for (int d = 0; d < own.size(); d++) {
          vector.add((double) parameters[table.offset() + d * own.count() + k]);
        }
        vectors.put(columns.get(own.from() + k), vector);
      }
      facts.put(own.feature(), vectors);
    }
    return facts;
  }
}
