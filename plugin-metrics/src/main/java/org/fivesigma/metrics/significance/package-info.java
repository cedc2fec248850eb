/** Significances as functions of a cut, and the rules that choose the cut. */
package org.fivesigma.metrics.significance;
