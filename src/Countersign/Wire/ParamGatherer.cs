using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Countersign.Wire;

/// <summary>Gathers parameters on the stack, so that the result is the only array; notices names that occur twice.</summary>
internal struct ParamGatherer
{
    private Few _few;
    private AuthParam[]? _many;
    private HashSet<string>? _names;
    private int _count;

    public readonly int Count => _count;

    /// <returns>False when the name was there already.</returns>
    public bool Add(in AuthParam param)
    {
        var isNew = IsNew(param.Name);
        if (_count < Few.Length)
        {
            _few[_count++] = param;
            return isNew;
        }

        if (_many is null)
        {
            _many = new AuthParam[Few.Length * 4];
            ((ReadOnlySpan<AuthParam>)_few).CopyTo(_many);
        }
        else if (_count == _many.Length)
        {
            Array.Resize(ref _many, _count * 2);
        }

        _many[_count++] = param;
        return isNew;
    }

    public readonly string? Find(string name)
    {
        foreach (ref readonly var param in Span)
        {
            if (param.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return param.Value;
        }

        return null;
    }

    /// <summary>The last parameter; there must be one.</summary>
    [UnscopedRef]
    public readonly ref readonly AuthParam Last => ref Span[^1];

    /// <summary>What was gathered; the gatherer is empty afterwards.</summary>
    public ImmutableArray<AuthParam> Take()
    {
        var result = Span.ToArray();
        _count = 0;
        _many = null;
        _names = null;
        return result.Length == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(result);
    }

    [UnscopedRef]
    private readonly ReadOnlySpan<AuthParam> Span => _many is null ? ((ReadOnlySpan<AuthParam>)_few)[.._count] : _many.AsSpan(0, _count);

    // Thousands of parameters must not cost their square.
    private bool IsNew(string name)
    {
        if (_count < Few.Length)
            return Find(name) is null;
        if (_names is null)
        {
            _names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (ref readonly var param in Span)
                _names.Add(param.Name);
        }

        return _names.Add(name);
    }

    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 12;
        private AuthParam _first;
    }
}
