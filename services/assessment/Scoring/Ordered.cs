using System.Collections;

namespace Bishui.Assessment.Scoring;

/// <summary>
/// A list in an order of its own, however its items arrive: a late one is put in its place when somebody reads. Many late ones are sorted
/// together, a few are put in one by one, so that one new item costs no sorting of the rest.
/// </summary>
/// <param name="order">Orders the items; no two are equal.</param>
internal sealed class Ordered<T>(Comparison<T> order) : IReadOnlyList<T>
{
    private const int Few = 16;
    private readonly Comparer<T> _order = Comparer<T>.Create(order);
    private readonly List<T> _items = [];
    private int _sorted;

    public int Count => _items.Count;

    public T this[int index] => Sorted()[index];

    public void Add(T item)
    {
        _items.Add(item);
        if (_sorted == _items.Count - 1 && (_sorted == 0 || order(_items[_sorted - 1], item) < 0)) _sorted++;
    }

    public IEnumerator<T> GetEnumerator() => Sorted().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<T> Sorted()
    {
        if (_items.Count - _sorted > Few) _items.Sort(_order);
        else
            for (var next = _sorted; next < _items.Count; next++)
            {
                var item = _items[next];
                _items.RemoveAt(next);
                _items.Insert(~_items.BinarySearch(0, next, item, _order), item);
            }
        _sorted = _items.Count;
        return _items;
    }
}
