package org.fivesigma.models.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivesigma.spi.Parallel;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.model.Model;
import org.fivesigma.spi.model.RangeTested;
import org.fivesigma.spi.model.Trainer;
import org.fivesigma.spi.model.TrainingContext;
import org.fivesigma.spi.model.TrainingTask;
import org.fivesigma.spi.option.ModelSpec;

/**
 * Trains the members side by side and combines them. Members, folds and streams depend on the seed
 * alone, so the ensemble is the same for any number of threads as far as its members are.
 *
 * <p>A member that fails is reported and left out; the ensemble fails with it where it was the last
 * of its item.
 */
final class EnsembleTrainer implements Trainer, RangeTested {
  private final EnsembleOptions options;
  private final double memory;

  /** A trainer that may use half of the Java heap for its members' events. */
  EnsembleTrainer(EnsembleOptions options) {
    this(options, Runtime.getRuntime().maxMemory() / 2.0);
  }

  EnsembleTrainer(EnsembleOptions options, double memory) {
    this.options = options;
    this.memory = memory;
  }

  @Override
  public List<UserError> check(TrainingPlan plan) {
    List<UserError> errors = new ArrayList<>();
    for (int item = 0; item < options.of().size(); item++) {
      String key = options.of().size() == 1 ? "of" : "of[" + item + "]";
      TrainingPlan own = plan.withValid(plan.hasValid() || foldsOf(item));
      for (UserError error : options.of().get(item).trainer().create().check(own)) {
        errors.add(error.under(key));
      }
    }
    boolean outOfFold = Combination.outOfFold(options);
    if (!plan.hasValid() && options.combine().create().learns() && !outOfFold) {
      errors.add(
          UserError.of(
                  "no-valid-part",
                  "combine: " + options.combine().id() + " learns from the part valid")
              .at("combine")
              .hint("give split a valid part, or combine: mean"));
    }
    if (!plan.hasValid() && options.best().isPresent()) {
      errors.add(
          UserError.of("no-valid-part", "the best members are chosen on the part valid")
              .at("best")
              .hint("give split a valid part"));
    }
    return errors;
  }

  @Override
  public List<UserError> check(TrainingTask task) {
    List<UserError> errors = new ArrayList<>();
    for (int item = 0; item < options.of().size(); item++) {
      ModelSpec spec = options.of().get(item);
      String key = options.of().size() == 1 ? "of" : "of[" + item + "]";
      for (UserError error :
          spec.trainer().create().check(task.withPreprocess(spec.preprocess()))) {
        errors.add(error.under(key));
      }
    }
    return errors;
  }

  private boolean foldsOf(int item) {
    return options.resample().equals("k_fold") && options.membersOf(item) > 1;
  }

  @Override
  public Model fit(TrainingTask task, TrainingContext context) {
    List<Member> members =
        Member.plan(options, task.train().labels(), context.seeds().child("resample"));
    TrainedMember[] trained =
        train(
            members,
            task,
            context,
            (member, whole, own) -> context.fit(member.spec(), member.task(whole, own), own));
    try {
      return new Combination(options, task, context).combine(List.of(trained));
    } catch (RuntimeException | Error e) {
      close(trained);
      throw e;
    }
  }

  /** The members that the ensemble before kept, each refitted, in its combination. */
  @Override
  public Model refit(TrainingTask task, Model before, TrainingContext context) {
    EnsembleModel known = (EnsembleModel) before;
    List<Member> members =
        Member.plan(options, task.train().labels(), context.seeds().child("resample")).stream()
            .filter(member -> known.part(member.name()).isPresent())
            .toList();
    TrainedMember[] trained =
        train(
            members,
            task,
            context,
            (member, whole, own) -> {
              TrainingTask all = member.task(whole, own);
              return member
                  .spec()
                  .trainer()
                  .create()
                  .refit(
                      all.with(all.train(), Optional.empty()),
                      known.part(member.name()).orElseThrow(),
                      own);
            });
    try {
      for (TrainedMember member : trained) {
        member
            .failure()
            .ifPresent(
                failure -> {
                  throw failure;
                });
      }
      return known.with(List.of(trained));
    } catch (RuntimeException | Error e) {
      close(trained);
      throw e;
    }
  }

  @Override
  public List<UserError> checkRefit() {
    List<UserError> errors = new ArrayList<>();
    for (int item = 0; item < options.of().size(); item++) {
      String key = options.of().size() == 1 ? "of" : "of[" + item + "]";
      options
          .of()
          .get(item)
          .trainer()
          .create()
          .checkRefit()
          .forEach(error -> errors.add(error.under(key)));
    }
    return errors;
  }

  /** How a member is trained on its events. */
  private interface Training {
    Model train(Member member, TrainingTask whole, MemberContext own);
  }

  /** The test of the first item that can be tested. */
  @Override
  public RangeTest rangeTest(TrainingTask task, TrainingContext context) {
    for (int item = 0; item < options.of().size(); item++) {
      ModelSpec spec = options.of().get(item);
      if (spec.trainer().create() instanceof RangeTested tested) {
        if (options.of().size() > 1) {
          context.log("range test of of[" + item + "], " + spec.trainer().id());
        }
        try {
          return tested.rangeTest(task.withPreprocess(spec.preprocess()), context);
        } catch (UserError e) {
          throw e.under(options.of().size() == 1 ? "of" : "of[" + item + "]");
        }
      }
    }
    throw UserError.of(
            "no-range-test", "a range test needs a network; none is among the ensemble's models")
        .at("of");
  }

  private TrainedMember[] train(
      List<Member> members, TrainingTask task, TrainingContext context, Training training) {
    TrainedMember[] trained = new TrainedMember[members.size()];
    int atOnce = atOnce(members.size(), task, context);
    int threads = Math.max(1, context.threads() / atOnce);
    AtomicInteger done = new AtomicInteger();
    context.log("training " + members.size() + " members, " + atOnce + " at once");
    try {
      Parallel.run(
          atOnce,
          members.size(),
          i -> {
            trained[i] = train(members.get(i), i, threads, task, context, training);
            context.progress(done.incrementAndGet(), members.size(), "members");
          });
    } catch (RuntimeException | Error e) {
      close(trained);
      throw e;
    }
    return trained;
  }

  private TrainedMember train(
      Member member,
      int number,
      int threads,
      TrainingTask task,
      TrainingContext context,
      Training training) {
    context.checkCancelled();
    Seeds seeds = context.seeds().child("member", member.item(), member.index());
    List<String> device =
        context.devices().size() == 1
            ? context.devices()
            : List.of(context.devices().get(number % context.devices().size()));
    TrainingTask whole = task.withPreprocess(member.spec().preprocess());
    MemberContext own =
        new MemberContext(context.child(member.name(), seeds, threads, device), whole);
    try {
      return TrainedMember.of(member, training.train(member, whole, own));
    } catch (TrainingContext.StopTraining e) {
      throw e;
    } catch (RuntimeException e) {
      RuntimeException placed =
          e instanceof UserError user
              ? user.under(options.of().size() == 1 ? "of" : "of[" + member.item() + "]")
              : e;
      own.warn("failed and is left out: " + e.getMessage());
      return TrainedMember.failed(member, placed);
    }
  }

  /** Members trained at once: as many as threads, as long as their events fit into memory. */
  private int atOnce(int members, TrainingTask task, TrainingContext context) {
    if (options.parallel().isPresent()) {
      return Math.min(members, options.parallel().get());
    }
    double values =
        (double) task.train().rows() * Math.max(1, task.train().features().names().size());
    // Float32 in the heap, and about twice that in an engine's own memory.
    double bytesOfMember = 3 * Float.BYTES * values;
    int fitting = (int) Math.max(1, memory / bytesOfMember);
    int wanted = Math.min(members, context.threads());
    if (fitting < wanted) {
      context.log("memory lets " + fitting + " members train at once");
    }
    return Math.min(wanted, fitting);
  }

  private static void close(TrainedMember[] trained) {
    for (TrainedMember member : trained) {
      if (member != null) {
        member.model().ifPresent(Model::close);
      }
    }
  }
}
