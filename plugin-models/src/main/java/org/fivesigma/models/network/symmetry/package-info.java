/** Symmetries of collisions: events may be turned and mirrored, and remain what they are. */
package org.fivesigma.models.network.symmetry;
