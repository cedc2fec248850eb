/** Binds YAML nodes to annotated records, and describes these records. */
package org.fivesigma.core.spec.bind;
