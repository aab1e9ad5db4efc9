/** Where a list is kept: the contract, the folder, and several stores at once. */
@NullMarked
package dev.presence.store;

import org.jspecify.annotations.NullMarked;
