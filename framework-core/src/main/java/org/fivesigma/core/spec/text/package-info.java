/** Texts with places in them, and the problems that point there. */
package org.fivesigma.core.spec.text;
