// SPDX-License-Identifier: Apache-2.0
package dev.tenon.search;

/// A finder that several threads may ask at once. Finders that are none are asked by one thread of
/// an interpreter at a time, as in CPython.
public interface ConcurrentFinder {}
