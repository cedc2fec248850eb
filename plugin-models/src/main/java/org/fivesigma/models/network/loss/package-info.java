/** Losses and their gradients as plain arithmetic over logits. */
package org.fivesigma.models.network.loss;
