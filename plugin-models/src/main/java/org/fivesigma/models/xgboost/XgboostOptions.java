package org.fivesigma.models.xgboost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.models.stopping.EarlyStopping;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.SelfChecking;

/**
 * XGBoost 3.0's parameters, by the library's own names and with its defaults. What each does to the
 * trees is explained in the library's documentation; the descriptions here are short.
 */
public record XgboostOptions(
    @Option(
            description = "Number of boosting rounds.",
            value = "100",
            min = 1,
            aliases = {"n_estimators", "num_round"},
            main = true)
        int numBoostRound,
    @Option(
            description = "When to stop and which round to keep; none: all rounds.",
            value = "none",
            shorthand = "monitor",
            example = "{monitor: valid/auc, patience: 15}")
        EarlyStopping earlyStopping,
    @Option(
            description = "Kind of booster.",
            value = "gbtree",
            choices = {"gbtree", "dart", "gblinear"})
        String booster,
    @Option(
            description =
                "What is learnt: binary:logistic, reg:logistic, binary:logitraw, multi:softprob or multi:softmax. Default: by the number of classes. Scores are always probabilities.",
            choices = {
              "binary:logistic",
              "reg:logistic",
              "binary:logitraw",
              "multi:softprob",
              "multi:softmax"
            })
        Optional<String> objective,
    @Option(description = "Number of classes; follows from the data, checked if given.", min = 0)
        Optional<Integer> numClass,
    @Option(
            description = "Step size: each tree's leaf values are multiplied by it.",
            value = "0.3",
            min = 0,
            max = 1,
            aliases = "learning_rate",
            main = true)
        double eta,
    @Option(
            description =
                "eta round by round: the n-th number is used in round n, the last one stays. Replaces eta.",
            value = "[]",
            min = 0,
            max = 1,
            example = "[0.3, 0.3, 0.1]")
        List<Double> learningRates,
    @Option(
            description = "Smallest loss reduction that a split must bring.",
            value = "0.0",
            min = 0,
            aliases = "min_split_loss")
        double gamma,
    @Option(
            description = "Largest depth of a tree; 0: no limit.",
            value = "6",
            min = 0,
            main = true)
        int maxDepth,
    @Option(
            description = "Smallest sum of hessians (weight times p(1-p)) in a leaf.",
            value = "1.0",
            min = 0,
            main = true)
        double minChildWeight,
    @Option(description = "Largest value of a leaf; 0: no limit.", value = "0.0", min = 0)
        double maxDeltaStep,
    @Option(
            description = "Fraction of the events drawn for each round.",
            value = "1.0",
            min = 0,
            minExclusive = true,
            max = 1,
            main = true)
        double subsample,
    @Option(
            description = "How events are drawn; gradient_based needs a GPU.",
            value = "uniform",
            choices = {"uniform", "gradient_based"})
        String samplingMethod,
    @Option(
            description = "Fraction of the features drawn for each tree.",
            value = "1.0",
            min = 0,
            minExclusive = true,
            max = 1,
            main = true)
        double colsampleBytree,
    @Option(
            description = "Fraction of the tree's features drawn for each level.",
            value = "1.0",
            min = 0,
            minExclusive = true,
            max = 1)
        double colsampleBylevel,
    @Option(
            description = "Fraction of the level's features drawn for each split.",
            value = "1.0",
            min = 0,
            minExclusive = true,
            max = 1)
        double colsampleBynode,
    @Option(
            description = "L2 penalty of leaf values (of weights under gblinear).",
            value = "1.0",
            min = 0,
            aliases = "reg_lambda")
        double lambda,
    @Option(
            description = "L1 penalty of leaf values (of weights under gblinear).",
            value = "0.0",
            min = 0,
            aliases = "reg_alpha")
        double alpha,
    @Option(
            description = "How splits are found; auto is hist.",
            value = "auto",
            choices = {"auto", "exact", "approx", "hist"})
        String treeMethod,
    @Option(
            description = "Factor on the weight of signal events, beside training_weights.",
            value = "1.0",
            min = 0,
            minExclusive = true)
        double scalePosWeight,
    @Option(
            description =
                "Tree updaters in order (grow_colmaker, grow_histmaker, grow_quantile_histmaker, refresh, prune), or shotgun or coord_descent under gblinear. Default: by tree_method.",
            value = "[]",
            single = true)
        List<String> updater,
    @Option(
            description = "Whether the refresh updater changes leaf values, not only statistics.",
            value = "true")
        boolean refreshLeaf,
    @Option(
            description = "default grows trees; update changes those of xgb_model.",
            value = "default",
            choices = {"default", "update"})
        String processType,
    @Option(
            description = "Where trees grow: near the root, or where the loss falls most.",
            value = "depthwise",
            choices = {"depthwise", "lossguide"})
        String growPolicy,
    @Option(description = "Largest number of leaves of a tree; 0: no limit.", value = "0", min = 0)
        int maxLeaves,
    @Option(description = "Number of bins per feature (hist, approx).", value = "256", min = 2)
        int maxBin,
    @Option(description = "Trees grown in each round.", value = "1", min = 1) int numParallelTree,
    @Option(
            description = "Direction by feature: 1 rising, -1 falling, 0 free.",
            value = "{}",
            example = "{DER_mass_MMC: 1}")
        Map<String, Integer> monotoneConstraints,
    @Option(
            description = "Groups of features that may stand together on a branch.",
            value = "[]",
            example = "[[PRI_tau_pt, PRI_tau_eta], [PRI_lep_pt]]")
        List<List<String>> interactionConstraints,
    @Option(
            description =
                "Multiclass: a tree for each class, or one tree with a vector in its leaves.",
            value = "one_output_per_tree",
            choices = {"one_output_per_tree", "multi_output_tree"})
        String multiStrategy,
    @Option(
            description =
                "Most tree nodes whose histograms are kept in memory. Default: the library's.",
            min = 1)
        Optional<Long> maxCachedHistNode,
    @Option(
            description = "Type by feature: q (a number) or c (a category, coded 0, 1, 2, ...).",
            value = "{}",
            example = "{PRI_jet_num: c}")
        Map<String, String> featureTypes,
    @Option(
            description = "Categories below this number are split one against the rest.",
            value = "4",
            min = 1)
        int maxCatToOnehot,
    @Option(description = "Most categories considered for a split.", value = "64", min = 1)
        int maxCatThreshold,
    @Option(
            description = "dart: how trees are chosen to be dropped.",
            value = "uniform",
            choices = {"uniform", "weighted"})
        String sampleType,
    @Option(
            description = "dart: weight of a new tree against those dropped.",
            value = "tree",
            choices = {"tree", "forest"})
        String normalizeType,
    @Option(
            description = "dart: fraction of trees dropped in a round.",
            value = "0.0",
            min = 0,
            max = 1)
        double rateDrop,
    @Option(description = "dart: at least one tree is dropped.", value = "false") boolean oneDrop,
    @Option(
            description = "dart: probability that a round drops nothing.",
            value = "0.0",
            min = 0,
            max = 1)
        double skipDrop,
    @Option(
            description = "gblinear: order in which features are updated.",
            value = "cyclic",
            choices = {"cyclic", "shuffle", "random", "greedy", "thrifty"})
        String featureSelector,
    @Option(
            description = "gblinear: features updated by greedy and thrifty; 0: all.",
            value = "0",
            min = 0)
        int topK,
    @Option(
            description =
                "Probability that boosting starts from. Default: the weighted fraction of signal.")
        Optional<Double> baseScore,
    @Option(
            description =
                "Further metrics of the library's own, reported for every round as <part>/xgb_<name>.",
            value = "[]",
            single = true,
            example = "[error, aucpr]")
        List<String> evalMetric,
    @Option(
            description = "Seed of the library. Default: derived from the experiment's seed.",
            aliases = "random_state",
            min = 0,
            max = 2147483647)
        Optional<Long> seed,
    @Option(description = "Seed the library's generator anew in every round.", value = "false")
        boolean seedPerIteration,
    @Option(
            description = "Threads, at most those the experiment gives this model.",
            min = 1,
            aliases = "n_jobs")
        Optional<Integer> nthread,
    @Option(
            description =
                "Device of this model: cpu. The library that is built in cannot train on a GPU.",
            example = "cpu")
        Optional<String> device,
    @Option(
            description = "What the library prints: 0 nothing, 1 warnings, 2 notes, 3 everything.",
            value = "1",
            min = 0,
            max = 3)
        int verbosity,
    @Option(
            description = "Let the library warn of parameters that have no effect.",
            value = "false")
        boolean validateParameters,
    @Option(
            description =
                "A model file of the library (ubj, json) that training goes on from, with the same features.",
            example = "before.ubj")
        Optional<Path> xgbModel)
    implements SelfChecking {
  private static final String METRICS =
      "(rmse|rmsle|mae|mape|mphe|logloss|error|error@[0-9.]+|merror|mlogloss|auc|aucpr|ams@[0-9.]+)";

  /** Whether trees are grown. */
  boolean trees() {
    return !booster.equals("gblinear");
  }

  @Override
  public List<UserError> check() {
    List<UserError> errors = new ArrayList<>();
    device.filter(d -> !d.equals("cpu")).ifPresent(d -> errors.add(Engine.cpuOnly(d).at("device")));
    if (samplingMethod.equals("gradient_based")) {
      errors.add(
          UserError.of(
                  "no-gpu", "sampling_method gradient_based needs a GPU; this XGBoost has none")
              .at("sampling_method")
              .hint("uniform"));
    }
    monotoneConstraints.forEach(
        (feature, direction) -> {
          if (direction < -1 || direction > 1) {
            errors.add(
                UserError.of("bad-value", "a direction is 1, 0 or -1, not " + direction)
                    .at("monotone_constraints." + feature));
          }
        });
    featureTypes.forEach(
        (feature, type) -> {
          if (!type.equals("q") && !type.equals("c")) {
            errors.add(
                UserError.of("bad-value", "a feature type is q or c, not '" + type + "'")
                    .at("feature_types." + feature));
          }
        });
    for (int i = 0; i < evalMetric.size(); i++) {
      if (!evalMetric.get(i).matches(METRICS)) {
        errors.add(
            UserError.of(
                    "bad-value",
                    "'" + evalMetric.get(i) + "' is no metric of XGBoost for classification")
                .at("eval_metric[" + i + "]")
                .hint("auc, aucpr, error, logloss, ams@0.15; ours go into early_stopping.monitor"));
      }
    }
    baseScore
        .filter(p -> p <= 0 || p >= 1)
        .ifPresent(
            p ->
                errors.add(
                    UserError.of(
                            "bad-value", "base_score is a probability between 0 and 1, not " + p)
                        .at("base_score")));
    if (processType.equals("update") && xgbModel.isEmpty()) {
      errors.add(
          UserError.of("missing-key", "process_type update changes the trees of a given model")
              .at("process_type")
              .hint("name the model with xgb_model"));
    }
    return errors;
  }
}
