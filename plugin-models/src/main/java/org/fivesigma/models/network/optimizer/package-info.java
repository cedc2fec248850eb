/** Optimisers as plain arithmetic over flat arrays. */
package org.fivesigma.models.network.optimizer;
