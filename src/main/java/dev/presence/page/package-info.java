/**
 * The list for the eye: one page of HTML that needs nothing beside it. What is on it was found out
 * elsewhere; here it is put in order and drawn.
 */
@NullMarked
package dev.presence.page;

import org.jspecify.annotations.NullMarked;
