/** Writing steps and models as graphs of tensor operations that other programs can run (ONNX). */
package org.fivesigma.spi.graph;
