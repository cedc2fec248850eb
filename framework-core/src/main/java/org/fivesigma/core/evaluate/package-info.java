/** What scores are worth: metrics of every part with their errors, cuts, and comparisons. */
package org.fivesigma.core.evaluate;
