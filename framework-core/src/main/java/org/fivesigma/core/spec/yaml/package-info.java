/** Strict YAML 1.2: a tree of nodes that know their place, read, addressed by path, and written. */
package org.fivesigma.core.spec.yaml;
