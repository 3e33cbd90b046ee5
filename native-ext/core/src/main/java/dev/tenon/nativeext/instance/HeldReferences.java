// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The Java objects that one module instance holds, whichever of its contexts made the reference.
/// Any thread may use it.
///
/// The rule for all numbers that C gets for objects: a number is given out once in the life of the
/// process. One that is stale, or that another instance made, is an error and never another object.
/// So references are `page << 7 | place << 1 | 1`: pages are numbered through the process, and a
/// place of a page is used once. The numbers of a process begin behind the system property
/// [#FIRST]: an isolation check begins elsewhere in each process, so that a number that C keeps is
/// another in each, whatever the numbers look like.
public final class HeldReferences {

  /// The system property that numbers begin behind.
  static final String FIRST = "tenon.references.first";

  private static final int PLACES = 64;
  private static final int PAGE_SHIFT = 7;
  private static final int MOST_REMEMBERED = 4096;

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final AtomicLong PAGE_IDS = new AtomicLong(Long.getLong(FIRST, 0));

  /// Who has each page, for messages.
  private static final Map<Long, String> OWNERS = new ConcurrentHashMap<>();

  /// Who had pages that were in use when their instance ended; the latest ones only.
  private static final Map<Long, String> FORMER_OWNERS =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private final String owner;
  private final Map<Long, Page> pages = new HashMap<>();

  /// The page that references were made in last.
  private @Nullable Page current;

  private int live;

  /// Objects by their places, of which those with their bit set are held.
  private static final class Page {
    private final long id = PAGE_IDS.incrementAndGet();
    private @Nullable Object[] objects = new @Nullable Object[4];
    private int used;
    private long held;

    int add(@Nullable Object object) {
      if (used == objects.length) {
        objects = Arrays.copyOf(objects, used * 4);
      }
      objects[used] = object;
      held |= 1L << used;
      return used++;
    }

    boolean holds(int place) {
      return (held >>> place & 1) == 1;
    }

    boolean anyMatch(Predicate<@Nullable Object> condition) {
      for (int place = 0; place < used; place++) {
        if (holds(place) && condition.test(objects[place])) {
          return true;
        }
      }
      return false;
    }

    void remove(int place) {
      objects[place] = null;
      held &= ~(1L << place);
    }
  }

  /// The references of an instance of a module.
  public HeldReferences(String module) {
    this.owner =
        "instance %d of module %s".formatted(NUMBERS.incrementAndGet(), Escapes.quoted(module));
  }

  /// Makes a held reference.
  synchronized long hold(@Nullable Object object) {
    Page page = current;
    if (page == null || page.used == PLACES) {
      page = new Page();
      pages.put(page.id, page);
      OWNERS.put(page.id, owner);
      current = page;
    }
    live++;
    return page.id << PAGE_SHIFT | (long) page.add(object) << 1 | 1;
  }

  /// Releases a held reference.
  ///
  /// @throws RuntimeError if it is not held
  synchronized void release(long reference) {
    Page page = page(reference);
    page.remove(place(reference));
    live--;
    if (page.held == 0 && page.used == PLACES) {
      pages.remove(page.id);
      OWNERS.remove(page.id);
    }
  }

  /// The object of a held reference.
  ///
  /// @throws RuntimeError if the reference is stale, or another instance's
  synchronized @Nullable Object resolve(long reference) {
    return page(reference).objects[place(reference)];
  }

  /// Whether a held object meets a condition.
  synchronized boolean anyMatch(Predicate<@Nullable Object> condition) {
    return pages.values().stream().anyMatch(page -> page.anyMatch(condition));
  }

  /// How many held references are live.
  synchronized int count() {
    return live;
  }

  /// Releases all objects, because the instance has ended.
  synchronized void end() {
    for (Page page : pages.values()) {
      OWNERS.remove(page.id);
      if (page.held != 0) {
        synchronized (FORMER_OWNERS) {
          FORMER_OWNERS.put(page.id, owner);
        }
      }
    }
    pages.clear();
    current = null;
    live = 0;
  }

  private Page page(long reference) {
    Page page = current;
    if (page == null || page.id != reference >>> PAGE_SHIFT) {
      page = pages.get(reference >>> PAGE_SHIFT);
    }
    if (page == null || (reference & 1) == 0 || !page.holds(place(reference))) {
      throw page == null ? foreign(reference) : stale(reference);
    }
    return page;
  }

  private static int place(long reference) {
    return (int) reference >>> 1 & (PLACES - 1);
  }

  private RuntimeError foreign(long reference) {
    long page = reference >>> PAGE_SHIFT;
    String other = OWNERS.get(page);
    String former;
    synchronized (FORMER_OWNERS) {
      former = FORMER_OWNERS.get(page);
    }
    if (other == null && former == null) {
      return stale(reference);
    }
    return new RuntimeError(
        "object reference %#x belongs to %s, and was used in %s; keep references in the state of the"
                .formatted(reference, other == null ? former + ", which has ended" : other, owner)
            + " module, not in static variables");
  }

  static RuntimeError stale(long reference) {
    return new RuntimeError(
        "object reference %#x is stale: it was released or its call has returned; hold it with"
                .formatted(reference)
            + " tn_hold() to use it later");
  }
}
