package io.tributary.components.statistics;

import java.util.Arrays;

/**
 * How often each of those cells was hit that have many neighbours: a page holds the counts of cells
 * that differ in their lowest bits alone. Takes a fraction of the memory of a table that any cell
 * fits into, so that more of it stays close to the processor. Pages are chosen once, and hold so
 * many numbers at most that an {@code int} is enough for each count.
 */
final class CellPages {
  private static final int CELL_BITS = 11;
  private static final int CELLS = 1 << CELL_BITS;

  /** Of how many cells a page has to know, so that it is smaller than a table of them. */
  private static final int LEAST_CELLS = CELLS / 4;

  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  /** Numbers of pages, the upper bits of cells. */
  private long[] numbers = {};

  /** Where a page's counts end; zero where a slot is free. */
  private int[] ends = {};

  private int hashShift;
  private int[] counts = {};
  private int size;

  /** How many numbers were counted here, so that no count is greater. */
  private long total;

  /**
   * Makes pages for those cells that have many neighbours, and counts these; to be called once.
   *
   * @param sorted of which the first {@code n} are looked at; those without page are moved to the
   *     beginning
   * @return how many have no page
   */
  int take(CountedNumbers sorted, int n) {
    long[] cells = sorted.numbers();
    var pages = new long[n / LEAST_CELLS];
    counts = new int[pages.length * CELLS];
    int found = 0;
    int others = 0;
    for (int first = 0, end; first < n; first = end) {
      long page = cells[first] >> CELL_BITS;
      end = first + 1;
      while (end < n && cells[end] >> CELL_BITS == page) {
        end++;
      }
      if (end - first >= LEAST_CELLS) {
        pages[found++] = page;
        for (int i = first; i < end; i++) {
          counts[found * CELLS - 1 - (int) (cells[i] & (CELLS - 1))] = (int) sorted.counts()[i];
          total += sorted.counts()[i];
        }
        size += end - first;
      } else {
        System.arraycopy(cells, first, cells, others, end - first);
        System.arraycopy(sorted.counts(), first, sorted.counts(), others, end - first);
        others += end - first;
      }
    }
    counts = Arrays.copyOf(counts, found * CELLS);
    index(pages, found);
    return others;
  }

  private void index(long[] pages, int n) {
    int slots = Math.max(4, Integer.highestOneBit(n) * 8);
    numbers = new long[slots];
    ends = new int[slots];
    hashShift = Integer.numberOfLeadingZeros(slots) + 33;
    for (int page = 0; page < n; page++) {
      int slot = slot(pages[page]);
      numbers[slot] = pages[page];
      ends[slot] = (page + 1) * CELLS;
    }
  }

  /** The slot of a page, or the free one where it would be. */
  private int slot(long page) {
    int slot = (int) ((page * FACTOR) >>> hashShift);
    while (ends[slot] != 0 && numbers[slot] != page) {
      slot = (slot + 1) & (ends.length - 1);
    }
    return slot;
  }

  /** Counts a cell if there is a page for it. */
  boolean add(long cell, long times) {
    int end = ends[slot(cell >> CELL_BITS)];
    if (end == 0) {
      return false;
    }
    int at = end - 1 - (int) (cell & (CELLS - 1));
    size += counts[at] == 0 ? 1 : 0;
    counts[at] += (int) times;
    total += times;
    return true;
  }

  /**
   * Counts the cells of the first {@code n} numbers once each, if there is a page for them.
   *
   * @param numbers is overwritten from the beginning with the cells for which there is none
   * @return how many these are
   */
  int addAll(long[] numbers, int n, int droppedBits) {
    int left = 0;
    int found = 0;
    for (int i = 0; i < n; i++) {
      long cell = numbers[i] >> droppedBits;
      int end = ends[slot(cell >> CELL_BITS)];
      if (end == 0) {
        numbers[left++] = cell;
      } else {
        int at = end - 1 - (int) (cell & (CELLS - 1));
        int count = counts[at];
        found += count == 0 ? 1 : 0;
        counts[at] = count + 1;
      }
    }
    size += found;
    total += n - left;
    return left;
  }

  /** Whether so many more numbers can be counted here. */
  boolean hasRoomFor(long numbers) {
    return numbers <= Integer.MAX_VALUE - total;
  }

  /** How many different cells were counted here. */
  int size() {
    return size;
  }

  /** How often a cell was counted here. */
  long count(long cell) {
    int end = ends[slot(cell >> CELL_BITS)];
    return end == 0 ? 0 : counts[end - 1 - (int) (cell & (CELLS - 1))];
  }

  /** The counted cells, ascending. */
  CountedNumbers sorted() {
    var pages = new long[counts.length / CELLS];
    int found = 0;
    for (int slot = 0; slot < ends.length; slot++) {
      if (ends[slot] != 0) {
        pages[found++] = numbers[slot];
      }
    }
    Arrays.sort(pages);
    var sorted = new CountedNumbers(new long[size], new long[size]);
    int next = 0;
    for (long page : pages) {
      int end = ends[slot(page)];
      for (int cell = 0; cell < CELLS && next < size; cell++) {
        // written anyway: whether a cell was counted cannot be guessed
        int count = counts[end - 1 - cell];
        sorted.numbers()[next] = page << CELL_BITS | cell;
        sorted.counts()[next] = count;
        next += count == 0 ? 0 : 1;
      }
    }
    return sorted;
  }
}
