// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module.namespace;

import dev.tenon.value.Deferred;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The raw namespace behind a module: a live map from names to values in insertion order, CPython's
/// `__dict__`. Values may be null (None). Any thread may read and write it; reads take no lock, and
/// iteration is weakly consistent.
///
/// Values lie in an array whose layout, the [NameTable], is shared by namespaces that were filled
/// in the same order, as all instances of one descriptor are. A [Place] is a position in that array
/// that a caller can keep: it reads in about a nanosecond and finds out by itself when the name has
/// been deleted or has moved.
public final class Namespace extends AbstractMap<String, @Nullable Object> {

  /// What stands where no value is, and all over an array that was replaced by another one. Never
  /// handed out.
  public static final Object ABSENT = new Object();

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final @Nullable Object[] NOTHING = new Object[0];

  /// Layout and values, published together so that a reader never pairs an index with the wrong
  /// array. The table of a shared layout may have gone on to a larger index meanwhile; this one has
  /// all names of the namespace.
  private static final class Storage {
    final NameTable names;
    final NameIndex index;
    final @Nullable Object[] values;

    Storage(NameTable names, @Nullable Object[] values) {
      this.names = names;
      this.index = names.index();
      this.values = values;
    }
  }

  private volatile Storage storage;
  private int used;
  private int size;
  private int deferred;
  private @Nullable Holder holder;

  /// An empty namespace.
  public Namespace() {
    this(NameTable.ofOne());
  }

  /// An empty namespace that shares a layout with others.
  public Namespace(NameTable names) {
    storage = new Storage(names, NOTHING);
  }

  /// Notifies a module, from now on, when deferred values come and when the last one goes.
  public synchronized void belongTo(Holder owner) {
    holder = owner;
  }

  /// What this is the raw namespace of, if it is somebody's.
  public @Nullable Holder holder() {
    return holder;
  }

  /// What has a raw namespace: a module.
  public interface Holder {
    /// Is called by the namespace, which holds its lock, whether it holds deferred values.
    void noteDeferred(boolean any);
  }

  /// Whether a deferred value may be among the values. The caller holds the lock.
  public boolean hasDeferred() {
    return deferred > 0;
  }

  /// Puts the value of a deferred value in its place, unless the name was bound anew meanwhile.
  public synchronized void replaceDeferred(String name, Deferred old, @Nullable Object value) {
    int index = liveIndex(name);
    if (index >= 0 && storage.values[index] == old) {
      put(name, value);
    }
  }

  /// Counts deferred values before a value takes the place of another one.
  private void countDeferred(@Nullable Object old, @Nullable Object value) {
    boolean comes = value instanceof Deferred;
    boolean goes = old instanceof Deferred;
    if (comes == goes) {
      return;
    }
    deferred += comes ? 1 : -1;
    if (comes) {
      // Places read values as they are; this one is to be asked for through the module.
      invalidatePlaces();
    }
    if (holder != null) {
      holder.noteDeferred(deferred > 0);
    }
  }

  /// A position of a name in a namespace, good until the name is deleted or moves.
  public static final class Place {
    /// A place that has to be looked up.
    public static final Place LOST = new Place(new Object[] {ABSENT}, 0);

    private final @Nullable Object[] array;
    private final int index;

    private Place(@Nullable Object[] array, int index) {
      this.array = array;
      this.index = index;
    }

    /// The value, or [#ABSENT] when the place has to be looked up again.
    public @Nullable Object read() {
      return ELEMENT.getAcquire(array, index);
    }
  }

  /// The value of a name or [#ABSENT].
  public @Nullable Object lookup(String name) {
    while (true) {
      Storage now = storage;
      int index = now.index.find(name);
      if (index < 0 || index >= now.values.length) {
        if (storage == now) {
          return ABSENT;
        }
        continue; // The name may have moved to the end of the new storage.
      }
      Object value = ELEMENT.getAcquire(now.values, index);
      if (value != ABSENT || (storage == now && now.index.find(name) == index)) {
        return value;
      }
      // The new storage was published before the old array was emptied, and a name is found at its
      // new index before its old place is emptied: the next round sees it.
    }
  }

  /// The place of a name, or null if the name is absent.
  public synchronized @Nullable Place place(String name) {
    int index = liveIndex(name);
    return index < 0 || storage.values[index] instanceof Deferred
        ? null
        : new Place(storage.values, index);
  }

  /// Makes every [Place] of this namespace look its name up again.
  public synchronized void invalidatePlaces() {
    grow(storage.values.length);
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return getOrDefault(name, null);
  }

  @Override
  public @Nullable Object getOrDefault(@Nullable Object name, @Nullable Object fallback) {
    if (!(name instanceof String text)) {
      return fallback;
    }
    Object value = lookup(text);
    return value == ABSENT ? fallback : value;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && lookup(text) != ABSENT;
  }

  @Override
  public synchronized @Nullable Object put(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "a name in a namespace cannot be null");
    int index = liveIndex(name);
    countDeferred(index < 0 ? ABSENT : storage.values[index], value);
    if (index >= 0) {
      @Nullable Object[] values = storage.values;
      Object old = values[index];
      ELEMENT.setRelease(values, index, value);
      return old;
    }
    append(name, value);
    return null;
  }

  @Override
  public synchronized @Nullable Object putIfAbsent(String name, @Nullable Object value) {
    int index = liveIndex(name);
    if (index >= 0) {
      return storage.values[index];
    }
    countDeferred(ABSENT, value);
    append(name, value);
    return null;
  }

  @Override
  public synchronized @Nullable Object remove(@Nullable Object name) {
    int index = name instanceof String text ? liveIndex(text) : -1;
    return index < 0 ? null : removeAt(index);
  }

  /// Removes a name if it is present.
  ///
  /// @return whether it was
  public synchronized boolean removeName(String name) {
    int index = liveIndex(name);
    if (index >= 0) {
      removeAt(index);
    }
    return index >= 0;
  }

  /// Moves a name to the end of the order. At no time does a reader miss it.
  ///
  /// @return whether the name is present
  public synchronized boolean moveToEnd(String name) {
    compactIfSparse();
    int index = liveIndex(name);
    if (index < 0 || index == used - 1) {
      return index >= 0;
    }
    leaveSharedTable();
    ensureRoom();
    @Nullable Object[] values = storage.values;
    ELEMENT.setRelease(values, used++, values[index]);
    storage.names.append(name, true);
    followIndex();
    ELEMENT.setRelease(values, index, ABSENT);
    return true;
  }

  @Override
  public synchronized int size() {
    return size;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return new Entries();
  }

  private @Nullable Object removeAt(int index) {
    @Nullable Object[] values = storage.values;
    Object old = values[index];
    ELEMENT.setRelease(values, index, ABSENT);
    countDeferred(old, ABSENT);
    size--;
    storage.names.forgetIfPrivate(index);
    return old;
  }

  private int liveIndex(String name) {
    int index = storage.names.indexOf(name);
    return index >= 0 && index < used && storage.values[index] != ABSENT ? index : -1;
  }

  private void append(String name, @Nullable Object value) {
    compactIfSparse();
    if (!storage.names.extend(name, used)) {
      storage = new Storage(privateTable(), storage.values);
      storage.names.extend(name, used);
    }
    followIndex();
    ensureRoom();
    ELEMENT.setRelease(storage.values, used++, value);
    size++;
  }

  private void followIndex() {
    if (storage.index != storage.names.index()) {
      storage = new Storage(storage.names, storage.values);
    }
  }

  private void leaveSharedTable() {
    if (storage.names.isShared()) {
      storage = new Storage(privateTable(), storage.values);
    }
  }

  private void compactIfSparse() {
    if (used - size > 16 && used > 2 * size) {
      compact();
    }
  }

  private void ensureRoom() {
    if (used == storage.values.length) {
      grow(Math.max(8, used + (used >> 1)));
    }
  }

  /// Copies the layout so that this namespace can leave the common order. Live names keep their
  /// places.
  private NameTable privateTable() {
    NameTable copy = NameTable.ofOne();
    for (int index = 0; index < used; index++) {
      copy.append(storage.names.nameAt(index), storage.values[index] != ABSENT);
    }
    return copy;
  }

  /// Packs the live names together after many deletions.
  private void compact() {
    Storage old = storage;
    NameTable packed = NameTable.ofOne();
    @Nullable Object[] array = new @Nullable Object[Math.max(8, size + (size >> 1))];
    Arrays.fill(array, ABSENT);
    int next = 0;
    for (int index = 0; index < used; index++) {
      if (old.values[index] != ABSENT) {
        packed.append(old.names.nameAt(index), true);
        array[next++] = old.values[index];
      }
    }
    used = next;
    storage = new Storage(packed, array);
    abandon(old.values);
  }

  private void grow(int length) {
    Storage old = storage;
    @Nullable Object[] array = Arrays.copyOf(old.values, length);
    Arrays.fill(array, used, length, ABSENT);
    storage = new Storage(old.names, array);
    abandon(old.values);
  }

  private static void abandon(@Nullable Object[] array) {
    for (int index = 0; index < array.length; index++) {
      ELEMENT.setRelease(array, index, ABSENT);
    }
  }

  private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {
    @Override
    public Iterator<Entry<String, @Nullable Object>> iterator() {
      return new EntryIterator();
    }

    @Override
    public int size() {
      return Namespace.this.size();
    }
  }

  private final class EntryIterator implements Iterator<Entry<String, @Nullable Object>> {
    private final Iterator<String> order;
    private @Nullable Entry<String, @Nullable Object> upcoming;
    private @Nullable String last;

    EntryIterator() {
      order = liveNames().iterator();
      advance();
    }

    private void advance() {
      upcoming = null;
      while (upcoming == null && order.hasNext()) {
        String name = order.next();
        Object value = lookup(name);
        if (value != ABSENT) {
          upcoming = new LiveEntry(name, value);
        }
      }
    }

    @Override
    public boolean hasNext() {
      return upcoming != null;
    }

    @Override
    public Entry<String, @Nullable Object> next() {
      Entry<String, @Nullable Object> entry = upcoming;
      if (entry == null) {
        throw new NoSuchElementException();
      }
      last = entry.getKey();
      advance();
      return entry;
    }

    @Override
    public void remove() {
      if (last == null) {
        throw new IllegalStateException("remove() needs a preceding next()");
      }
      removeName(last);
      last = null;
    }
  }

  private synchronized Iterable<String> liveNames() {
    String[] live = new String[size];
    int next = 0;
    for (int index = 0; index < used; index++) {
      if (storage.values[index] != ABSENT) {
        live[next++] = storage.names.nameAt(index);
      }
    }
    return Arrays.asList(live);
  }

  private final class LiveEntry extends SimpleEntry<String, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    LiveEntry(String name, @Nullable Object value) {
      super(name, value);
    }

    @Override
    public @Nullable Object setValue(@Nullable Object value) {
      put(getKey(), value);
      return super.setValue(value);
    }
  }
}
