// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The blocks of memory that variables refer to, directly or through other blocks, as a
/// conservative garbage collector finds them: whatever looks like an address of a block is one.
final class Reachable {

  private static final int LARGEST = 4 << 20;
  private static final long MOST = 256L << 20;

  private final TreeMap<Long, Probe.Block> blocks = new TreeMap<>();
  private final Map<Key, Content> contents = new LinkedHashMap<>();
  private final Map<Place, String> hosts = new HashMap<>();
  private final ContentReader memory;
  private long total;

  /// What distinguishes a block from all others.
  record Key(long address, int generation) {}

  /// A copy of a block.
  ///
  /// @param place the variable from which it was reached first
  @SuppressWarnings("ArrayRecordComponent") // compared by its bytes alone
  record Content(Probe.Block block, Place place, byte[] bytes) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(Place place, byte[] bytes, int lead) {}

  Reachable(ContentReader memory, List<Probe.Block> all) {
    this.memory = memory;
    all.forEach(each -> blocks.put(each.address(), each));
  }

  /// Follows the addresses in some variables.
  void follow(Map<Place, byte[]> variables) {
    Queue<Item> queue = new ArrayDeque<>();
    variables.forEach((place, bytes) -> queue.add(new Item(place, bytes, place.variable().lead())));
    while (!queue.isEmpty()) {
      Item item = queue.remove();
      for (long word : wordsOf(item.bytes(), item.lead())) {
        Content added = visit(word, item.place());
        if (added != null) {
          queue.add(new Item(added.place(), added.bytes(), 0));
        }
      }
    }
  }

  /// The aligned words of some bytes.
  ///
  /// @param lead how many bytes come before the first of them
  private static List<Long> wordsOf(byte[] bytes, int lead) {
    int start = Math.min(lead, bytes.length);
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes, start, bytes.length - start).order(ByteOrder.nativeOrder());
    List<Long> words = new ArrayList<>(bytes.length / 8);
    while (buffer.remaining() >= 8) {
      words.add(buffer.getLong());
    }
    return words;
  }

  private @Nullable Content visit(long word, Place from) {
    Probe.Block block = blockAt(word);
    if (block == null) {
      return null;
    }
    Place place = new Place(from.library(), from.variable(), true);
    if (block.owner() == Probe.HOST) {
      hosts.putIfAbsent(from, "%d bytes at %#x".formatted(block.size(), block.address()));
      return null;
    }
    Key key = new Key(block.address(), block.generation());
    int size = (int) Math.min(LARGEST, block.size());
    if (contents.containsKey(key) || total + size > MOST) {
      return null;
    }
    byte[] bytes = memory.read(block.address(), size);
    if (bytes == null) {
      return null;
    }
    total += size;
    Content content = new Content(block, place, bytes);
    contents.put(key, content);
    return content;
  }

  /// The block that an address lies in; null if there is none.
  Probe.@Nullable Block blockAt(long address) {
    Map.Entry<Long, Probe.Block> entry = blocks.floorEntry(address);
    return entry != null && entry.getValue().contains(address) ? entry.getValue() : null;
  }

  Map<Key, Content> contents() {
    return contents;
  }

  /// The places that refer to memory of the host, such as the state of a module instance.
  Map<Place, String> hosts() {
    return hosts;
  }
}
