package dev.tenon.isolation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The stores of one step, in order, and those among them that show state of a caller. A store is
/// harmless if it
///
/// - belongs to a lock,
/// - is undone before the step ends, and is atomic or made while a lock is held,
/// - stores a number that is part of the instruction, or the address of code or of a variable:
///   these are the same for all callers.
///
/// Storing the same value again is not harmless: it is equal because each interpreter does the
/// same. A lock is one of the C library's, or a word that an atomic instruction changed and that
/// has not its former value again, as the locks of Rust and spin locks are.
final class StoreSequence {

  private final Map<Long, Word> words = new LinkedHashMap<>();
  private final Set<Long> taken = new HashSet<>();
  private final Watch watch;

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

  StoreSequence(List<Probe.Store> stores, Watch watch) {
    this.watch = watch;
    stores.stream().filter(each -> !each.byLock()).forEach(this::add);
  }

  private void add(Probe.Store store) {
    long address = store.address() & ~7L;
    Word word = words.computeIfAbsent(address, _ -> new Word(store.former()));
    boolean isGuarded = store.locked() || store.atomic() || !taken.isEmpty();
    word.value = store.value();
    if (store.value() == word.original) {
      taken.remove(address);
    } else if (store.atomic()) {
      taken.add(address);
    }
    if (store.constant() || store.atomic() || watch.isConstant(store.value())) {
      return;
    }
    if (!store.changed()) {
      word.same.add(store);
    } else if (!isGuarded) {
      word.unguarded.add(store);
    }
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
