package org.fivesigma.models.ensemble;

import java.util.Optional;
import org.fivesigma.spi.model.Model;

/** A member after its training: its model, or why there is none. */
record TrainedMember(Member member, Optional<Model> model, Optional<RuntimeException> failure) {
  static TrainedMember of(Member member, Model model) {
    return new TrainedMember(member, Optional.of(model), Optional.empty());
  }

  static TrainedMember failed(Member member, RuntimeException failure) {
    return new TrainedMember(member, Optional.empty(), Optional.of(failure));
  }
}
