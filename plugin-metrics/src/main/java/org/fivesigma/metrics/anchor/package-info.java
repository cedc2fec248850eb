/** Published numbers against which anyone can check the metrics. */
package org.fivesigma.metrics.anchor;
