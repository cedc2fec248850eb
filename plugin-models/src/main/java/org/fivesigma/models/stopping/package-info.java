/** When to stop training and which state to keep, for all models that learn in steps. */
package org.fivesigma.models.stopping;
