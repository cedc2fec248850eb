/** Finding the files that a source names. */
package org.fivesigma.data.files;
