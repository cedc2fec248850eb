/** Feed-forward networks on libtorch: their layers, training loop, prediction and files. */
package org.fivesigma.models.network;
