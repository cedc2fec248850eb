/** Quantities made of the four-momenta of an event: masses, angles, sums, components, frames. */
package org.fivesigma.preprocessing.physics;
