using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Ftop.Aggregation.Windows;

/// <summary>
/// The rows of one table of a window, those that occurred most in it first. A row is made when it is first read: of thousands that are known a screen
/// shows forty. Any thread may read; after <see cref="WindowSnapshot.Release"/> nobody.
/// </summary>
/// <typeparam name="TRow">What a row is. Good for as long as the table is.</typeparam>
[CollectionBuilder(typeof(TableSnapshot), nameof(TableSnapshot.Create))]
public sealed class TableSnapshot<TRow> : IReadOnlyList<TRow>
    where TRow : class
{
    private readonly ImmutableArray<TRow> _rows;
    private readonly TableRows<TRow>? _source;
    private readonly int _generation;

    internal TableSnapshot(ImmutableArray<TRow> rows) => _rows = rows;

    internal TableSnapshot(TableRows<TRow> source) => (_source, _generation) = (source, source.Generation);

    /// <inheritdoc/>
    public int Count => Source?.Count ?? _rows.Length;

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>A row by its rank, from 0.</summary>
    /// <exception cref="ObjectDisposedException">The window was released.</exception>
    public TRow this[int index] => Source is TableRows<TRow> source ? source.At(index) : _rows[index];

    /// <summary>The rows' own memory; null of a table that was given its rows.</summary>
    internal TableRows<TRow>? Source
    {
        get
        {
            ObjectDisposedException.ThrowIf(_source is not null && _source.Generation != _generation, this);
            return _source;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<TRow> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Tables that are given their rows: <c>TableSnapshot&lt;EventRow&gt; rows = [first, second];</c>.</summary>
public static class TableSnapshot
{
    /// <summary>A table of these rows, which are in the order in which they are to be shown.</summary>
    public static TableSnapshot<TRow> Create<TRow>(ReadOnlySpan<TRow> rows)
        where TRow : class => new([.. rows]);

    /// <summary>
    /// The same functions without their time without callees, which is not known where not all functions are timed. Before a row is read.
    /// </summary>
    public static TableSnapshot<FunctionRow> WithoutSelf(this TableSnapshot<FunctionRow> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        if (functions.Source is not FunctionRows rows)
        {
            return [.. functions.Select(row => row with { SelfNs = null })];
        }

        rows.HideSelf();
        return functions;
    }
}
