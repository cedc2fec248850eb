package org.fivesigma.models.network.optimizer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fivesigma.spi.model.Optimizer;

/** The optimisers of {@code optimisers.json} by their names there. */
public final class TorchSettings {
  private TorchSettings() {}

  static Sgd sgd(double momentum, boolean nesterov, double dampening, double decay) {
    return new Sgd(
        new Sgd.SgdOptions(0.05, Sgd.Momentum.constant(momentum), nesterov, dampening, decay));
  }

  private static Adam adam(double b1, double b2, double eps, double decay, boolean amsgrad) {
    return Adam.adam(new Adam.AdamOptions(0.05, b1, b2, eps, decay, amsgrad));
  }

  /** All of them. */
  public static Map<String, Optimizer> all() {
    Map<String, Optimizer> map = new LinkedHashMap<>();
    map.put("SGD", sgd(0, false, 0, 0));
    map.put("SGD_momentum", sgd(0.9, false, 0, 0));
    map.put("SGD_momentum_dampening", sgd(0.9, false, 0.5, 0));
    map.put("SGD_nesterov", sgd(0.9, true, 0, 0));
    map.put("SGD_weight_decay", sgd(0.9, false, 0, 0.01));
    map.put("Adam", adam(0.9, 0.999, 1e-8, 0, false));
    map.put("Adam_betas_eps", adam(0.8, 0.99, 1e-3, 0, false));
    map.put("Adam_amsgrad", adam(0.9, 0.999, 1e-8, 0, true));
    map.put("Adam_weight_decay_L2", adam(0.9, 0.999, 1e-8, 0.1, false));
    map.put("NAdam", new NAdam(new NAdam.NAdamOptions(0.05, 0.9, 0.999, 1e-8, 4e-3, 0)));
    map.put("RMSprop", new RmsProp(new RmsProp.RmsPropOptions(0.01, 0.99, 1e-8, 0, false, 0)));
    map.put(
        "RMSprop_centered_momentum",
        new RmsProp(new RmsProp.RmsPropOptions(0.01, 0.9, 1e-8, 0.9, true, 0)));
    map.put("Adagrad", new Adagrad(new Adagrad.AdagradOptions(0.1, 0, 0, 1e-10, 0)));
    map.put("AdamW", Adam.adamW(new Adam.AdamWOptions(0.05, 0.9, 0.999, 1e-8, 0.1, false)));
    return map;
  }
}
