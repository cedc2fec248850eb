package org.fivesigma.cli;

import org.fivesigma.spi.UserError;

/** What {@code --tree} of commands that read a ROOT file has in common. */
final class TreeOption {
  static final String NAME = "--tree";

  private TreeOption() {}

  /** The same error, or for a file of several trees one that names the option. */
  static UserError named(UserError error) {
    return switch (error.code()) {
      case "which-tree" ->
          UserError.of(error.code(), error.getMessage()).at(NAME).hint("choose with --tree TREE");
      case "missing-tree" ->
          UserError.of(error.code(), error.getMessage())
              .at(NAME)
              .hint(error.hint().orElse("choose another"));
      default -> error;
    };
  }
}
