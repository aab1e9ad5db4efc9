/** Pure functions from what is known of the nodes and a question to an answer and its reasons. */
@NullMarked
package dev.presence.resolve;

import org.jspecify.annotations.NullMarked;
