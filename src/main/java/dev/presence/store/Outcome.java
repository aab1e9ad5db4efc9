package dev.presence.store;

import org.jspecify.annotations.Nullable;

/**
 * How one store's turn ended.
 *
 * @param <T> what a turn gives
 * @param result null exactly when it failed
 * @param failure one sentence, fit to print; null exactly when it did what was asked
 */
public record Outcome<T>(Store store, @Nullable T result, @Nullable String failure) {}
