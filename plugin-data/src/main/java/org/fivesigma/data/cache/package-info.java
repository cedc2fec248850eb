/** Parsed copies and checksums of data files, kept between runs. */
package org.fivesigma.data.cache;
