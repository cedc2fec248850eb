/** What the keys of the experiment language mean, for people: listings and reference pages. */
package org.fivesigma.core.spec.describe;
