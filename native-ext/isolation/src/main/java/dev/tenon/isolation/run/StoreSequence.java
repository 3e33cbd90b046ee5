// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.isolation.memory.Probe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The stores of one step, in order, and those among them that show state of a caller. A store is
/// harmless if it
///
/// - belongs to a lock,
/// - is undone before the step ends, and is atomic or made while a lock is held,
/// - stores a number that is part of the instruction, the address of code or of a variable, or an
///   infinite or undefined floating-point number: these are the same for all callers.
///
/// Storing the same value again is not harmless: it is equal because each interpreter does the
/// same. A lock is one of the C library's, or a word that an atomic instruction changed and that
/// has not its former value again, as the locks of Rust and spin locks are.
final class StoreSequence {

  private final Map<Long, Word> words = new LinkedHashMap<>();
  private final Set<Long> taken = new HashSet<>();
  private final List<Probe.Store> stores;
  private final List<Probe.Library> libraries = Probe.libraries();

  private static final class Word {
    final long original;
    final List<Probe.Store> unguarded = new ArrayList<>();
    final List<Probe.Store> same = new ArrayList<>();
    long value;

    Word(long original) {
      this.original = original;
      value = original;
    }
  }

  StoreSequence(List<Probe.Store> stores) {
    this.stores = stores;
    stores.forEach(this::add);
  }

  private static long wordOf(Probe.Store store) {
    return store.address() & ~7L;
  }

  private void add(Probe.Store store) {
    long address = wordOf(store);
    Word word = words.computeIfAbsent(address, _ -> new Word(store.former()));
    boolean isGuarded = store.locked() || store.atomic() || !taken.isEmpty();
    word.value = store.value();
    if (store.value() == word.original) {
      taken.remove(address);
    } else if (store.atomic()) {
      taken.add(address);
    }
    if (store.constant()
        || store.atomic()
        || isAddressInLibrary(store.value())
        || isInfiniteOrNaN(store.value())) {
      return;
    }
    if (!store.changed()) {
      word.same.add(store);
    } else if (!isGuarded) {
      word.unguarded.add(store);
    }
  }

  /// The stores that were made while no lock was held. Beside the locks above, a word is one that
  /// is changed under another lock and changed back later, as in locks that are built of a mutex
  /// and a flag.
  List<Probe.Store> unguarded() {
    List<Probe.Store> unguarded = new ArrayList<>();
    Set<Long> held = new HashSet<>();
    for (Probe.Store store : stores) {
      Word word = Objects.requireNonNull(words.get(wordOf(store)));
      boolean isGuarded = store.locked() || store.atomic() || !held.isEmpty();
      if (store.value() == word.original) {
        held.remove(wordOf(store));
      } else if (isGuarded && word.value == word.original) {
        held.add(wordOf(store));
      }
      if (!isGuarded) {
        unguarded.add(store);
      }
    }
    return unguarded;
  }

  /// Libraries calculate these when they begin, and some begin more than once.
  private static boolean isInfiniteOrNaN(long word) {
    long magnitude = word & Long.MAX_VALUE;
    return magnitude == Double.doubleToRawLongBits(Double.POSITIVE_INFINITY)
        || magnitude == Double.doubleToRawLongBits(Double.NaN);
  }

  /// Whether a word is the address of code or of a variable, which is the same for all callers.
  private boolean isAddressInLibrary(long word) {
    return libraries.stream().anyMatch(each -> word >= each.start() && word < each.end());
  }

  /// The stores that show state of a caller.
  List<Probe.Store> wrong() {
    List<Probe.Store> wrong = new ArrayList<>();
    for (Word word : words.values()) {
      wrong.addAll(word.same);
      if (word.value == word.original) {
        wrong.addAll(word.unguarded); // others are seen by comparing the variables
      }
    }
    return wrong;
  }
}
