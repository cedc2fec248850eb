/** Reads sources through SQL into tables of primitive arrays. */
package org.fivesigma.data.load;
