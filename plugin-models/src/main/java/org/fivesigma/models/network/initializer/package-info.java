/** Distributions that first weights are drawn from. */
package org.fivesigma.models.network.initializer;
