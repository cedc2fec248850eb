/** The activations of hidden layers. */
package org.fivesigma.models.network.activation;
