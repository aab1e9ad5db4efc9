/**
 * Whole fleets on a virtual clock: the real code on every node, each kind of fault, and beside it a
 * model of the truth that says what no answer may do. {@code SimulatorTest} has the invariants.
 */
@NullMarked
package dev.presence.simulation;

import org.jspecify.annotations.NullMarked;
