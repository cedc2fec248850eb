package org.fivesigma.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the report says of an ensemble's members. */
class MemberTableTest {
  @Test
  void everyMemberIsShownWithItsModelAndWhatFailedWithItsReason() {
    Map<String, Object> facts =
        Map.of(
            "models",
            Map.of(
                "members",
                    List.of(
                        Map.of("member", "member-00", "model", "mlp", "valid/auc", 0.7512),
                        Map.of("member", "member-02", "model", "xgboost")),
                "failed_members",
                    List.of(Map.of("member", "member-01", "model", "mlp", "reason", "loss <NaN>")),
                "combined", Map.of("valid/auc", 0.8125),
                "combine", "mean"));
    assertThat(new MemberTable(facts).html())
        .contains("<tr><td>member-00</td><td>mlp</td><td>0.7512</td></tr>")
        .contains("<tr><td>member-02</td><td>xgboost</td><td></td></tr>")
        .contains("<tr><td>together</td><td>mean</td><td>0.8125</td></tr>")
        .contains("member-01 (mlp) failed and was left out: loss &lt;NaN&gt;");
  }

  @Test
  void aModelWithoutMembersHasNoTable() {
    assertThat(new MemberTable(Map.of("models", Map.of("epochs", 3L))).html()).isEmpty();
    assertThat(new MemberTable(Map.of()).html()).isEmpty();
  }
}
